import {
  type CompleteColumn,
  coerceValue,
  Decimal,
  Double,
  dataTypeOf,
  encodeJson,
  HexBytes,
  normalizeTimestamp,
  notCoercible,
  type PlainDate,
  type PlainTime,
  Timestamp,
  toValue,
  type Value,
  Wei,
} from '@sluice/schema';
import type { BinaryBuilder } from './columns/binary-builder.ts';
import type { BoolBuilder } from './columns/bool-builder.ts';
import type { Date32Builder } from './columns/date32-builder.ts';
import type { Decimal128Builder } from './columns/decimal128-builder.ts';
import type { Float64Builder } from './columns/float64-builder.ts';
import type { Int64Builder } from './columns/int64-builder.ts';
import type { TextBuilder } from './columns/text-builder.ts';
import type { ColumnWriter } from './table-writer.ts';

/** The value as the column's type stores it, or `notCoercible`. */
export function fitValue(value: Value, column: CompleteColumn): Value | typeof notCoercible {
  const from = dataTypeOf(value);
  const fitted = from === column.data_type ? value : coerceValue(value, from, column.data_type);
  return fitted instanceof Timestamp ? normalizeTimestamp(fitted, column.timezone ?? true) : fitted;
}

/** Writes a value of the column's own type into a row. Null writes nothing: the row's end fills it in. */
export function pushCell({ builder }: ColumnWriter, value: Value, row: number): void {
  if (value === null) return;
  if (builder.length !== row) builder.padTo(row);
  switch (builder.kind) {
    case 'utf8':
      (builder as TextBuilder).push(typeof value === 'string' ? value : textOf(value));
      break;
    case 'json':
      (builder as TextBuilder).push(encodeJson(value));
      break;
    case 'bool':
      (builder as BoolBuilder).push(value as boolean);
      break;
    case 'int64':
      (builder as Int64Builder).push(value as number | bigint);
      break;
    case 'float64':
      (builder as Float64Builder).push(value instanceof Double ? value.value : Number(value));
      break;
    case 'timestamp':
      (builder as Int64Builder).push((value as Timestamp).micros);
      break;
    case 'date32':
      (builder as Date32Builder).push((value as PlainDate).days);
      break;
    case 'time64':
      (builder as Int64Builder).push((value as PlainTime).micros);
      break;
    case 'decimal128':
      (builder as Decimal128Builder).push(textOf(value));
      break;
    case 'binary':
      (builder as BinaryBuilder).push(value instanceof HexBytes ? value.bytes : (value as Uint8Array));
      break;
  }
}

/** Decimals too long for 128 bits travel as text. */
function textOf(value: Value): string {
  return value instanceof Decimal || value instanceof Wei ? value.text : String(value);
}

/**
 * Writes any value into an existing column, converting it where its type allows.
 * @returns false where it does not: the row then takes the careful path.
 */
export function pushConverted(target: ColumnWriter, raw: unknown, row: number): boolean {
  const value = toValue(raw);
  if (value === null) return true;
  if (target.column.data_type !== 'json' && dataTypeOf(value) === 'json') return false;
  const fitted = fitValue(value, target.column);
  if (fitted === notCoercible || fitted === null) return false;
  pushCell(target, fitted, row);
  return true;
}
