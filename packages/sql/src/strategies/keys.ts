import { type Column, SluiceError, type Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';

/** The columns of a table with a hint. */
export function columnsWith(
  table: Table,
  hint: 'primary_key' | 'merge_key' | 'hard_delete' | 'dedup_sort' | 'row_key' | 'unique',
): Column[] {
  return [...table.columns.values()].filter((column) => Boolean(column[hint]));
}

/**
 * The column that identifies a row: the row key, else the first unique column, else a primary key of one column. Ids that
 * were versions once (`scd2`) are no row keys in the schema any more, and still what nested rows refer to.
 */
export function rowKey(table: Table): Column {
  const primary = columnsWith(table, 'primary_key');
  const key =
    columnsWith(table, 'row_key')[0] ??
    [...table.columns.values()].find(isFormerRowKey) ??
    columnsWith(table, 'unique')[0] ??
    (primary.length === 1 ? primary[0] : undefined);
  if (key) return key;
  throw new SluiceError('MERGE_KEY_MISSING', 'The table has no column that identifies a row', {
    place: { table: table.name },
    remedy: 'Load it with row ids, or declare one unique column',
  });
}

function isFormerRowKey(column: Column): boolean {
  return column.row_key === false && column['x-row-version'] === true;
}

/** That two rows have the same values in these columns. */
export function haveSame(
  columns: readonly { readonly name: string }[],
  one: string,
  other: string,
  sql: SqlContext,
): string {
  return columns.map(({ name }) => `${one}.${sql.quote(name)} = ${other}.${sql.quote(name)}`).join(' AND ');
}

/** The column of a nested table that holds its root row's key; directly under the root the parent key is one too. */
export function rootKey(table: Table, root: Table): Column {
  const columns = [...table.columns.values()];
  const key =
    columns.find((column) => column.root_key) ??
    (table.parent === root.name ? columns.find((column) => column.parent_key) : undefined);
  if (key) return key;
  throw new SluiceError('MERGE_KEY_MISSING', 'The nested table has no column that leads to its root row', {
    place: { table: table.name },
    remedy: 'Let normalize propagate the root key (rootKey: true)',
  });
}
