import type { Column, Table } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import { columnBeside } from './temporary-names.ts';

/** One staged row of each key: the highest or lowest by `sort`, else any. A query with all columns. */
export function distinctRows(
  rows: string,
  { columns }: Table,
  keys: readonly Column[],
  sort: Column | undefined,
  sql: SqlContext,
): string {
  const place = columnBeside('_sluice_rank', columns.values());
  return `SELECT * FROM (SELECT *, ${rank(keys, sort, sql)} AS ${place} FROM ${rows}) AS ranked WHERE ${place} = 1`;
}

/** The place of a row among those of its key. */
function rank(keys: readonly Column[], sort: Column | undefined, sql: SqlContext): string {
  const by = sort ? order(sort, sql) : '(SELECT NULL)';
  return `ROW_NUMBER() OVER (PARTITION BY ${columnList(keys, sql)} ORDER BY ${by})`;
}

/** What ORDER BY says, so that the row to keep comes first. */
export function order(sort: Column, sql: SqlContext): string {
  return `${sql.quote(sort.name)} ${sort.dedup_sort === 'asc' ? 'ASC' : 'DESC'}`;
}
