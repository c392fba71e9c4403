import {
  type ColumnBatch,
  type ColumnVector,
  Decimal,
  Double,
  PlainDate,
  PlainTime,
  parseJson,
  Timestamp,
  type Value,
} from '@sluice/schema';
import { decimalText } from '../canonical/decimal-text.ts';

/** The rows of a batch, by the rules of the Arrow layout. Nulls are left out. */
export function rowsOf({ rows, columns }: ColumnBatch): Record<string, Value>[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      columns
        .filter((vector) => isHeld(vector, row))
        .map((vector): [string, Value] => [vector.name, valueAt(vector, row)]),
    ),
  );
}

function isHeld({ validity }: ColumnVector, row: number): boolean {
  return validity === null || bit(validity, row);
}

function valueAt({ type, values, offsets }: ColumnVector, row: number): Value {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const bytes = () => values.subarray(offsets?.[row], offsets?.[row + 1]);
  switch (type.kind) {
    case 'bool':
      return bit(values, row);
    case 'int64':
      return view.getBigInt64(row * 8, true);
    case 'timestamp':
      return new Timestamp(view.getBigInt64(row * 8, true), type.utc ? 0 : null);
    case 'time64':
      return new PlainTime(Number(view.getBigInt64(row * 8, true)));
    case 'float64':
      return new Double(view.getFloat64(row * 8, true));
    case 'date32':
      return new PlainDate(view.getInt32(row * 4, true));
    case 'utf8':
      return new TextDecoder().decode(bytes());
    case 'json':
      return parseJson(new TextDecoder().decode(bytes()));
    case 'binary':
      return bytes().slice();
    case 'decimal128': {
      const unscaled = (view.getBigInt64(row * 16 + 8, true) << 64n) + view.getBigUint64(row * 16, true);
      return new Decimal(decimalText(unscaled, type.scale));
    }
  }
}

function bit(bits: Uint8Array, place: number): boolean {
  return ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
}
