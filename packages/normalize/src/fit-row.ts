import {
  adjustToRules,
  type Column,
  type CompleteColumn,
  dataTypeOf,
  detectionsOf,
  inferColumn,
  inferType,
  isBeyondWei,
  isComplete,
  notCoercible,
  overlayColumn,
  requiresValue,
  SluiceError,
  type Table,
  type Value,
  Wei,
} from '@sluice/schema';
import { fitValue } from './cell.ts';
import type { Normalization } from './normalization.ts';
import { nullNotAllowed } from './null-not-allowed.ts';
import type { TableWriter } from './table-writer.ts';

/** A row whose values have the types of their columns, and the columns that are new with it. */
export interface FittedRow {
  readonly cells: Map<string, Value>;
  readonly newColumns: Map<string, Column>;
}

/**
 * Gives every value of a row its column: the one of its name where the value fits, a variant column
 * (`price__v_text`) where it does not, a new one where there is none. Nulls are left out.
 */
export function fitRow(
  run: Normalization,
  writer: TableWriter,
  cells: ReadonlyMap<string, Value>,
): FittedRow {
  const row: FittedRow = { cells: new Map(), newColumns: new Map() };
  const table = writer.current;
  for (const [name, value] of cells) {
    if (value === null) refuseNull(run, table, name);
    else fitCell(run, writer, table, row, name, value, false);
  }
  return row;
}

function refuseNull(run: Normalization, table: Table, name: string): void {
  if (!run.refusesNulls) return;
  const column = table.columns.get(name);
  const isOpen = !column || !isComplete(column);
  if (column?.nullable === false || (isOpen && requiresValue(run.schema, name)))
    throw nullNotAllowed(table.name, name);
}

function fitCell(
  run: Normalization,
  writer: TableWriter,
  table: Table,
  row: FittedRow,
  name: string,
  value: Value,
  isVariant: boolean,
): void {
  const known = row.newColumns.get(name) ?? table.columns.get(name);
  const column = known && isComplete(known) ? known : newColumn(run, name, value, isVariant, known);
  let fitted = fitValue(value, column, run.fitting);
  if (fitted === notCoercible && !isVariant && isFraction(value) && writer.widen(name)) fitted = value;
  // In a column of known type, a text or a number may be beyond the range: so it may in the format.
  if (fitted instanceof Wei && (value instanceof Wei || column !== known) && isBeyondWei(fitted)) {
    fitCell(run, writer, table, row, run.naming.shortenFragments(name, 'v_str'), fitted.text, true);
    return;
  }
  if (fitted === notCoercible) {
    if (isVariant)
      throw new SluiceError(
        'VARIANT_NOT_COERCIBLE',
        `A ${dataTypeOf(value)} value fits neither its column nor the variant column of type ${column.data_type}`,
        {
          place: { table: table.name, column: name },
          remedy: 'Declare the type of the original column, or convert the values in a map step',
        },
      );
    fitCell(run, writer, table, row, variantName(run, table, name, value), value, true);
    return;
  }
  if (column !== known) row.newColumns.set(name, column);
  // A JSON text may hold nothing but `null`.
  if (fitted !== null) row.cells.set(name, fitted);
}

function isFraction(value: Value): boolean {
  return dataTypeOf(value) === 'double';
}

function newColumn(
  run: Normalization,
  name: string,
  value: Value,
  isVariant: boolean,
  hints: Column | undefined,
): CompleteColumn {
  // Without conversions a column of a detected type could not take the very value it was detected in.
  const type = run.fitting.converts ? inferType(value, detectionsOf(run.schema)) : dataTypeOf(value);
  const inferred = adjustToRules(
    inferColumn(run.schema, name, type, { variant: isVariant, preferred: !isVariant }),
    run.types,
  );
  return hints ? (overlayColumn(inferred, hints) as CompleteColumn) : inferred;
}

/** `<column>__v_<type of the value>`; JSON values go on using a variant column of the older name for JSON. */
function variantName(run: Normalization, table: Table, name: string, value: Value): string {
  const type = dataTypeOf(value);
  const older = run.naming.shortenFragments(name, 'v_complex');
  if (type === 'json' && table.columns.get(older)?.variant) return older;
  return run.naming.shortenFragments(name, `v_${type}`);
}
