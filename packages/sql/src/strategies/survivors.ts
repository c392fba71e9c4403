import type { Column, Table } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import { rank } from './distinct-rows.ts';
import { notDeleted } from './hard-delete.ts';
import { columnsWith } from './keys.ts';

/**
 * The staged rows that stay, as a query of `columns`. One row per primary key stays (the highest or lowest by
 * `dedup_sort`, else any), and it too goes if it marks a deletion: chosen first and filtered then, or a key whose last
 * word is "deleted" would come back with an older row.
 */
export function survivors(root: Table, staged: string, columns: string, sql: SqlContext): string {
  const alive = notDeleted(root, sql);
  const rule = choice(root, sql);
  const query = (from: string, ...conditions: (string | undefined)[]): string => {
    const where = conditions.filter((condition) => condition !== undefined).join(' AND ');
    return `SELECT ${columns} FROM ${from}${where && ` WHERE ${where}`}`;
  };
  if (!rule) return query(staged, alive);
  const { keys, sort, rowKey } = rule;
  if (!rowKey)
    return query(`(SELECT *, ${rank(keys, sort, sql)} FROM ${staged}) AS ranked`, '_sluice_rank = 1', alive);
  const chosen = sort
    ? `SELECT ${rowKey} FROM (SELECT ${rowKey}, ${rank(keys, sort, sql)} FROM ${staged}) AS ranked WHERE _sluice_rank = 1`
    : // Any row will do, and the smallest id is the one that costs no sorting.
      `SELECT MIN(${rowKey}) FROM ${staged} GROUP BY ${columnList(keys, sql)}`;
  return query(staged, `${rowKey} IN (${chosen})`, alive);
}

interface Choice {
  readonly keys: readonly Column[];
  readonly sort: Column | undefined;
  /** A column that tells rows of one key apart, so that the choice needs to look at few columns only. */
  readonly rowKey: string | undefined;
}

/** How one row per primary key is chosen; undefined where there is nothing to choose. */
function choice(root: Table, sql: SqlContext): Choice | undefined {
  const keys = columnsWith(root, 'primary_key');
  if (keys.length === 0 || root['x-stage-data-deduplicated'] === true) return undefined;
  const [id] = columnsWith(root, 'row_key');
  return {
    keys,
    sort: columnsWith(root, 'dedup_sort')[0],
    rowKey: id && !id.primary_key ? sql.quote(id.name) : undefined,
  };
}
