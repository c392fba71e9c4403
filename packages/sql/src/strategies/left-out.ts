import type { Column, Table } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import { order } from './distinct-rows.ts';
import { isDeleted } from './hard-delete.ts';
import { columnsWith } from './keys.ts';
import { columnBeside } from './temporary-names.ts';

/**
 * The staged root rows that do not come in, as a query of their row keys; undefined where all do. One row per primary key
 * stays (the highest or lowest by `dedup_sort`, else any), and it too goes if it marks a deletion: chosen first and
 * filtered then, or a key whose last word is "deleted" would come back with an older row.
 *
 * What goes and not what stays, because it is little as a rule: a database that has to look up each row in the keys of
 * all of them writes those to its disk.
 *
 * @param key the column that identifies a row, quoted
 */
export function leftOut(root: Table, staged: string, key: string, sql: SqlContext): string | undefined {
  const deleted = isDeleted(root, sql);
  const keys = columnsWith(root, 'primary_key');
  if (keys.length === 0 || root['x-stage-data-deduplicated'] === true)
    return deleted && `SELECT ${key} FROM ${staged} WHERE ${deleted}`;
  const stays = columnBeside('_sluice_chosen', root.columns.values());
  const chosen = `SELECT *, ${choice(root, keys, key, sql)} AS ${stays} FROM ${staged}`;
  const goes = [`${key} <> ${stays}`, ...(deleted === undefined ? [] : [deleted])].join(' OR ');
  return `SELECT ${key} FROM (${chosen}) AS compared WHERE ${goes}`;
}

/** The row key that stays, beside each row. Without an order any will do, and the smallest is the same every time. */
function choice(root: Table, keys: readonly Column[], key: string, sql: SqlContext): string {
  const partition = `PARTITION BY ${columnList(keys, sql)}`;
  const [sort] = columnsWith(root, 'dedup_sort');
  return sort
    ? `FIRST_VALUE(${key}) OVER (${partition} ORDER BY ${order(sort, sql)})`
    : `MIN(${key}) OVER (${partition})`;
}
