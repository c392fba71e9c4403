import type { ColumnVector } from '@sluice/schema';
import { isPresent } from './is-present.ts';

const slotBytes = 16;
/** Number of digits, weight, sign and scale, two bytes each. */
const headBytes = 8;
const negative = 0x4000;
/** Digits of PostgreSQL's numeric are of base 10000, and 39 decimal digits touch at most 11 of them. */
const base = 10_000;
const baseSquared = base * base;
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
  const offsets = new Int32Array(length + 1);
  const writer = new NumericWriter(new DataView(bytes.buffer), scale);
  let end = 0;
  for (let row = 0; row < length; row++) {
    if (nullCount === 0 || isPresent(validity, row)) end = writer.write(source, row * slotBytes, end);
    offsets[row + 1] = end;
  }
  return { ...column, type: { kind: 'binary' }, values: bytes, offsets };
}

class NumericWriter {
  readonly #target: DataView;
  readonly #scale: number;
  /** Digits start at the decimal point: of the last one, the scale may leave only a part. */
  readonly #lowBase: number;
  readonly #fractionDigits: number;
  readonly #words = new Uint32Array(4);
  /** The lowest first. */
  readonly #digits = new Int32Array(maxDigits + 1);

  constructor(target: DataView, scale: number) {
    this.#target = target;
    this.#scale = scale;
    this.#lowBase = scale % 4 === 0 ? base : 10 ** (scale % 4);
    this.#fractionDigits = Math.ceil(scale / 4);
  }

  /** Writes the decimal at `from` of the source and returns where it ends. */
  write(source: DataView, from: number, at: number): number {
    const target = this.#target;
    const digits = this.#digits;
    const isNegative = source.getInt32(from + 12, true) < 0;
    readMagnitude(source, from, isNegative, this.#words);
    let count = this.#split();
    let lowest = 0;
    while (lowest < count && digits[lowest] === 0) lowest++;
    while (count > lowest && digits[count - 1] === 0) count--;
    const isZero = count === lowest;
    target.setInt16(at, count - lowest);
    target.setInt16(at + 2, isZero ? 0 : count - 1 - this.#fractionDigits);
    target.setInt16(at + 4, isNegative ? negative : 0);
    target.setInt16(at + 6, this.#scale);
    let end = at + headBytes;
    for (let digit = count - 1; digit >= lowest; digit--, end += 2) target.setInt16(end, digits[digit] ?? 0);
    return end;
  }

  /** Takes what is in the words apart; returns the number of digits, zeros at the top included. */
  #split(): number {
    const words = this.#words;
    const digits = this.#digits;
    let count = 0;
    let divisor = this.#lowBase;
    while (!isExact(words)) {
      digits[count++] = divide(words, divisor) * (base / divisor);
      divisor = base;
    }
    let rest = (words[1] ?? 0) * twoTo32 + (words[0] ?? 0);
    if (count === 0) {
      const next = Math.floor(rest / divisor);
      digits[count++] = (rest - next * divisor) * (base / divisor);
      rest = next;
    }
    // Two digits at once, because they are then split as integers.
    while (rest > 0) {
      const next = Math.floor(rest / baseSquared);
      const two = (rest - next * baseSquared) | 0;
      const upper = (two / base) | 0;
      digits[count++] = two - upper * base;
      digits[count++] = upper;
      rest = next;
    }
    return count;
  }
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

/** Whether a double can hold it. */
function isExact(words: Uint32Array): boolean {
  return words[3] === 0 && words[2] === 0 && (words[1] ?? 0) < maxHigh;
}
