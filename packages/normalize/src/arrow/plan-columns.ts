import { type ContractFilter, isComplete, newTable } from '@sluice/schema';
import type { ArrowTable } from '@sluice/schema/arrow';
import type { ColumnWriter } from '../column-writer.ts';
import { type Normalization, tableWriter } from '../normalization.ts';
import type { TableWriter } from '../table-writer.ts';
import type { ArrowTableState } from './arrow-run.ts';
import { type ColumnDefinitions, candidateColumns } from './candidate-columns.ts';
import { acceptMissing, growTable } from './grow-table.ts';
import { holdAgainstContract } from './hold-against-contract.ts';
import { type NamedField, nameFields } from './name-fields.ts';
import { refuseOtherTypes } from './refuse-other-types.ts';

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

/**
 * Gives every field its column: the one of its name, or a new one as far as the contract lets it. Columns that the
 * table has keep their type. The table's writer says whether the contract keeps the whole table out.
 *
 * @throws ARROW_NAME_CLASH, ARROW_TYPE_UNSUPPORTED, ARROW_TYPE_MISMATCH, SCHEMA_CONTRACT_VIOLATED, and the codes of
 * hints that come too late
 */
export function planColumns(
  run: Normalization,
  table: string,
  { schema, numRows }: ArrowTable,
  hints: ColumnDefinitions,
): ArrowPlan {
  const state = stateOf(run, table);
  const fields = nameFields(run, table, schema);
  for (const { name, column } of fields) if (!isComplete(column)) state.untyped.add(name);
  const current = run.schema.tables.get(table) ?? newTable(table);
  const candidates = candidateColumns(run, current, fields, hints);
  const { partial, filters } = holdAgainstContract(run, current, candidates, hints);
  if (partial) {
    const allowed = new Map([...candidates].filter(([name]) => partial.columns.has(name)));
    growTable(run, state, current, allowed, { fields, hints });
    if (numRows > 0) acceptMissing(run, state, table, { fields, hints });
  }
  const writer = tableWriter(run, table, undefined);
  writer.keptOut = filters.find(({ entity }) => entity === 'tables') ?? null;
  const discarded = new Map(filters.map((filter) => [filter.name, filter]));
  const written = fields.filter(({ name, column }) => isComplete(column) && !discarded.has(name));
  takeOver(writer, written);
  if (run.arrow.conversion === 'none') refuseOtherTypes(writer, state, written);
  return {
    writer,
    ...assign(run, writer, written),
    discarded: fields.flatMap(({ index, name }) => {
      const filter = discarded.get(name);
      return filter ? [{ index, filter }] : [];
    }),
  };
}

function stateOf(run: Normalization, table: string): ArrowTableState {
  const known = run.arrow.tables.get(table);
  if (known) return known;
  const state: ArrowTableState = { own: new Set(), types: new Map(), untyped: new Set(), hints: null };
  run.arrow.tables.set(table, state);
  return state;
}

/** What records brought, and Arrow data brings too, is no guess any more: late typing ends with it. */
function takeOver(writer: TableWriter, written: readonly NamedField[]): void {
  for (const { name } of written) {
    const target = writer.columns.get(name);
    if (!target) continue;
    target.inferred = false;
    target.isArrow = true;
  }
  writer.takeHints();
}

function assign(
  { system, arrow }: Normalization,
  writer: TableWriter,
  written: readonly NamedField[],
): Pick<ArrowPlan, 'columns' | 'loadId' | 'rowId'> {
  const brings = (column: string) => written.some(({ name }) => name === column);
  /** A system column that rows cannot do without, or are to have. */
  const toFill = (name: string, isWanted: boolean) => {
    const target = writer.columns.get(name) ?? null;
    return isWanted || target?.column.nullable === false ? target : null;
  };
  if (brings(system.id)) writer.hasOwnIds = true;
  // A load id in the data is that of another load.
  const fillsLoadId = arrow.loadId || !brings(system.loadId);
  return {
    columns: written.flatMap(({ index, name }) => {
      const target = writer.columns.get(name);
      return target && !(fillsLoadId && name === system.loadId) ? [{ index, target }] : [];
    }),
    loadId: fillsLoadId ? toFill(system.loadId, arrow.loadId) : null,
    rowId: brings(system.id) ? null : toFill(system.id, arrow.rowId),
  };
}
