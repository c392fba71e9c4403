import { SluiceError } from '../errors.ts';
import { isComplete, isCompound, isDefault, removeColumnDefaults } from './columns.ts';
import { copyColumn, copyDeep, isSame } from './copy.ts';
import type { Column, Table, TableReference } from './schema.ts';

/** How properties that describe several columns together are merged. */
export interface MergeOptions {
  /**
   * A property that describes a set of columns (primary key, merge key, partition, cluster, incremental) is taken
   * from all columns first if the new ones set it. Default false: it is added to what is there.
   */
  readonly replaceCompound?: boolean;
}

/**
 * Writes the properties of `update` over those of `column`, in place.
 *
 * @param skipDefaults leaves out what says no more than its absence. Default false.
 */
export function mergeColumn(column: Column, update: Column, skipDefaults = false): Column {
  return Object.assign(column, copyColumn(skipDefaults ? removeColumnDefaults(update) : update));
}

/**
 * Merges columns into those of a table, in place. A column whose type becomes known with it moves to the end, new
 * columns are added there. Types may change: whether they should is for contracts to say.
 */
export function mergeColumns(
  columns: Map<string, Column>,
  updates: ReadonlyMap<string, Column>,
  { replaceCompound = false }: MergeOptions = {},
): Map<string, Column> {
  if (replaceCompound) clearCompound(columns, updates);
  for (const [name, update] of updates) {
    const column = columns.get(name);
    if (!column) {
      columns.set(name, copyColumn(update));
      continue;
    }
    if (isComplete(update) && !isComplete(column)) {
      columns.delete(name);
      columns.set(name, column);
    }
    mergeColumn(column, update);
  }
  return columns;
}

function clearCompound(columns: ReadonlyMap<string, Column>, updates: ReadonlyMap<string, Column>): void {
  const replaced = new Set<string>();
  for (const update of updates.values())
    for (const [property, value] of Object.entries(update))
      if (isCompound(property) && !isDefault(property, value)) replaced.add(property);
  for (const column of columns.values())
    for (const property of replaced) delete column[property as keyof Column];
}

/**
 * Merges a table's update into it, in place. Nothing is ever removed, apart from what `replaceCompound` says.
 *
 * @throws TABLE_CONFLICT where the two cannot be one table: another name or parent, a resource for a nested table.
 */
export function mergeTable(table: Table, update: Table, options: MergeOptions = {}): Table {
  refuseConflict(table, update);
  const { columns, references, ...properties } = update;
  mergeColumns(table.columns, columns, options);
  for (const [property, value] of Object.entries(properties)) {
    const own = table[property as keyof Table];
    if ((value ?? null) === null && (own ?? null) === null) continue;
    if (!isSame(own, value)) Object.assign(table, { [property]: copyDeep(value) });
  }
  const changed = diffReferences(table.references ?? [], references ?? []);
  if (changed.length > 0) table.references = mergeReferences(table.references ?? [], changed);
  return table;
}

function refuseConflict(table: Table, update: Table): void {
  const conflict = (what: string, remedy: string) =>
    new SluiceError('TABLE_CONFLICT', what, { place: { table: table.name }, remedy });
  if (update.name !== table.name)
    throw conflict(
      `The update is for another table, ${JSON.stringify(update.name)}`,
      'Merge tables of one name only',
    );
  const [own, other] = [table.parent ?? null, update.parent ?? null];
  if (own !== other)
    throw conflict(
      `It is ${nesting(own)} and is to be ${nesting(other)} now`,
      'Give one of the two another table name, or drop the table first',
    );
  if (own !== null && (update.resource ?? null) !== null)
    throw conflict(
      `It is nested in ${JSON.stringify(own)} and cannot be filled by resource ${JSON.stringify(update.resource)}`,
      'Give the resource another table name',
    );
}

function nesting(parent: string | null): string {
  return parent === null ? 'a table of its own' : `nested in ${JSON.stringify(parent)}`;
}

/** The references of `updates` that `references` does not have: by referenced table and pairs of columns. */
export function diffReferences(
  references: readonly TableReference[],
  updates: readonly TableReference[],
): TableReference[] {
  const known = new Map(references.map((reference) => [reference.referenced_table, reference]));
  return updates.filter((update) => {
    const before = known.get(update.referenced_table);
    return !before || !isSame(columnPairs(before), columnPairs(update));
  });
}

/** A table has one reference to each other table: the latest, in the place of the first. */
export function mergeReferences(
  references: readonly TableReference[],
  updates: readonly TableReference[],
): TableReference[] {
  return [
    ...new Map(
      [...references, ...updates].map((reference) => [reference.referenced_table, copyDeep(reference)]),
    ).values(),
  ];
}

function columnPairs({ columns, referenced_columns }: TableReference): string[] {
  return columns.map((column, index) => JSON.stringify([column, referenced_columns[index]])).sort();
}
