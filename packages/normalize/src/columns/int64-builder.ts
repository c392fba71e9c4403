import { SluiceError } from '@sluice/schema';
import { FixedWidthBuilder } from './fixed-width-builder.ts';
import { Float64Builder } from './float64-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';

export type Int64Type =
  | { readonly kind: 'int64' | 'time64' }
  | { readonly kind: 'timestamp'; readonly utc: boolean; readonly unit?: 'ns' };

const twoTo32 = 2 ** 32;
const maxSafe = 2 ** 53;
/** The upper half of 2^53. */
const maxSafeHigh = 2 ** 21;

/**
 * 64-bit integers: numbers, microseconds of a timestamp, microseconds of a day. Those that come as numbers are written
 * as two 32-bit halves, since a `BigInt` for each would cost more than everything else.
 */
export class Int64Builder extends FixedWidthBuilder<Int64Type, Int32Array> {
  #unsafeBefore = false;
  /** First row of the open ones that a double could not hold, or -1. */
  #unsafeRow = -1;
  /** The slots, undivided: for what comes as bigint. */
  #wholes: BigInt64Array = new BigInt64Array(0);

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
    if (typeof value === 'number') {
      // `| 0` is the low half whatever the value; the high half of a small one is its sign.
      const low = value | 0;
      const high = low === value ? low >> 31 : this.#highHalf(value, row);
      this.slots[row * 2] = low;
      this.slots[row * 2 + 1] = high;
    } else this.#writeBigInt(value, row);
    this.length = row + 1;
  }

  #highHalf(value: number, row: number): number {
    const high = Math.floor(value / twoTo32);
    if (!Number.isInteger(value) || (high | 0) !== high) throw outOfRange();
    if (value > maxSafe || value < -maxSafe) this.#noteUnsafe(row);
    return high;
  }

  #writeBigInt(value: bigint, row: number): void {
    if (BigInt.asIntN(64, value) !== value) throw outOfRange();
    const { slots } = this;
    if (this.#wholes.buffer !== slots.buffer) this.#wholes = new BigInt64Array(slots.buffer);
    this.#wholes[row] = value;
    const high = slots[row * 2 + 1] ?? 0;
    if (high < -maxSafeHigh || high > maxSafeHigh || (high === maxSafeHigh && slots[row * 2] !== 0))
      this.#noteUnsafe(row);
  }

  #noteUnsafe(row: number): void {
    if (this.#unsafeRow === -1) this.#unsafeRow = row;
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
