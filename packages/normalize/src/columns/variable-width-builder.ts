import { type ColumnVector, SluiceError, type VectorType } from '@sluice/schema';
import type { MemoryMeter } from './memory-meter.ts';
import { Validity } from './validity.ts';

const firstRows = 32;
const firstBytes = 256;
/** Offsets are signed 32-bit integers. */
const maxBytes = 2 ** 31 - 1;
const noBytes = new Uint8Array(0);
const noOffsets = new Int32Array(1);

/**
 * A growing column of values of any length: their bytes one after the other, and where each begins. Subclasses add
 * `push`, which makes room, writes at `end` and closes the row with `endValue`.
 */
export abstract class VariableWidthBuilder<T extends VectorType> {
  readonly type: T;
  readonly kind: T['kind'];
  /** Rows so far, nulls included. */
  length = 0;
  /** Rows that fit before the offsets have to grow. */
  protected capacity = 0;
  protected bytes: Uint8Array = noBytes;
  /** Where the next value begins. */
  protected end = 0;
  protected offsets: Int32Array = noOffsets;
  readonly #validity: Validity;
  readonly #meter: MemoryMeter;

  constructor(type: T, meter: MemoryMeter) {
    this.type = type;
    this.kind = type.kind;
    this.#meter = meter;
    this.#validity = new Validity(meter);
  }

  get nullCount(): number {
    return this.#validity.nullCount;
  }

  /** Bytes allocated, used or not. */
  get byteSize(): number {
    const offsets = this.capacity === 0 ? 0 : this.offsets.byteLength;
    return this.bytes.length + offsets + this.#validity.byteSize;
  }

  /** Makes the rows up to `rows` that have no value yet null. */
  padTo(rows: number): void {
    const from = this.length;
    if (rows <= from) return;
    if (rows > this.capacity) this.growRows(rows);
    this.#validity.markNull(from, rows);
    const { offsets, end } = this;
    for (let row = from + 1; row <= rows; row++) offsets[row] = end;
    this.length = rows;
  }

  /** Adds the rows of a vector of the same type. */
  append({ length, nullCount, validity, values, offsets }: ColumnVector): void {
    const from = this.length;
    if (from + length > this.capacity) this.growRows(from + length);
    const first = offsets?.[0] ?? 0;
    const shift = this.end - first;
    const end = (offsets?.[length] ?? 0) + shift;
    if (end > this.bytes.length) this.growBytes(end);
    this.bytes.set(values.subarray(first, end - shift), this.end);
    for (let row = 1; row <= length; row++) this.offsets[from + row] = (offsets?.[row] ?? 0) + shift;
    this.end = end;
    if (nullCount > 0 && validity !== null) this.#validity.append(validity, from, length);
    this.length = from + length;
  }

  /** Forgets all rows but the first `rows`. */
  truncate(rows: number): void {
    if (rows >= this.length) return;
    this.#validity.truncate(rows, this.length);
    this.end = this.offsets[rows] ?? 0;
    this.length = rows;
  }

  /**
   * Hands out the rows and starts anew. The vector's views are valid until the next `push` or `padTo`, which write
   * into the same buffers; `release` leaves them intact.
   */
  take(name: string): ColumnVector {
    const length = this.length;
    const vector: ColumnVector = {
      name,
      type: this.type,
      length,
      nullCount: this.#validity.nullCount,
      validity: this.#validity.view(length),
      values: this.bytes.subarray(0, this.end),
      offsets: this.offsets.subarray(0, length + 1),
    };
    this.#validity.reset();
    this.length = 0;
    this.end = 0;
    return vector;
  }

  /** Gives the memory back, and with it any rows not taken. */
  release(): void {
    this.#validity.release();
    this.#meter.used -= this.byteSize;
    this.bytes = noBytes;
    this.offsets = noOffsets;
    this.capacity = 0;
    this.length = 0;
    this.end = 0;
  }

  /** Makes room for `rows` rows, and for as many again while at it. */
  protected growRows(rows: number): void {
    const capacity = Math.max(rows, this.capacity * 2, firstRows);
    const offsets = new Int32Array(capacity + 1);
    offsets.set(this.offsets);
    this.#meter.used += offsets.byteLength - (this.capacity === 0 ? 0 : this.offsets.byteLength);
    this.offsets = offsets;
    this.capacity = capacity;
  }

  /** Makes room for `size` bytes in all, and for as many again while at it. */
  protected growBytes(size: number): void {
    if (size > maxBytes)
      throw new SluiceError('RECORD_VALUE_UNSUPPORTED', 'The values of a column exceed 2 GiB in one batch', {
        remedy: 'Lower the buffer size, or split the values',
      });
    const bytes = new Uint8Array(Math.min(Math.max(size, this.bytes.length * 2, firstBytes), maxBytes));
    bytes.set(this.bytes.subarray(0, this.end));
    this.#meter.used += bytes.length - this.bytes.length;
    this.bytes = bytes;
  }
}
