import type { ColumnVector } from '@sluice/schema';
import { isPresent } from './is-present.ts';

const slotBytes = 16;
/** Number of digits, weight, sign and scale, two bytes each. */
const headBytes = 8;
const negative = 0x4000;
/** Digits of PostgreSQL's numeric are of base 10000, and 39 decimal digits touch at most 11 of them. */
const base = 10_000;
const maxDigits = 11;
const maxBytes = headBytes + 2 * maxDigits;
const twoTo32 = 2 ** 32;
/** The upper half of 2^53. */
const maxHigh = 2 ** 21;

/**
 * Decimals as values of PostgreSQL's numeric: digits of base 10000 around the decimal point, the highest first, without
 * the zeros at either end.
 */
export function numericColumn(column: ColumnVector, scale: number): ColumnVector {
  const { length, nullCount, validity, values } = column;
  const source = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array((length - nullCount) * maxBytes);
  const target = new DataView(bytes.buffer);
  const offsets = new Int32Array(length + 1);
  const write = numericWriter(target, scale);
  let end = 0;
  for (let row = 0; row < length; row++) {
    if (nullCount === 0 || isPresent(validity, row)) end = write(source, row * slotBytes, end);
    offsets[row + 1] = end;
  }
  return { ...column, type: { kind: 'binary' }, values: bytes, offsets };
}

function numericWriter(target: DataView, scale: number) {
  // Groups of four digits start at the decimal point: of the last one, only some digits may be there.
  const lowDigits = scale % 4;
  const lowBase = lowDigits === 0 ? base : 10 ** lowDigits;
  const lowFactor = base / lowBase;
  const fractionDigits = Math.ceil(scale / 4);
  const words = new Uint32Array(4);
  const digits = new Int32Array(maxDigits);

  /** Splits an exact double, lowest digit first. */
  const splitNumber = (magnitude: number): number => {
    let rest = Math.floor(magnitude / lowBase);
    digits[0] = (magnitude - rest * lowBase) * lowFactor;
    let count = 1;
    while (rest > 0) {
      const next = Math.floor(rest / base);
      digits[count++] = rest - next * base;
      rest = next;
    }
    return count;
  };

  /** Splits what is in `words`, which is zero afterwards. */
  const splitWords = (): number => {
    digits[0] = divide(words, lowBase) * lowFactor;
    let count = 1;
    while (!isZero(words)) digits[count++] = divide(words, base);
    return count;
  };

  /** Writes the decimal at `from` of the source and returns where it ends. */
  return (source: DataView, from: number, at: number): number => {
    const isNegative = source.getInt32(from + 12, true) < 0;
    readMagnitude(source, from, isNegative, words);
    const [low = 0, high = 0, third = 0, fourth = 0] = words;
    let count =
      third === 0 && fourth === 0 && high < maxHigh ? splitNumber(high * twoTo32 + low) : splitWords();
    let lowest = 0;
    while (lowest < count && digits[lowest] === 0) lowest++;
    while (count > lowest && digits[count - 1] === 0) count--;
    const isNothing = count === lowest;
    target.setInt16(at, count - lowest);
    target.setInt16(at + 2, isNothing ? 0 : count - 1 - fractionDigits);
    target.setInt16(at + 4, isNegative ? negative : 0);
    target.setInt16(at + 6, scale);
    let end = at + headBytes;
    for (let digit = count - 1; digit >= lowest; digit--, end += 2) target.setInt16(end, digits[digit] ?? 0);
    return end;
  };
}

function readMagnitude(source: DataView, from: number, isNegative: boolean, words: Uint32Array): void {
  let carry = 1;
  for (let word = 0; word < 4; word++) {
    const bits = source.getUint32(from + word * 4, true);
    const sum = isNegative ? (~bits >>> 0) + carry : bits;
    carry = sum >= twoTo32 ? 1 : 0;
    words[word] = sum;
  }
}

/** Divides an integer of four words, the lowest first, in place; returns the remainder. */
function divide(words: Uint32Array, divisor: number): number {
  let rest = 0;
  for (let word = 3; word >= 0; word--) {
    const dividend = rest * twoTo32 + (words[word] ?? 0);
    const quotient = Math.floor(dividend / divisor);
    words[word] = quotient;
    rest = dividend - quotient * divisor;
  }
  return rest;
}

function isZero(words: Uint32Array): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0 && words[3] === 0;
}
