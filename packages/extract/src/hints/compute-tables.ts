import { type Column, newTable, SluiceError, type Table, type TableNames, toColumn } from '@sluice/schema';
import { type Columns, readColumns } from '../arrow-columns.ts';
import { checkHints } from './check-hints.ts';
import type { NestedHints, Reference, ResourceHints, TableHints } from './hints.ts';
import type { KnownTables } from './known-tables.ts';
import type { Names } from './names.ts';
import { conflict, type NestedLevel } from './nested-levels.ts';
import { addTold, byDepth, keyOf, levelsWith, toldTables } from './record-tables.ts';
import { addWriteDisposition } from './table-disposition.ts';

/** The hints that a record can decide. */
const byRecord = [
  'table',
  'description',
  'writeDisposition',
  'primaryKey',
  'mergeKey',
  'columns',
  'references',
  'schemaContract',
  'fileFormat',
  'tableFormat',
  'parentTable',
  'nested',
] as const satisfies readonly (keyof ResourceHints)[];

export interface TablesOptions {
  /** A record: needed where hints are functions. */
  readonly record?: unknown;
  /** Name of the root table in place of the resource's own. */
  readonly table?: string;
  /** The hints are those of this table alone. */
  readonly isVariant?: boolean;
  /** The names that a schema gives. Default: raw ones, those of nested tables and columns joined by `__`. */
  readonly names?: TableNames;
  /** What the schema says already. Default: nothing. */
  readonly known?: KnownTables;
}

const rawNames: TableNames = {
  root: (raw) => raw,
  table: (raw) => raw,
  nested: (root, path) => [root, ...path].join('__'),
  column: (path) => path.join('__'),
  columnsOf: (table) => table,
};

/** Whether hints other than the table's name depend on the record. */
export function dependsOnRecord(hints: ResourceHints): boolean {
  return byRecord.some((hint) => hint !== 'table' && typeof hints[hint] === 'function');
}

/** The name of the table that a record goes to by its resource's hints. */
export function tableNameOf(name: string, hints: ResourceHints, record: unknown): string {
  const { table } = hints;
  return typeof table === 'function'
    ? String((table as (record: unknown) => unknown)(record))
    : table || name;
}

/**
 * The tables that the hints of a resource define: the root table, then nested ones, parents before children. Nested
 * tables with a key of their own are root tables too.
 *
 * @throws HINT_NEEDS_RECORD, HINT_INCONSISTENT, HINT_UNKNOWN, HINT_INVALID, WRITE_DISPOSITION_UNKNOWN,
 * DATA_TYPE_UNKNOWN, NESTING_CONFLICT
 */
export function computeTables(
  { name, hints }: { readonly name: string; readonly hints: ResourceHints },
  options: TablesOptions = {},
): Table[] {
  const { isVariant = false, names = rawNames } = options;
  const fixed = resolve(name, hints, options);
  const table = options.table ?? tableNameOf(name, fixed, undefined);
  const raw = tableOf(names.root(table), name, fixed, {
    disposition: 'append',
    parent: fixed.parentTable ? names.table(fixed.parentTable as string) : undefined,
  });
  const cursor = hints.cursor?.field;
  if (cursor !== undefined && cursor !== null) column(raw, cursor).incremental = true;
  if (isVariant) raw.variant_name = table;
  addNotes(raw, hints);
  const told = toldTables(fixed, options.known);
  const nested = (fixed.nested ?? {}) as Readonly<Record<string, NestedHints>>;
  const levels = levelsWith(told, nested, hints.maxNesting, { resource: name });
  const tables = new Map([['', names.columnsOf(raw)]]);
  for (const level of levels)
    if (level.nesting === 'table') tables.set(keyOf(level.path), nestedTable(table, name, level, names));
  for (const level of levels) addColumn(tables.get(keyOf(level.around)), level, name, names);
  addTold(tables, told, { root: table, names, levels, known: options.known });
  return [...tables].sort(byDepth).map(([, defined]) => defined);
}

/** Hints with functions called. Nothing may depend on the record but a table that does so too. */
function resolve(name: string, hints: ResourceHints, options: TablesOptions): ResourceHints {
  const functions = byRecord.filter((hint) => typeof hints[hint] === 'function');
  if (functions.length === 0) return hints;
  const place = { resource: name };
  if (typeof hints.table !== 'function')
    throw new SluiceError(
      'HINT_INCONSISTENT',
      `The hint ${functions[0]} depends on the record, the table does not`,
      {
        place,
        remedy: 'Make `table` a function of the record too',
      },
    );
  if (options.record === undefined)
    throw new SluiceError(
      'HINT_NEEDS_RECORD',
      `The hint ${functions[0]} depends on the record, and there is none`,
      {
        place,
        remedy: 'Give a record to look at',
      },
    );
  const called = functions.map((hint) => [
    hint,
    (hints[hint] as (record: unknown) => unknown)(options.record),
  ]);
  const found = Object.fromEntries(called);
  checkHints({ ...found, table: undefined }, name);
  return { ...hints, ...found };
}

function tableOf(
  name: string,
  resource: string,
  hints: TableHints,
  { parent, disposition }: { readonly parent: string | undefined; readonly disposition?: 'append' },
): Table {
  const { description, schemaContract, fileFormat, tableFormat } = hints;
  const references = (hints.references ?? []) as readonly Reference[];
  const columns = Object.entries(readColumns((hints.columns ?? {}) as Columns));
  const table = newTable(name, {
    columns: columns.map(([column, said]) => toColumn(column, said)),
    ...(parent !== undefined && { parent }),
  });
  if (parent === undefined) table.resource = resource;
  addKeys(table, 'primary_key', hints.primaryKey as Names | undefined);
  addKeys(table, 'merge_key', hints.mergeKey as Names | undefined);
  delete table.write_disposition;
  addWriteDisposition(table, hints.writeDisposition || (parent === undefined ? disposition : undefined));
  if (description) Object.assign(table, { description });
  if (!isEmptyContract(schemaContract)) Object.assign(table, { schema_contract: schemaContract });
  if (fileFormat) Object.assign(table, { file_format: fileFormat });
  if (tableFormat) Object.assign(table, { table_format: tableFormat });
  if (references.length > 0) table.references = references.map(referenceOf);
  for (const [hint, value] of Object.entries(hints))
    if (hint.startsWith('x-')) table[hint as `x-${string}`] = value;
  return table;
}

function isEmptyContract(contract: TableHints['schemaContract']): boolean {
  return contract === undefined || (typeof contract === 'object' && Object.keys(contract).length === 0);
}

/** What normalizing has to know is kept with the table. */
function addNotes(table: Table, { maxNesting, rootKey }: ResourceHints): void {
  if (maxNesting === undefined && rootKey !== true) return;
  table['x-normalizer'] = {
    ...(table['x-normalizer'] as object | undefined),
    ...(maxNesting !== undefined && { max_nesting: maxNesting }),
    ...(rootKey === true && { root_key: true }),
  };
}

/** The columns of a key, and no others, carry it. Those that nobody described do not accept null. */
function addKeys(table: Table, key: 'primary_key' | 'merge_key', names: Names | undefined): void {
  if (names === undefined) return;
  for (const known of table.columns.values()) delete known[key];
  for (const name of listOf(names)) {
    const keyColumn = column(table, name);
    keyColumn.nullable ??= false;
    keyColumn[key] = true;
  }
}

function column(table: Table, name: string): Column {
  const known = table.columns.get(name) ?? { name };
  table.columns.set(name, known);
  return known;
}

function listOf(names: Names): readonly string[] {
  if (typeof names === 'string') return names === '' ? [] : [names];
  return names;
}

function referenceOf({ columns, referencedTable, referencedColumns, label, cardinality }: Reference) {
  return {
    ...(label !== undefined && { label }),
    ...(cardinality !== undefined && { cardinality }),
    columns: [...listOf(columns)],
    referenced_table: referencedTable,
    referenced_columns: [...listOf(referencedColumns)],
  };
}

function nestedTable(root: string, resource: string, level: NestedLevel, names: TableNames): Table {
  const { path, hints, around } = level;
  const name = names.nested(root, path);
  const parent = hints.parentTable ? names.table(hints.parentTable as string) : undefined;
  const alone = tableOf(name, resource, hints, { parent });
  // A key of its own cuts the table loose: its rows are merged by themselves.
  const isNested = parent === undefined && !hasKey(alone);
  const outer = around.length === 0 ? names.root(root) : names.nested(root, around);
  return names.columnsOf(isNested ? tableOf(name, resource, hints, { parent: outer }) : alone);
}

function hasKey({ columns }: Table): boolean {
  return [...columns.values()].some(({ primary_key, merge_key }) => primary_key || merge_key);
}

/** A JSON column for what stays whole; and nothing may say otherwise of the column that any of the words means. */
function addColumn(table: Table | undefined, level: NestedLevel, resource: string, names: TableNames): void {
  if (table === undefined || !level.isWord) return;
  const { path, around, nesting } = level;
  const name = names.column(path.slice(around.length));
  const type = table.columns.get(name)?.data_type;
  if (nesting === 'json' ? type !== undefined && type !== 'json' : type === 'json')
    throw conflict(path, `its column is declared as ${type}`, 'Leave one of the two out', { resource });
  if (nesting === 'json') column(table, name).data_type = 'json';
}
