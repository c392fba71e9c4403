import type { Column } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';

/** One staged row of each key: the highest or lowest by `sort`, else any. A query with all columns. */
export function distinctRows(
  rows: string,
  keys: readonly Column[],
  sort: Column | undefined,
  sql: SqlContext,
): string {
  return `SELECT * FROM (SELECT *, ${rank(keys, sort, sql)} FROM ${rows}) AS ranked WHERE _sluice_rank = 1`;
}

/** The place of a row among those of its key, as the column `_sluice_rank`. */
export function rank(keys: readonly Column[], sort: Column | undefined, sql: SqlContext): string {
  const order = sort
    ? `${sql.quote(sort.name)} ${sort.dedup_sort === 'asc' ? 'ASC' : 'DESC'}`
    : '(SELECT NULL)';
  return `ROW_NUMBER() OVER (PARTITION BY ${columnList(keys, sql)} ORDER BY ${order}) AS _sluice_rank`;
}
