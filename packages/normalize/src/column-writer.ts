import type { CompleteColumn, DataType, VectorType } from '@sluice/schema';
import { type ColumnBuilder, createBuilder } from './columns/column-builder.ts';
import type { Environment, Fitting } from './environment.ts';
import { vectorType } from './vector-type.ts';

/** A column being written: its definition and the buffer its values go to. */
export interface ColumnWriter {
  readonly column: CompleteColumn;
  /**
   * The column's data type, held here for the hot path; `converted` where each value has to be looked at before it can
   * be stored.
   */
  kind: DataType | 'converted';
  builder: ColumnBuilder;
  /** Values in the batches handed out so far, nulls left out. */
  handedOut: number;
  /** Null is refused. */
  readonly required: boolean;
  /** Inferred in this load, so that its first fraction may still turn it from bigint into double. */
  inferred: boolean;
  /** Arrow data of this load brings it: its type is declared. */
  isArrow: boolean;
  readonly fitting: Fitting;
}

/** Opens a column for writing. It holds no memory before its first row. */
export function openColumn(
  column: CompleteColumn,
  inferred: boolean,
  { types, runtime, meter, fitting, refusesNulls }: Environment,
): ColumnWriter {
  const builder = createBuilder(vectorType(column, types), runtime, meter);
  return {
    column,
    kind: kindOf(column, builder.type, fitting),
    builder,
    handedOut: 0,
    required: refusesNulls && column.nullable === false,
    inferred,
    isArrow: false,
    fitting,
  };
}

/**
 * The hot path reads a text as an instant in UTC, in microseconds: right where conversions are allowed, and values are
 * kept in UTC and in microseconds.
 */
function kindOf(
  { data_type }: CompleteColumn,
  type: VectorType,
  { zone, converts }: Fitting,
): ColumnWriter['kind'] {
  if (type.kind !== 'timestamp') return data_type;
  return zone !== null || !converts || type.unit === 'ns' ? 'converted' : data_type;
}
