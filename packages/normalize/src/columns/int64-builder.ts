import { SluiceError } from '@sluice/schema';
import { FixedWidthBuilder } from './fixed-width-builder.ts';
import { Float64Builder } from './float64-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';

export type Int64Type =
  | { readonly kind: 'int64' | 'time64' }
  | { readonly kind: 'timestamp'; readonly utc: boolean };

const twoTo32 = 2 ** 32;
const maxSafe = 2 ** 53;

/**
 * 64-bit integers: numbers, microseconds of a timestamp, microseconds of a day. They are written as two 32-bit
 * halves, since a `BigInt` per value would cost more than everything else.
 */
export class Int64Builder extends FixedWidthBuilder<Int64Type, Int32Array> {
  #unsafeBefore = false;
  /** First row of the open ones that a double could not hold, or -1. */
  #unsafeRow = -1;

  constructor(type: Int64Type, meter: MemoryMeter) {
    super(type, 64, (buffer) => new Int32Array(buffer), meter);
  }

  /** Whether any value so far, in batches taken before too, lies beyond ±2^53, where a double would round it. */
  get beyondSafe(): boolean {
    return this.#unsafeBefore || this.#unsafeRow !== -1;
  }

  /** @throws RECORD_INTEGER_OUT_OF_RANGE for what is no integer of 64 bits; the row is then still to be written. */
  push(value: number | bigint): void {
    const row = this.length;
    if (row === this.capacity) this.grow(row + 1);
    const slots = this.slots;
    const slot = row * 2;
    if (typeof value === 'number') {
      // `| 0` is the low half whatever the value; the high half of a small one is its sign.
      const low = value | 0;
      const high = low === value ? low >> 31 : Math.floor(value / twoTo32);
      if (low !== value && !this.#isInRange(value, high, row)) throw outOfRange();
      slots[slot] = low;
      slots[slot + 1] = high;
    } else if (value >= -maxSafe && value <= maxSafe) {
      const number = Number(value);
      slots[slot] = number | 0;
      slots[slot + 1] = Math.floor(number / twoTo32);
    } else {
      if (BigInt.asIntN(64, value) !== value) throw outOfRange();
      slots[slot] = Number(BigInt.asIntN(32, value));
      slots[slot + 1] = Number(value >> 32n);
      if (this.#unsafeRow === -1) this.#unsafeRow = row;
    }
    this.length = row + 1;
  }

  #isInRange(value: number, high: number, row: number): boolean {
    if (!Number.isInteger(value) || (high | 0) !== high) return false;
    if ((value > maxSafe || value < -maxSafe) && this.#unsafeRow === -1) this.#unsafeRow = row;
    return true;
  }

  override truncate(rows: number): void {
    if (this.#unsafeRow >= rows) this.#unsafeRow = -1;
    super.truncate(rows);
  }

  override take(name: string) {
    this.#unsafeBefore = this.beyondSafe;
    this.#unsafeRow = -1;
    return super.take(name);
  }

  /** The open rows as doubles, in the same memory; this builder is empty afterwards. Only while not `beyondSafe`. */
  toFloat64(meter: MemoryMeter): Float64Builder {
    const rows = this.handOver();
    const halves = new Int32Array(rows.buffer);
    const doubles = new Float64Array(rows.buffer);
    for (let row = 0; row < rows.length; row++)
      doubles[row] = (halves[row * 2 + 1] ?? 0) * twoTo32 + ((halves[row * 2] ?? 0) >>> 0);
    return Float64Builder.of(rows, meter);
  }
}

function outOfRange(): SluiceError {
  return new SluiceError('RECORD_INTEGER_OUT_OF_RANGE', 'A value is no integer of 64 bits', {
    remedy: 'Declare the column as decimal, double or text',
  });
}
