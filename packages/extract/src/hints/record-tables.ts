import {
  type Column,
  type ErrorPlace,
  newTable,
  type RecordColumn,
  type RecordTable,
  recordTables,
  type SchemaContract,
  type Table,
  type TableNames,
  toColumn,
} from '@sluice/schema';
import { isValidating } from '../record/json-schema.ts';
import { recordShape } from '../record/record-shape.ts';
import { recordContract } from '../record/record-validator.ts';
import type { NestedHints, ResourceHints } from './hints.ts';
import type { KnownTables } from './known-tables.ts';
import { type NestedLevel, nestedLevels, textOf } from './nested-levels.ts';

/** The tables that the schema of a resource's records tells of; none where it offers no JSON Schema. */
export function toldTables(
  { record, maxNesting, schemaContract }: ResourceHints,
  known: KnownTables | undefined,
): readonly RecordTable[] {
  const shape = record && recordShape(record);
  if (!record || !shape) return [];
  return recordTables(shape.output, {
    maxNesting: maxNesting ?? known?.maxNesting ?? Number.POSITIVE_INFINITY,
    isValidated: isValidating(record),
    isLenient: recordContract(record, schemaContract as SchemaContract | undefined).data_type === 'evolve',
  });
}

/** What hints say about nesting, and what the schema knows beside it: the objects that lead to lists. */
export function levelsWith(
  told: readonly RecordTable[],
  nested: Readonly<Record<string, NestedHints>>,
  maxNesting: number | undefined,
  place: ErrorPlace,
): NestedLevel[] {
  const objects = new Set(told.flatMap(objectsBefore).map(textOf));
  const flattened = [...objects].map((text) => [text, 'flatten'] as const);
  const levels = nestedLevels({ ...Object.fromEntries(flattened), ...nested }, maxNesting, place);
  return levels.map((level) => {
    const text = textOf(level.path);
    const isTold = level.nesting === 'flatten' && objects.has(text) && !Object.hasOwn(nested, text);
    return isTold ? { ...level, isWord: false } : level;
  });
}

function objectsBefore({ path, parent }: RecordTable): string[][] {
  const depth = parent?.length ?? 0;
  return path.slice(depth + 1).map((_, index) => path.slice(0, depth + index + 1));
}

export interface AddToldOptions {
  /** Raw name of the root table. */
  readonly root: string;
  readonly names: TableNames;
  /** What hints say about nesting. */
  readonly levels: readonly NestedLevel[];
  readonly known: KnownTables | undefined;
}

/**
 * Adds what the schema of records tells to the tables that hints define, by the path of their lists. What hints say of
 * a column wins, property by property; of what they keep as JSON the schema has nothing to tell.
 */
export function addTold(
  tables: Map<string, Table>,
  told: readonly RecordTable[],
  { root, names, levels, known }: AddToldOptions,
): void {
  const whole = new Set(levels.filter(({ nesting }) => nesting === 'json').map(({ path }) => keyOf(path)));

  const isWhole = (table: readonly string[], keys: readonly string[]): boolean =>
    whole.has(keyOf([...table, ...keys])) ||
    tables.get(keyOf(table))?.columns.get(names.column(keys))?.data_type === 'json';

  /** Something that stays whole is on the way from a row to what the keys lead to. */
  const isInside = (table: readonly string[], keys: readonly string[]): boolean =>
    keys.some((_, index) => index > 0 && isWhole(table, keys.slice(0, index)));

  for (const { path, parent, columns } of told) {
    const around = parent === null ? undefined : tables.get(keyOf(parent));
    const keys = path.slice(parent?.length ?? 0);
    if (parent !== null && (!around || isInside(parent, keys) || isWhole(parent, keys))) continue;
    const table =
      tables.get(keyOf(path)) ?? newTable(names.nested(root, path), around ? { parent: around.name } : {});
    const open = columns.filter((column) => !isInside(path, column.path));
    tables.set(keyOf(path), { ...table, columns: withTold(table, open, names, known) });
  }
}

/** Columns in the order of the schema, then those that only hints know of. */
function withTold(
  table: Table,
  told: readonly RecordColumn[],
  names: TableNames,
  known: KnownTables | undefined,
): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const { path, hints, isNullable } of told) {
    const name = names.column(path);
    const nullable = isNullable === undefined || known?.hasRows(table.name) ? {} : { nullable: isNullable };
    columns.set(name, { ...toColumn(name, { ...nullable, ...hints }), ...table.columns.get(name) });
  }
  for (const [name, column] of table.columns) if (!columns.has(name)) columns.set(name, column);
  return columns;
}

/** Names a table by the keys that lead to its lists. */
export function keyOf(path: readonly string[]): string {
  return path.length === 0 ? '' : JSON.stringify(path);
}

/** Parents before what is nested in them. */
export function byDepth([a]: readonly [string, Table], [b]: readonly [string, Table]): number {
  const depth = (key: string) => (key === '' ? 0 : (JSON.parse(key) as readonly string[]).length);
  return depth(a) - depth(b);
}
