import type { MemoryMeter } from './memory-meter.ts';

const noBits = new Uint8Array(0);

/**
 * Which rows of a column hold a value: bit i is 1 where row i does. All bits are 1 until the first null, so writing a
 * value never touches them, and a column without nulls never has any.
 */
export class Validity {
  nullCount = 0;
  #bits: Uint8Array = noBits;
  readonly #meter: MemoryMeter;

  constructor(meter: MemoryMeter) {
    this.#meter = meter;
  }

  get byteSize(): number {
    return this.#bits.length;
  }

  /** Marks the rows from `from` up to `to`, none of which has been marked, as null. */
  markNull(from: number, to: number): void {
    // Bits of the batch before this one, or of rows rolled back, may still be cleared.
    if (this.nullCount === 0) this.#bits.fill(255);
    this.#reserve(to);
    this.nullCount += to - from;
    const bits = this.#bits;
    let row = from;
    for (; row < to && (row & 7) !== 0; row++) clearBit(bits, row);
    for (; row + 8 <= to; row += 8) bits[row >> 3] = 0;
    for (; row < to; row++) clearBit(bits, row);
  }

  /** Takes over which of `rows` rows hold a value, for the rows from `from` on. */
  append(bits: Uint8Array, from: number, rows: number): void {
    if (this.nullCount === 0) this.#bits.fill(255);
    this.#reserve(from + rows);
    for (let row = 0; row < rows; row++) {
      if (((bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0) continue;
      clearBit(this.#bits, from + row);
      this.nullCount++;
    }
  }

  /** Forgets the rows from `rows` up to `length`. */
  truncate(rows: number, length: number): void {
    const bits = this.#bits;
    for (let row = rows; row < length && this.nullCount > 0; row++) {
      const bit = 1 << (row & 7);
      const byte = bits[row >> 3] ?? 255;
      if ((byte & bit) !== 0) continue;
      bits[row >> 3] = byte | bit;
      this.nullCount--;
    }
  }

  /** The bitmap of the first `rows` rows, or null where none of them is null. */
  view(rows: number): Uint8Array | null {
    if (this.nullCount === 0) return null;
    this.#reserve(rows);
    const view = this.#bits.subarray(0, (rows + 7) >> 3);
    const last = view.length - 1;
    if ((rows & 7) !== 0) view[last] = (view[last] ?? 0) & ((1 << (rows & 7)) - 1);
    return view;
  }

  /** Starts anew. A view handed out before stays as it is until the next null. */
  reset(): void {
    this.nullCount = 0;
  }

  release(): void {
    this.#meter.used -= this.#bits.length;
    this.#bits = noBits;
    this.nullCount = 0;
  }

  #reserve(rows: number): void {
    const needed = (rows + 7) >> 3;
    const held = this.#bits.length;
    if (needed <= held) return;
    const bits = new Uint8Array(Math.max(needed, held * 2, 16));
    bits.set(this.#bits);
    bits.fill(255, held);
    this.#meter.used += bits.length - held;
    this.#bits = bits;
  }
}

function clearBit(bits: Uint8Array, row: number): void {
  bits[row >> 3] = (bits[row >> 3] ?? 0) & ~(1 << (row & 7));
}
