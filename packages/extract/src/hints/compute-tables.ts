import { type Column, type ColumnHints, newTable, SluiceError, type Table, toColumn } from '@sluice/schema';
import type { Reference, ResourceHints, TableHints } from './hints.ts';
import type { Names } from './names.ts';
import { nestedPath } from './nested-path.ts';
import { addWriteDisposition } from './table-disposition.ts';
import { checkWriteDisposition } from './write-disposition.ts';

/** The hints that a record can decide. */
const byRecord = ['table', 'writeDisposition', 'primaryKey', 'mergeKey', 'columns'] as const;

export interface TablesOptions {
  /** A record: needed where hints are functions. */
  readonly record?: unknown;
  /** Name of the root table in place of the resource's own. */
  readonly table?: string;
  /** The hints are those of this table alone. */
  readonly isVariant?: boolean;
  /** What joins the names of nested tables: the naming convention's. Default `__`. */
  readonly separator?: string;
}

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
 * The tables that the hints of a resource define, in raw names: the root table, then nested ones, parents before
 * children. Nested tables with a key of their own are root tables too.
 *
 * @throws HINT_NEEDS_RECORD, HINT_INCONSISTENT, WRITE_DISPOSITION_UNKNOWN
 */
export function computeTables(
  { name, hints }: { readonly name: string; readonly hints: ResourceHints },
  options: TablesOptions = {},
): Table[] {
  const { isVariant = false, separator = '__' } = options;
  const fixed = resolve(name, hints, options);
  const table = options.table ?? tableNameOf(name, fixed, undefined);
  const root = tableOf(table, name, fixed, 'append');
  if (hints.maxNesting !== undefined) root['x-normalizer'] = { max_nesting: hints.maxNesting };
  const cursor = hints.cursor?.field;
  if (cursor !== undefined && cursor !== null) column(root, cursor).incremental = true;
  if (isVariant) root.variant_name = table;
  return [root, ...nestedTables(table, name, fixed.nested ?? {}, separator)];
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
  const fixed: ResourceHints = { ...hints, ...Object.fromEntries(called) };
  if (fixed.writeDisposition) checkWriteDisposition(fixed.writeDisposition, place);
  return fixed;
}

function tableOf(
  table: string,
  resource: string,
  hints: TableHints,
  disposition: 'append' | undefined,
): Table {
  const { parentTable, schemaContract, fileFormat, tableFormat, references } = hints;
  const columns = Object.entries((hints.columns ?? {}) as Readonly<Record<string, ColumnHints>>);
  const root = newTable(table, {
    columns: columns.map(([name, column]) => toColumn(name, column)),
    ...(parentTable && { parent: parentTable }),
  });
  if (!parentTable) root.resource = resource;
  addKeys(root, 'primary_key', hints.primaryKey as Names | undefined);
  addKeys(root, 'merge_key', hints.mergeKey as Names | undefined);
  delete root.write_disposition;
  addWriteDisposition(root, hints.writeDisposition || (parentTable ? undefined : disposition));
  if (!isEmptyContract(schemaContract)) root.schema_contract = schemaContract;
  if (fileFormat) root.file_format = fileFormat;
  if (tableFormat) root.table_format = tableFormat;
  if (references && references.length > 0) root.references = references.map(referenceOf);
  for (const [hint, value] of Object.entries(hints))
    if (hint.startsWith('x-')) root[hint as `x-${string}`] = value;
  return root;
}

function isEmptyContract(contract: TableHints['schemaContract']): contract is undefined {
  return contract === undefined || (typeof contract === 'object' && Object.keys(contract).length === 0);
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

function referenceOf({ columns, referencedTable, referencedColumns }: Reference) {
  return {
    columns: [...listOf(columns)],
    referenced_table: referencedTable,
    referenced_columns: [...listOf(referencedColumns)],
  };
}

function nestedTables(
  root: string,
  resource: string,
  nested: Readonly<Record<string, TableHints>>,
  separator: string,
): Table[] {
  const paths = Object.entries(nested).map(([path, hints]) => ({ pieces: nestedPath(path), hints }));
  return paths
    .sort((a, b) => a.pieces.length - b.pieces.length)
    .map(({ pieces, hints }) => {
      const name = [root, ...pieces].join(separator);
      // A key of its own cuts the table loose: its rows are merged by themselves.
      if (hasKey(hints)) return tableOf(name, resource, hints, undefined);
      const parentTable = hints.parentTable || [root, ...pieces.slice(0, -1)].join(separator);
      return tableOf(name, resource, { ...hints, parentTable }, undefined);
    });
}

function hasKey({ primaryKey, mergeKey }: TableHints): boolean {
  return [primaryKey, mergeKey].some((names) => names !== undefined && listOf(names as Names).length > 0);
}
