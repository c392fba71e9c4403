import type { ColumnVector } from '@sluice/schema';
import { type FieldWriter, lengthBytes, nullLength } from './field-writer.ts';
import { isPresent } from './is-present.ts';

/** Up to here a loop is faster than a call into the host. */
const shortLength = 200;
const wordBytes = 4;
const noOffsets = new Int32Array(1);

/** Texts and bytes as they lie in the column, each behind `prefix`. */
export class VariableWidthFields implements FieldWriter {
  readonly #bytes: Uint8Array;
  readonly #words: DataView;
  readonly #offsets: Int32Array;
  readonly #validity: Uint8Array | null;
  readonly #prefix: number | null;

  constructor({ nullCount, offsets, validity, values }: ColumnVector, prefix: number | null) {
    this.#bytes = values;
    this.#words = new DataView(values.buffer, values.byteOffset, values.byteLength);
    this.#offsets = offsets ?? noOffsets;
    this.#validity = nullCount === 0 ? null : validity;
    this.#prefix = prefix;
  }

  measure(sizes: Int32Array, firstRow: number, rows: number): void {
    const validity = this.#validity;
    const offsets = this.#offsets;
    const prefixBytes = this.#prefix === null ? 0 : 1;
    for (let index = 0; index < rows; index++) {
      const row = firstRow + index;
      const size = isPresent(validity, row) ? (offsets[row + 1] ?? 0) - (offsets[row] ?? 0) + prefixBytes : 0;
      sizes[index] = (sizes[index] ?? 0) + lengthBytes + size;
    }
  }

  write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void {
    const bytes = this.#bytes;
    const words = this.#words;
    const offsets = this.#offsets;
    const validity = this.#validity;
    const prefix = this.#prefix;
    for (let index = 0; index < rows; index++) {
      const row = firstRow + index;
      let to = cursors[index] ?? 0;
      if (!isPresent(validity, row)) {
        target.setInt32(to, nullLength);
        cursors[index] = to + lengthBytes;
        continue;
      }
      let from = offsets[row] ?? 0;
      const end = offsets[row + 1] ?? 0;
      target.setInt32(to, end - from + (prefix === null ? 0 : 1));
      to += lengthBytes;
      if (prefix !== null) target.setUint8(to++, prefix);
      cursors[index] = to + end - from;
      if (end - from > shortLength) {
        new Uint8Array(target.buffer).set(bytes.subarray(from, end), to);
        continue;
      }
      for (; from + wordBytes <= end; from += wordBytes, to += wordBytes)
        target.setInt32(to, words.getInt32(from));
      for (; from < end; from++, to++) target.setInt8(to, words.getInt8(from));
    }
  }
}
