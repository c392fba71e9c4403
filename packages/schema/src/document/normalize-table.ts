import type { Naming } from '../naming/naming.ts';
import { copyColumn } from './copy.ts';
import { mergeColumn, mergeReferences } from './merge.ts';
import type { Column, Table } from './schema.ts';

/** Two columns of a table that the naming convention gives one name. */
export interface MergedColumns {
  readonly table: string;
  readonly name: string;
  readonly raw: readonly [string, string];
}

type OnMerged = (merged: MergedColumns) => void;

/** A table with raw names under the names that the convention gives it, its columns and its references. */
export function normalizeTable(table: Table, naming: Naming): Table {
  const normalized = { ...normalizeColumns(table, naming), name: naming.tablePath(table.name) };
  if (table.parent) normalized.parent = naming.tablePath(table.parent);
  return normalized;
}

/**
 * The same for columns and references alone. Columns that come to one name are merged, later properties over earlier
 * ones; of several references to one table the last stays.
 *
 * @param onMerged takes columns of which one is left: two raw names and the name that both have now.
 */
export function normalizeColumns(table: Table, naming: Naming, onMerged?: OnMerged): Table {
  const columns = new Map<string, Column>();
  const origins = new Map<string, string>();
  for (const raw of table.columns.values()) {
    const name = naming.path(raw.name);
    const column = { ...copyColumn(raw), name };
    const rival = columns.get(name);
    if (!rival) {
      columns.set(name, column);
      origins.set(name, raw.name);
      continue;
    }
    mergeColumn(rival, column, true);
    onMerged?.({ table: table.name, name, raw: [origins.get(name) ?? name, raw.name] });
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
