import type { Naming } from '../naming/naming.ts';
import { copyColumn } from './copy.ts';
import { mergeColumn, mergeReferences } from './merge.ts';
import type { Column, Schema, Table } from './schema.ts';

/**
 * A table as hints define it (raw names) under the names the convention gives it. Columns that come to one name are
 * merged, later properties over earlier ones; of several references to one table the last stays.
 *
 * @param schema decides whether separators in names are kept as such (the default) or squeezed.
 */
export function normalizeTable(table: Table, naming: Naming, schema?: Schema): Table {
  const breaksPaths = schema?.normalizers.use_break_path_on_normalize ?? true;
  const columnName = (raw: string) => (breaksPaths ? naming.path(raw) : naming.identifier(raw));
  const tableName = (raw: string) => (breaksPaths ? naming.tablePath(raw) : naming.tableIdentifier(raw));
  const columns = new Map<string, Column>();
  for (const raw of table.columns.values()) {
    const name = columnName(raw.name);
    const column = { ...copyColumn(raw), name };
    const rival = columns.get(name);
    if (rival) mergeColumn(rival, column, true);
    else columns.set(name, column);
  }
  const normalized: Table = { ...table, name: tableName(table.name), columns };
  if (table.parent) normalized.parent = tableName(table.parent);
  if (table.references)
    normalized.references = mergeReferences(
      [],
      table.references.map((reference) => ({
        ...reference,
        ...(reference.table === undefined ? {} : { table: tableName(reference.table) }),
        columns: reference.columns.map(columnName),
        referenced_table: tableName(reference.referenced_table),
        referenced_columns: reference.referenced_columns.map(columnName),
      })),
    );
  return normalized;
}
