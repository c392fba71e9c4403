import type { ColumnVector, VectorType } from '@sluice/schema';
import { copyBits } from './copy-bits.ts';
import type { MemoryMeter } from './memory-meter.ts';
import { Validity } from './validity.ts';

const firstCapacity = 32;
const noBuffer = new ArrayBuffer(0);

/** The rows of a fixed-width column as they lie in memory. */
export interface FixedWidthRows {
  readonly length: number;
  readonly buffer: ArrayBuffer;
  readonly validity: Validity;
}

/**
 * A growing column whose values all have the same width. Subclasses add `push`, which writes slot `length` of `slots`
 * after making room for it.
 */
export abstract class FixedWidthBuilder<
  T extends VectorType,
  Slots extends Uint8Array | Int32Array | Float64Array,
> {
  readonly type: T;
  readonly kind: T['kind'];
  /** Rows so far, nulls included. */
  length = 0;
  /** Rows that fit before the buffer has to grow. */
  protected capacity = 0;
  protected slots: Slots;
  #buffer: ArrayBuffer = noBuffer;
  #validity: Validity;
  readonly #bitsPerRow: number;
  readonly #view: (buffer: ArrayBuffer) => Slots;
  readonly #meter: MemoryMeter;

  constructor(type: T, bitsPerRow: number, view: (buffer: ArrayBuffer) => Slots, meter: MemoryMeter) {
    this.type = type;
    this.kind = type.kind;
    this.slots = view(noBuffer);
    this.#bitsPerRow = bitsPerRow;
    this.#view = view;
    this.#meter = meter;
    this.#validity = new Validity(meter);
  }

  get nullCount(): number {
    return this.#validity.nullCount;
  }

  /** Bytes allocated, used or not. */
  get byteSize(): number {
    return this.#buffer.byteLength + this.#validity.byteSize;
  }

  /** Makes the rows up to `rows` that have no value yet null. */
  padTo(rows: number): void {
    const from = this.length;
    if (rows <= from) return;
    if (rows > this.capacity) this.grow(rows);
    this.#validity.markNull(from, rows);
    this.length = rows;
  }

  /** Adds the rows of a vector of the same type. */
  append({ length, nullCount, validity, values }: ColumnVector): void {
    const from = this.length;
    if (from + length > this.capacity) this.grow(from + length);
    const bytes = new Uint8Array(this.#buffer);
    if (this.#bitsPerRow === 1) copyBits(values, bytes, from, length);
    else bytes.set(values.subarray(0, this.#bytesFor(length)), this.#bytesFor(from));
    if (nullCount > 0 && validity !== null) this.#validity.append(validity, from, length);
    this.length = from + length;
  }

  /** Forgets all rows but the first `rows`. */
  truncate(rows: number): void {
    if (rows >= this.length) return;
    this.#validity.truncate(rows, this.length);
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
      values: new Uint8Array(this.#buffer, 0, this.#bytesFor(length)),
      offsets: null,
    };
    this.#validity.reset();
    this.length = 0;
    return vector;
  }

  /** Gives the memory back, and with it any rows not taken. */
  release(): void {
    this.#validity.release();
    this.#replaceBuffer(noBuffer);
    this.length = 0;
  }

  /** Makes room for `rows` rows, and for as many again while at it. */
  protected grow(rows: number): void {
    const capacity = Math.max(rows, this.capacity * 2, firstCapacity);
    const buffer = new ArrayBuffer(this.#bytesFor(capacity));
    new Uint8Array(buffer).set(new Uint8Array(this.#buffer));
    this.#replaceBuffer(buffer);
  }

  /** Hands rows and memory over to another builder; this one is empty afterwards. */
  protected handOver(): FixedWidthRows {
    const rows = { length: this.length, buffer: this.#buffer, validity: this.#validity };
    this.#meter.used -= this.byteSize;
    this.#validity = new Validity(this.#meter);
    this.#setBuffer(noBuffer);
    this.length = 0;
    return rows;
  }

  /** Takes rows over. Only while empty and without memory of its own. */
  protected takeOver(rows: FixedWidthRows): void {
    this.#validity = rows.validity;
    this.#setBuffer(rows.buffer);
    this.#meter.used += this.byteSize;
    this.length = rows.length;
  }

  #replaceBuffer(buffer: ArrayBuffer): void {
    this.#meter.used += buffer.byteLength - this.#buffer.byteLength;
    this.#setBuffer(buffer);
  }

  #setBuffer(buffer: ArrayBuffer): void {
    this.#buffer = buffer;
    this.slots = this.#view(buffer);
    this.capacity = Math.floor((buffer.byteLength * 8) / this.#bitsPerRow);
  }

  #bytesFor(rows: number): number {
    return Math.ceil((rows * this.#bitsPerRow) / 8);
  }
}
