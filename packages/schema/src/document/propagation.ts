import { conventionOf } from '../naming/conventions.ts';
import { mergeStrategyOf, nestedTables, processingHints, rootOf, tableOf } from './chain.ts';
import { columnWith } from './columns.ts';
import type { MergeStrategy, Schema, Table } from './schema.ts';
import { isSystemTable, systemNames } from './system-tables.ts';

/** Column of a row → name under which the rows nested in it get its value. */
export type Handover = Readonly<Record<string, string>>;

/** Strategies that replace rows by their root row: nested rows must know it. */
const needRootKey: ReadonlySet<MergeStrategy> = new Set(['delete-insert', 'upsert', 'insert-only', 'cdc']);

/** Which values rows hand to the rows nested in them: `root` from every root row, `tables` from rows of one table. */
export function propagation(schema: Schema): { root: Handover; tables: Readonly<Record<string, Handover>> } {
  const { root = {}, tables = {} } = schema.normalizers.json.config?.propagation ?? {};
  return { root, tables };
}

// Roots below which no table has a root key: looking through a chain again for each new column would make wide
// schemas slow. Only an update can bring such a column, and it is looked at itself.
const withoutRootKey = new WeakMap<Schema, Set<string>>();

/**
 * Makes the rows of a chain know their root row where merging needs that: writes it into the schema's settings.
 * Called after each change of a table.
 */
export function propagateRootKey(
  schema: Schema,
  table: Table,
  update: Table,
  mergeStrategies: readonly MergeStrategy[],
): void {
  const root = rootOf(schema, table);
  const from = columnWith(root, 'row_key')?.name ?? columnName(schema, systemNames.rowId);
  const as = columnName(schema, systemNames.rootId);
  const { tables } = propagation(schema);
  const known = Object.hasOwn(tables, root.name) ? tables[root.name] : undefined;
  if (known && Object.hasOwn(known, from) && known[from] === as) return;
  if (!isRequired(schema, root, mergeStrategies) && !hasRootKey(schema, root, update)) return;
  const { json } = schema.normalizers;
  const handover = {
    ...json.config?.propagation,
    tables: withKey(tables, root.name, withKey(known ?? {}, from, as)),
  };
  json.config = { ...json.config, propagation: handover };
}

function isRequired(schema: Schema, root: Table, mergeStrategies: readonly MergeStrategy[]): boolean {
  if (isSystemTable(schema, root.name)) return false;
  if (processingHints(root).root_key === true) return true;
  const setting = schema.normalizers.json.config?.root_key_propagation;
  if (typeof setting === 'boolean') return setting;
  const strategy = mergeStrategyOf(schema, root, mergeStrategies);
  return strategy !== null && needRootKey.has(strategy);
}

function hasRootKey(schema: Schema, root: Table, update: Table): boolean {
  if (columnWith(update, 'root_key')) return true;
  const cleared = withoutRootKey.get(schema) ?? new Set();
  if (cleared.has(root.name)) return false;
  if (nestedTables(schema, root.name).some((table) => columnWith(table, 'root_key'))) return true;
  withoutRootKey.set(schema, cleared.add(root.name));
  return false;
}

function columnName(schema: Schema, raw: string): string {
  return conventionOf(schema.normalizers.names).identifier(raw);
}

/** The keys are names of tables and columns: `__proto__` is one like any other. */
function withKey<T>(record: Readonly<Record<string, T>>, key: string, value: T): Record<string, T> {
  return Object.fromEntries([...Object.entries(record), [key, value]]);
}

/**
 * Removes tables, and what was said about handing values down from them.
 *
 * @returns the removed tables, nested ones before those they are nested in.
 * @throws TABLE_UNKNOWN
 */
export function dropTables(schema: Schema, names: readonly string[]): Table[] {
  const dropped = new Map<string, Table>();
  for (const name of names) {
    tableOf(schema, name);
    for (const table of nestedTables(schema, name).toReversed()) dropped.set(table.name, table);
  }
  for (const name of dropped.keys()) schema.tables.delete(name);
  const handover = schema.normalizers.json.config?.propagation;
  if (handover?.tables)
    handover.tables = Object.fromEntries(
      Object.entries(handover.tables).filter(([name]) => !dropped.has(name)),
    );
  return [...dropped.values()];
}
