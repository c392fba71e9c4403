import {
  type ArrowField,
  type ArrowSchema,
  adjustToRules,
  applyContract,
  arrowColumn,
  type Column,
  type CompleteColumn,
  type ContractFilter,
  columnPiece,
  isComplete,
  newTable,
  resolveContract,
  SluiceError,
  type Table,
  updateTable,
} from '@sluice/schema';
import { type Normalization, tableWriter } from '../normalization.ts';
import { placeError } from '../place-error.ts';
import type { ColumnWriter, TableWriter } from '../table-writer.ts';
import type { ArrowTableState } from './arrow-run.ts';
import { loadIdColumn, rowIdColumn } from './system-columns.ts';

/** Hints of a table's columns, by normalized name. */
export type ColumnDefinitions = ReadonlyMap<string, Column>;

/** Where the fields of some Arrow data go. */
export interface ArrowPlan {
  readonly writer: TableWriter;
  /** Fields, by their place among all, and the columns that take them. */
  readonly columns: readonly { readonly index: number; readonly target: ColumnWriter }[];
  /** Fields that a contract keeps out, some together with the rows that have a value in them. */
  readonly discarded: readonly { readonly index: number; readonly filter: ContractFilter }[];
  /** System columns to fill; null where the data brings them, or the table has none. */
  readonly loadId: ColumnWriter | null;
  readonly rowId: ColumnWriter | null;
}

/** A field under the name of its column, and the column it would make. */
interface NamedField {
  readonly index: number;
  readonly name: string;
  readonly field: ArrowField;
  /** Incomplete for a null type. */
  readonly column: Column;
}

/** Part files hold microseconds: the most that a column gets without being told. */
const inferredDigits = 6;

/**
 * Gives every field its column: the one of its name, or a new one as far as the contract lets it. Columns that the
 * table has keep their type.
 *
 * @throws ARROW_NAME_CLASH, ARROW_TYPE_UNSUPPORTED, ARROW_TYPE_MISMATCH, SCHEMA_CONTRACT_VIOLATED, and the codes of
 * hints that come too late
 */
export function planColumns(
  run: Normalization,
  name: string,
  schema: ArrowSchema,
  hints: ColumnDefinitions,
): ArrowPlan {
  const state = stateOf(run, name);
  const fields = nameFields(run, name, schema);
  for (const { name, column } of fields) if (!isComplete(column)) state.untyped.add(name);
  const contract = heldAgainstContract(run, name, candidatesOf(run, name, fields, hints));
  const discarded = new Map(contract.filters.map((filter) => [filter.name, filter]));
  if (contract.partial) grow(run, state, contract.partial, hints);
  const writer = tableWriter(run, name, undefined);
  writer.keptOut = contract.filters.find(({ entity }) => entity === 'tables') ?? null;
  const written = fields.filter(({ name, column }) => isComplete(column) && !discarded.has(name));
  const brings = (column: string) => written.some((field) => field.name === column);
  const { loadId, id } = run.system;
  const fillsLoadId = run.arrow.loadId || !brings(loadId);
  // What records brought and Arrow data brings too is no guess any more: late typing ends with it.
  for (const field of written) {
    const target = writer.columns.get(field.name);
    if (target) target.inferred = false;
  }
  writer.takeHints();
  if (run.arrow.conversion === 'none') refuseOtherTypes(writer, state, written);
  return {
    writer,
    columns: written
      .filter(({ name }) => !(fillsLoadId && name === loadId))
      .flatMap(({ index, name }) => {
        const target = writer.columns.get(name);
        return target ? [{ index, target }] : [];
      }),
    discarded: fields.flatMap(({ index, name }) => {
      const filter = discarded.get(name);
      return filter ? [{ index, filter }] : [];
    }),
    loadId: fillsLoadId ? toFill(writer, loadId, run.arrow.loadId) : null,
    rowId: brings(id) ? null : toFill(writer, id, run.arrow.rowId),
  };
}

/** A system column that rows cannot do without, or are to have. */
function toFill({ columns }: TableWriter, name: string, isWanted: boolean): ColumnWriter | null {
  const target = columns.get(name) ?? null;
  return isWanted || target?.column.nullable === false ? target : null;
}

function stateOf(run: Normalization, table: string): ArrowTableState {
  const known = run.arrow.tables.get(table);
  if (known) return known;
  const state: ArrowTableState = {
    own: new Set(),
    types: new Map(),
    untyped: new Set(),
    hints: null,
  };
  run.arrow.tables.set(table, state);
  return state;
}

function nameFields(run: Normalization, table: string, { fields }: ArrowSchema): NamedField[] {
  const types = {
    ...run.types,
    maxTimestampPrecision: Math.min(run.types.maxTimestampPrecision, inferredDigits),
  };
  const named = new Map<string, NamedField>();
  for (const [index, field] of fields.entries()) {
    const name = columnPiece(field.name, run.naming, run.schema);
    const rival = named.get(name);
    if (rival)
      throw new SluiceError(
        'ARROW_NAME_CLASH',
        `The Arrow fields ${JSON.stringify(rival.field.name)} and ${JSON.stringify(field.name)} come to one column`,
        { place: { table, column: name }, remedy: 'Rename one of them' },
      );
    const column = { ...columnOf(field, table), name };
    named.set(name, {
      index,
      name,
      field,
      column: isComplete(column) ? adjustToRules(column, types) : column,
    });
  }
  return [...named.values()];
}

function columnOf(field: ArrowField, table: string): Column {
  try {
    return arrowColumn(field);
  } catch (cause) {
    throw placeError(cause, { table, column: field.name });
  }
}

/** What the data, the options and the hints want the columns to be, in the order of a new table. */
function candidatesOf(
  run: Normalization,
  table: string,
  fields: readonly NamedField[],
  hints: ColumnDefinitions,
): Table {
  const current = currentTable(run, table);
  const columns = new Map<string, Column>();
  for (const { name, column } of fields)
    if (isComplete(column)) columns.set(name, hinted(column, hints.get(name)));
  const { loadId, id } = run.system;
  const add = (name: string, column: Column) => {
    const known = current.columns.get(name);
    if (!columns.has(name) && !(known && isComplete(known))) columns.set(name, column);
  };
  if (run.arrow.loadId) add(loadId, loadIdColumn(loadId));
  for (const [name, hint] of hints) if (!columns.has(name)) columns.set(name, hint);
  if (run.arrow.rowId) add(id, rowIdColumn(id));
  return { ...current, columns };
}

function currentTable(run: Normalization, table: string): Table {
  return run.schema.tables.get(table) ?? newTable(table);
}

/** Hints win; one that changes the type takes what else the Arrow type says of it away. */
function hinted(column: CompleteColumn, hint: Column | undefined): Column {
  if (!hint) return column;
  if (hint.data_type === undefined || hint.data_type === column.data_type) return { ...column, ...hint };
  return { nullable: column.nullable ?? true, ...hint };
}

function heldAgainstContract(run: Normalization, name: string, candidates: Table) {
  const writer = run.writers.get(name);
  return applyContract(run.schema, resolveContract(run.schema, name), candidates, ({ name: column }) => ({
    row: (writer ? writer.totalRows + writer.rowsLeftOut : 0) + 1,
    rowOf: 'table',
    valueType: candidates.columns.get(column)?.data_type ?? null,
    value: undefined,
    item: undefined,
  }));
}

/** Takes into the schema what is new to it: columns, hints, and more room in columns that this load has made. */
function grow(run: Normalization, state: ArrowTableState, allowed: Table, hints: ColumnDefinitions): void {
  const { columns } = currentTable(run, allowed.name);
  const updates = new Map<string, Column>();
  const areHintsNew = state.hints !== hints;
  for (const [name, candidate] of allowed.columns) {
    const known = columns.get(name);
    const hint = hints.get(name);
    if (!known || !isComplete(known)) {
      updates.set(name, candidate);
      if (isComplete(candidate)) state.own.add(name);
      continue;
    }
    if (state.own.has(name)) widen(known, candidate);
    if (known.data_type === 'bigint' && candidate.data_type === 'double')
      run.writers.get(allowed.name)?.widen(name);
    if (hint && areHintsNew) updates.set(name, hint);
  }
  state.hints = hints;
  if (updates.size === 0) return;
  const { mergeStrategies } = run;
  updateTable(
    run.schema,
    { ...allowed, columns: updates },
    { mergeStrategies, replaceCompound: areHintsNew },
  );
}

/** Part files have room for any integer, and for nulls: so has a column until it is created. */
function widen(column: CompleteColumn, candidate: Column): void {
  if (candidate.nullable !== false && column.nullable === false) column.nullable = true;
  if (column.data_type !== 'bigint' || candidate.data_type !== 'bigint' || column.precision === undefined)
    return;
  if (candidate.precision === undefined) delete column.precision;
  else if (candidate.precision > column.precision) column.precision = candidate.precision;
}

function refuseOtherTypes(
  writer: TableWriter,
  { types }: ArrowTableState,
  fields: readonly NamedField[],
): void {
  for (const { name, field, column } of fields) {
    const type = String(field.type);
    const before = types.get(name) ?? type;
    types.set(name, before);
    const target = writer.columns.get(name)?.column.data_type;
    if (before === type && target === column.data_type) continue;
    throw new SluiceError(
      'ARROW_TYPE_MISMATCH',
      before === type
        ? `A field of the Arrow type ${type} is for a column that is ${target}`
        : `A field of the Arrow type ${type} was ${before} earlier in this load`,
      {
        place: { table: writer.name, column: name },
        remedy: "Cast the field, or let values be converted: arrow: { conversion: 'exact' }",
      },
    );
  }
}
