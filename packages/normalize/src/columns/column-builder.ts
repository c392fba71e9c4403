import type { Runtime, VectorType } from '@sluice/schema';
import { BinaryBuilder } from './binary-builder.ts';
import { BoolBuilder } from './bool-builder.ts';
import { Date32Builder } from './date32-builder.ts';
import { Decimal128Builder } from './decimal128-builder.ts';

import { Float64Builder } from './float64-builder.ts';
import { Int64Builder } from './int64-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';
import { TextBuilder } from './text-builder.ts';

/**
 * A growing column in Arrow memory layout: values are pushed row by row, and handed out as a `ColumnVector`. `kind`
 * tells which `push` it has. Where `push` throws, nothing was written.
 */
export type ColumnBuilder =
  | BinaryBuilder
  | BoolBuilder
  | Date32Builder
  | Decimal128Builder
  | Float64Builder
  | Int64Builder
  | TextBuilder;

/** Opens a column. It allocates nothing before its first row, and reports every byte it holds to `meter`. */
export function createBuilder(
  type: VectorType,
  runtime: Pick<Runtime, 'writeUtf8'>,
  meter: MemoryMeter,
): ColumnBuilder {
  switch (type.kind) {
    case 'binary':
      return new BinaryBuilder(meter);
    case 'bool':
      return new BoolBuilder(meter);
    case 'date32':
      return new Date32Builder(meter);
    case 'decimal128':
      return new Decimal128Builder(type, meter);
    case 'float64':
      return new Float64Builder(meter);
    case 'int64':
    case 'time64':
      return new Int64Builder({ kind: type.kind }, meter);
    case 'timestamp':
      return new Int64Builder(type, meter);
    case 'json':
    case 'utf8':
      return new TextBuilder(type.kind, runtime, meter);
  }
}

/**
 * The open rows of an integer column as doubles, in the same memory; the integer builder is empty afterwards. Only
 * where it is not `beyondSafe`: a larger integer would be rounded.
 */
export function toFloat64(builder: Int64Builder, meter: MemoryMeter): Float64Builder {
  return builder.toFloat64(meter);
}
