import type { ColumnVector } from '@sluice/schema';
import type { WriteValue } from './text-sink.ts';
import { writeInteger } from './write-digits.ts';

const twoTo32 = 2 ** 32;

/** `true` and `false`. */
export function booleans({ values }: ColumnVector): WriteValue {
  return (sink, row) => sink.ascii((((values[row >> 3] ?? 0) >> (row & 7)) & 1) === 1 ? 'true' : 'false');
}

/** All digits, whatever the size. */
export function integers({ values }: ColumnVector): WriteValue {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (sink, row) => {
    const value = view.getInt32(row * 8 + 4, true) * twoTo32 + view.getUint32(row * 8, true);
    if (Number.isSafeInteger(value)) writeInteger(sink, value);
    else sink.ascii(view.getBigInt64(row * 8, true).toString());
  };
}

/** The shortest text that reads as the same double, always with a point or an exponent; `NaN`, `Infinity`. */
export function doubles(column: ColumnVector): WriteValue {
  const doubleAt = doubleReader(column);
  return (sink, row) => {
    const value = doubleAt(row);
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      sink.ascii(doubleText(value));
      return;
    }
    writeInteger(sink, value);
    sink.ascii('.0');
  };
}

function doubleText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** Reads the values of a column of doubles. */
export function doubleReader({ values }: ColumnVector): (row: number) => number {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (row) => view.getFloat64(row * 8, true);
}
