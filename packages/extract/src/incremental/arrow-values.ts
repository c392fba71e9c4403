import { Decimal, Double, PlainDate, PlainTime, Timestamp, toValue, type Value } from '@sluice/schema';
import type { ReadValue } from './arrow-row.ts';

/** As much of an Arrow type as tells what its values mean. */
interface ArrowType {
  /** By the numbers of the Arrow format. */
  readonly typeId: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly scale?: number;
  /** Of a dictionary: the type of its values. */
  readonly dictionary?: ArrowType;
}

export interface ArrowColumn {
  readonly type: ArrowType;
  get(row: number): unknown;
}

const typeIds = { int: 2, float: 3, decimal: 7, date: 8, time: 9, timestamp: 10, dictionary: -1 };

/** Seconds, milliseconds, microseconds, nanoseconds: how many of a time's units make a second. */
const unitsPerSecond = [1, 1_000, 1_000_000, 1_000_000_000];

/** Reads the values of a column for what they are. */
export function arrowReader(column: ArrowColumn): ReadValue {
  const convert = converter(column.type);
  return (row) => {
    const value = column.get(row);
    return value === null || value === undefined ? null : convert(value);
  };
}

function converter(type: ArrowType): (value: unknown) => Value {
  switch (type.typeId) {
    case typeIds.int:
      return (value) =>
        typeof value === 'bigint' && isSafe(value) ? Number(value) : (value as number | bigint);
    case typeIds.float:
      return (value) => new Double(Number(value));
    case typeIds.decimal:
      return (value) => new Decimal(decimalText(value as Uint32Array, type.scale ?? 0));
    case typeIds.date:
      return (value) => new PlainDate(Math.floor(Number(value) / 86_400_000));
    case typeIds.time:
      return (value) => new PlainTime(Number(value) * (1_000_000 / (unitsPerSecond[type.unit ?? 0] ?? 1)));
    case typeIds.timestamp:
      // Whatever the unit, the library gives milliseconds, with a fraction.
      return (value) => new Timestamp(BigInt(Math.round(Number(value) * 1_000)), type.timezone ? 0 : null);
    case typeIds.dictionary:
      return type.dictionary ? converter(type.dictionary) : toValue;
  }
  return toValue;
}

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value));
}

/** An integer of 128 or 256 bits, the low words first, with a decimal point. */
function decimalText(words: Uint32Array, scale: number): string {
  let unscaled = 0n;
  for (const word of words.toReversed()) unscaled = (unscaled << 32n) | BigInt(word);
  unscaled = BigInt.asIntN(words.length * 32, unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(-scale)}` : '';
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction}`;
}
