import {
  type CompleteColumn,
  coerceValue,
  Decimal,
  Double,
  dataTypeOf,
  encodeJson,
  HexBytes,
  isBeyondWei,
  normalizeTimestamp,
  notCoercible,
  type PlainDate,
  type PlainTime,
  Timestamp,
  toValue,
  type Value,
  type VectorType,
  Wei,
} from '@sluice/schema';
import type { ColumnWriter } from './column-writer.ts';
import type { BinaryBuilder } from './columns/binary-builder.ts';
import type { BoolBuilder } from './columns/bool-builder.ts';
import type { Date32Builder } from './columns/date32-builder.ts';
import type { Decimal128Builder } from './columns/decimal128-builder.ts';
import type { Float64Builder } from './columns/float64-builder.ts';
import type { Int64Builder } from './columns/int64-builder.ts';
import type { TextBuilder } from './columns/text-builder.ts';
import type { Fitting } from './environment.ts';

/** The value as the column's type stores it, or `notCoercible`. */
export function fitValue(
  value: Value,
  column: CompleteColumn,
  { zone, converts }: Fitting,
): Value | typeof notCoercible {
  const from = dataTypeOf(value);
  const to = column.data_type;
  // JavaScript writes a whole double as an integer: a number is of both types.
  const isOwnType = from === to || (to === 'double' && typeof value === 'number');
  if (!isOwnType && !converts) return notCoercible;
  const fitted = from === to ? value : coerceValue(value, from, to, zone);
  if (fitted instanceof Timestamp) return normalizeTimestamp(fitted, column.timezone ?? true, zone);
  // A whole double may be larger than any integer of 64 bits.
  const isTooLarge = from === 'double' && typeof fitted === 'bigint' && BigInt.asIntN(64, fitted) !== fitted;
  return isTooLarge ? notCoercible : fitted;
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
      (builder as Int64Builder).push(momentOf(value as Timestamp, builder.type));
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

function momentOf({ micros }: Timestamp, type: VectorType): bigint {
  return type.kind === 'timestamp' && type.unit === 'ns' ? micros * 1000n : micros;
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
  const fitted = fitValue(value, target.column, target.fitting);
  if (fitted === notCoercible || fitted === null || (value instanceof Wei && isBeyondWei(value)))
    return false;
  pushCell(target, fitted, row);
  return true;
}
