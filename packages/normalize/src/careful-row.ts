import {
  applyContract,
  type ContractBreach,
  type ContractEvidence,
  type ContractFilter,
  dataTypeOf,
  isComplete,
  resolveContract,
  type Table,
  updateTable,
  type Value,
} from '@sluice/schema';
import { pushCell } from './cell.ts';
import { type FittedRow, fitRow } from './fit-row.ts';
import { type FlatRow, flatten } from './flatten.ts';
import { keyHash, nestedRowId, rowHash } from './ids.ts';
import type { Normalization } from './normalization.ts';
import { placeError } from './place-error.ts';
import type { PendingList, TableShape } from './shape.ts';
import type { TableWriter } from './table-writer.ts';

/** What a row inherits from the rows around it. */
export interface RowContext {
  /** Id of the row it is nested in; null for the records themselves. */
  readonly parentId: string | null;
  readonly index: number;
  /** Values handed down by the rows around it, by column name. */
  readonly inherited: Inherited;
}

export type Inherited = readonly (readonly [column: string, value: Value])[];

export interface WrittenRow {
  readonly lists: readonly PendingList[];
  /** What the rows nested in it inherit. */
  readonly inherited: Inherited;
  readonly id: string;
}

/**
 * Writes one record in full awareness: takes it apart into a row, infers and converts, applies the contract, lets
 * the schema grow. It also teaches the shape, so that the next record of this shape takes the fast path.
 *
 * @returns null when a contract keeps the row out; the rows nested in it stay out too.
 */
export function writeCarefully(
  run: Normalization,
  shape: TableShape,
  record: ReadonlyMap<string, unknown> | object,
  context: RowContext,
): WrittenRow | null {
  const { writer } = shape;
  const flat = flatten(run, shape, record);
  const id = addSystemColumns(run, writer, flat.cells, record, context);
  const inherited = handDown(writer, context.inherited, (from) => flat.cells.get(from));
  if (!keepIncluded(writer, flat.cells)) return null;
  if (!applyFilters(run, writer, flat.cells)) return null;
  const fitted = fitRow(run, writer, flat.cells);
  if (!growSchema(run, writer, fitted)) return null;
  pushRow(writer, fitted.cells);
  teach(writer, flat);
  writer.endRow();
  return { lists: flat.lists, inherited, id };
}

/** Gives a table without rows the columns that every root table has. */
export function declareSystemColumns(run: Normalization, writer: TableWriter): void {
  const cells = new Map<string, Value>([
    [run.system.loadId, run.loadId],
    [run.system.id, run.newId()],
  ]);
  growSchema(run, writer, fitRow(run, writer, cells));
}

/** Adds, in the format's order: inherited values, load id, the links to the parent row, and the row's own id. */
function addSystemColumns(
  run: Normalization,
  writer: TableWriter,
  cells: Map<string, Value>,
  record: ReadonlyMap<string, unknown> | object,
  { parentId, index, inherited }: RowContext,
): string {
  const { system } = run;
  for (const [column, value] of inherited) cells.set(column, value);
  const isNested = writer.nests(parentId);
  if (!isNested) cells.set(system.loadId, run.loadId);
  const own = cells.get(system.id);
  // A row that brings its own id is taken as it is, without links to its parent: so does the format.
  if (own) {
    writer.hasOwnIds = true;
    return String(own);
  }
  let id: string;
  if (isNested) {
    id = nestedRowId(parentId, writer.name, index, run.runtime);
    cells.set(system.parentId, parentId);
    cells.set(system.listIndex, index);
  } else id = rootId(run, writer, cells, record);
  cells.delete(system.id);
  cells.set(system.id, id);
  return id;
}

function rootId(
  run: Normalization,
  writer: TableWriter,
  cells: ReadonlyMap<string, Value>,
  record: ReadonlyMap<string, unknown> | object,
): string {
  if (writer.idFrom === 'record')
    return rowHash(record instanceof Map ? record : new Map(Object.entries(record)), run.runtime);
  if (writer.idFrom === 'key') {
    const keys = [...writer.current.columns.values()].filter((column) => column.primary_key);
    return keyHash(
      cells,
      keys.map((column) => column.name),
      writer.name,
      run.runtime,
    );
  }
  return run.newId();
}

/** What the rows nested in a row inherit: what it inherited itself, and values of its own columns. */
export function handDown(
  writer: TableWriter,
  inherited: Inherited,
  cellOf: (column: string) => Value | undefined,
): Inherited {
  if (writer.propagates.length === 0) return inherited;
  const handed = new Map(inherited);
  for (const [from, as] of writer.propagates) {
    const value = cellOf(from);
    if (value !== undefined) handed.set(as, value);
  }
  return [...handed];
}

/** Takes out what filters of the schema exclude; false when nothing is left of the row. */
function keepIncluded({ excludes }: TableWriter, cells: Map<string, Value>): boolean {
  if (excludes === null) return true;
  for (const name of [...cells.keys()]) if (excludes(name)) cells.delete(name);
  return cells.size > 0;
}

/** Applies what contracts decided about columns before; false when the row is out. */
function applyFilters(run: Normalization, writer: TableWriter, cells: Map<string, Value>): boolean {
  // A null adds nothing to the table: before the first value it passes, so it passes after it too.
  const isFilled = (column: string) => cells.has(column) && cells.get(column) !== null;
  for (const filter of writer.filters.values())
    if (filter.mode === 'discard_row' && isFilled(filter.name)) {
      leaveOut(run, writer, filter);
      return false;
    }
  for (const { name, because, mode } of writer.filters.values()) {
    if (isFilled(name)) run.onDiscard?.({ table: writer.name, entity: because, name, mode });
    cells.delete(name);
  }
  return true;
}

/** Counts a row that a contract keeps out. */
export function leaveOut(
  run: Normalization,
  writer: TableWriter,
  { name, because, mode }: ContractFilter,
): void {
  writer.rowsLeftOut++;
  run.onDiscard?.({ table: writer.name, entity: because, name, mode });
}

/** Takes new columns into the schema as far as the contract lets them; false when the row is out. */
function growSchema(run: Normalization, writer: TableWriter, { newColumns, cells }: FittedRow): boolean {
  if (newColumns.size === 0) return true;
  const table = writer.current;
  const partial: Table = { ...table, columns: newColumns };
  const governs = writer.definition ? writer.name : (writer.parent ?? writer.name);
  const contract = applyContract(run.schema, resolveContract(run.schema, governs), partial, (breach) =>
    evidenceOf(writer, cells, breach),
  );
  for (const filter of contract.filters) {
    if (filter.entity === 'tables') writer.keptOut = filter;
    else writer.filters.set(filter.name, filter);
  }
  if (writer.keptOut) leaveOut(run, writer, writer.keptOut);
  if (contract.partial === null) return false;
  const grown = updateTable(run.schema, contract.partial, { mergeStrategies: run.mergeStrategies });
  for (const name of contract.partial.columns.keys()) {
    const column = grown.columns.get(name);
    if (column && isComplete(column)) writer.infer(column);
  }
  writer.refresh();
  return contract.filters.length === 0 || applyFilters(run, writer, cells);
}

function evidenceOf(
  writer: TableWriter,
  cells: ReadonlyMap<string, Value>,
  { entity, name }: ContractBreach,
): ContractEvidence {
  const value = cells.get(name) ?? null;
  return {
    row: writer.totalRows + writer.rowsLeftOut + 1,
    rowOf: 'table',
    valueType: entity === 'tables' || value === null ? null : dataTypeOf(value),
    value: entity === 'tables' ? undefined : value,
    item: Object.fromEntries(cells),
  };
}

function pushRow(writer: TableWriter, cells: ReadonlyMap<string, Value>): void {
  for (const [name, value] of cells) {
    const target = writer.columns.get(name);
    if (!target) throw new Error(`no column ${writer.name}.${name} for a value that was fitted to it`);
    try {
      pushCell(target, value, writer.rows);
    } catch (cause) {
      throw placeError(cause, { table: writer.name, column: name });
    }
  }
}

function teach(writer: TableWriter, { slots }: FlatRow): void {
  for (const slot of slots) slot.column ??= writer.columns.get(slot.name) ?? null;
}
