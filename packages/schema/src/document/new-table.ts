import { copyDeep } from './copy.ts';
import type { Column, Table } from './schema.ts';

/**
 * A table as the format starts one: without a parent it appends and is filled by the resource of its own name;
 * nested in another, it takes both from there.
 */
export function newTable(
  name: string,
  properties: Omit<Partial<Table>, 'name' | 'columns'> & { columns?: Iterable<Column> } = {},
): Table {
  const { columns = [], ...others } = properties;
  const table: Table = { name, columns: new Map() };
  for (const column of columns) table.columns.set(column.name, copyDeep(column));
  if (others.parent === undefined) {
    table.write_disposition = 'append';
    table.resource = name;
  }
  return Object.assign(table, copyDeep(others));
}
