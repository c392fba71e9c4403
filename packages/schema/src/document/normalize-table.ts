import type { Naming } from '../naming/naming.ts';
import { copyColumn } from './copy.ts';
import { mergeColumn, mergeReferences } from './merge.ts';
import type { Column, Table } from './schema.ts';

/** A table with raw names under the names that the convention gives it, its columns and its references. */
export function normalizeTable(table: Table, naming: Naming): Table {
  const normalized = { ...normalizeColumns(table, naming), name: naming.tablePath(table.name) };
  if (table.parent) normalized.parent = naming.tablePath(table.parent);
  return normalized;
}

/**
 * The same for columns and references alone. Columns that come to one name are merged, later properties over earlier
 * ones; of several references to one table the last stays.
 */
export function normalizeColumns(table: Table, naming: Naming): Table {
  const columns = new Map<string, Column>();
  for (const raw of table.columns.values()) {
    const name = naming.path(raw.name);
    const column = { ...copyColumn(raw), name };
    const rival = columns.get(name);
    if (rival) mergeColumn(rival, column, true);
    else columns.set(name, column);
  }
  const normalized: Table = { ...table, columns };
  if (table.references)
    normalized.references = mergeReferences(
      [],
      table.references.map((reference) => ({
        ...reference,
        ...(reference.table === undefined ? {} : { table: naming.tablePath(reference.table) }),
        columns: reference.columns.map(naming.path),
        referenced_table: naming.tablePath(reference.referenced_table),
        referenced_columns: reference.referenced_columns.map(naming.path),
      })),
    );
  return normalized;
}
