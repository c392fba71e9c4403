import { SluiceError } from '../errors.ts';
import { hasCompleteColumn, isComplete } from './columns.ts';
import { copyTable } from './copy.ts';
import type { MergeStrategy, Schema, Table } from './schema.ts';
import { isSystemTable } from './system-tables.ts';

/** A table by its name. @throws TABLE_UNKNOWN */
export function tableOf(schema: Schema, name: string): Table {
  const table = schema.tables.get(name);
  if (table) return table;
  throw new SluiceError('TABLE_UNKNOWN', `There is no table ${JSON.stringify(name)}`, {
    place: { schema: schema.name },
    remedy: 'Check the name: tables have the names the naming convention gives them',
  });
}

/** The top of the chain of tables a table is nested in: the table itself where it is nested in none. */
export function rootOf(schema: Schema, table: Table): Table {
  let root = table;
  while (root.parent) root = tableOf(schema, root.parent);
  return root;
}

/** A table and all tables nested in it, parents before children, children in the document's order. */
export function nestedTables(schema: Schema, name: string): Table[] {
  const children = new Map<string, Table[]>();
  for (const table of schema.tables.values()) {
    if (!table.parent) continue;
    const siblings = children.get(table.parent);
    if (siblings) siblings.push(table);
    else children.set(table.parent, [table]);
  }
  const found: Table[] = [];
  const open = [tableOf(schema, name)];
  for (let table = open.pop(); table; table = open.pop()) {
    found.push(table);
    open.push(...(children.get(table.name) ?? []).toReversed());
  }
  return found;
}

/** A table's own value of a property, or else the nearest that a table around it has. */
export function inherited<K extends keyof Table>(schema: Schema, table: Table, key: K): Table[K] | undefined {
  let current: Table = table;
  for (;;) {
    if (Object.hasOwn(current, key)) return current[key];
    if (!current.parent) return undefined;
    current = tableOf(schema, current.parent);
  }
}

/** Properties that a nested table takes from the tables around it. */
const inheritedAtLoad = ['write_disposition', 'table_format', 'file_format', 'x-merge-strategy'] as const;

/** A table as a destination loads it: with what it inherits, and only the columns whose type is known. */
export function prepareTable(schema: Schema, name: string): Table {
  const table = tableOf(schema, name);
  const prepared = copyTable(table);
  for (const key of inheritedAtLoad) {
    const value = inherited(schema, table, key);
    if (value !== undefined && value !== null) Object.assign(prepared, { [key]: value });
  }
  if (prepared.table_format === 'native') delete prepared.table_format;
  for (const column of table.columns.values()) if (!isComplete(column)) prepared.columns.delete(column.name);
  return prepared;
}

/**
 * How rows of a table are merged: what it or a table around it asks for, else the destination's first strategy.
 * Null where it does not merge, or where the destination's strategies are not known.
 *
 * @throws LOAD_STRATEGY_UNSUPPORTED
 */
export function mergeStrategyOf(
  schema: Schema,
  table: Table,
  mergeStrategies: readonly MergeStrategy[],
): MergeStrategy | null {
  const [preferred] = mergeStrategies;
  if (preferred === undefined || inherited(schema, table, 'write_disposition') !== 'merge') return null;
  const asked = inherited(schema, table, 'x-merge-strategy') as MergeStrategy | null | undefined;
  if (asked === undefined || asked === null) return preferred;
  if (mergeStrategies.includes(asked)) return asked;
  throw new SluiceError(
    'LOAD_STRATEGY_UNSUPPORTED',
    `The destination cannot merge by ${JSON.stringify(asked)}`,
    { place: { schema: schema.name, table: table.name }, remedy: `Use one of ${mergeStrategies.join(', ')}` },
  );
}

/**
 * The tables that hold data of sources: all but the system tables, in the document's order.
 *
 * @param options.seenData only those that ever received data.
 */
export function dataTables(schema: Schema, { seenData = false }: { seenData?: boolean } = {}): Table[] {
  return [...schema.tables.values()].filter(
    (table) =>
      !isSystemTable(schema, table.name) && hasCompleteColumn(table) && (!seenData || hasSeenData(table)),
  );
}

/**
 * The tables that a resource fills: its root tables, each followed by the tables nested in it. More than one root where
 * records choose their table, or a nested table has a key of its own.
 */
export function resourceTables(schema: Schema, resource: string): Table[] {
  return [...schema.tables.values()]
    .filter((table) => !table.parent && table.resource === resource)
    .flatMap((root) => nestedTables(schema, root.name));
}

/** Whether a table ever received data. */
export function hasSeenData(table: Table): boolean {
  return processingHints(table)['seen-data'] === true;
}

/** What normalizing notes about a table: its `x-normalizer` object, empty where there is none. */
export function processingHints(table: Table): Readonly<Record<string, unknown>> {
  return (table['x-normalizer'] as Record<string, unknown> | null | undefined) ?? {};
}
