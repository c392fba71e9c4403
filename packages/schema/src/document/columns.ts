import type { Column, CompleteColumn, Table } from './schema.ts';

/** Whether a column's type is known: only then is it created at a destination. */
export function isComplete(column: Column): column is CompleteColumn {
  return Boolean(column.name) && Boolean(column.data_type);
}

/** Whether a table exists for contracts and destinations: it has at least one column of known type. */
export function hasCompleteColumn(table: Table): boolean {
  for (const column of table.columns.values()) if (isComplete(column)) return true;
  return false;
}

/** Properties that describe a set of columns together: a primary key is replaced as a whole. */
const compound: ReadonlySet<string> = new Set([
  'partition',
  'cluster',
  'primary_key',
  'merge_key',
  'incremental',
]);

/** Properties whose unset value is `true`. */
const trueByDefault: ReadonlySet<string> = new Set(['nullable', 'timezone']);

/** Properties where every value means something, null included. */
const withoutDefault: ReadonlySet<string> = new Set(['x-active-record-timestamp']);

/** Properties that are not flags: `false` would be a value. */
const valued: ReadonlySet<string> = new Set(['name', 'data_type', 'precision', 'scale']);

/** Whether a property's value says no more than its absence. */
export function isDefault(property: string, value: unknown): boolean {
  if (withoutDefault.has(property)) return false;
  if (value === null || value === undefined) return true;
  if (trueByDefault.has(property)) return value === true;
  // The format was written in Python, where 0 equals false.
  return (value === false || value === 0) && !valued.has(property);
}

export function isCompound(property: string): boolean {
  return compound.has(property);
}

/** The column without the properties that say nothing. */
export function removeColumnDefaults(column: Column): Column {
  return Object.fromEntries(
    Object.entries(column).filter(([property, value]) => !isDefault(property, value)),
  ) as unknown as Column;
}

/** The first column that has a property. */
export function columnWith(table: Table, property: keyof Column): Column | undefined {
  for (const column of table.columns.values())
    if (property in column && !isDefault(property, column[property])) return column;
  return undefined;
}
