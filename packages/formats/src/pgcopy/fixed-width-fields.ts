import type { ColumnVector } from '@sluice/schema';
import { type FieldWriter, lengthBytes, nullLength } from './field-writer.ts';
import { isPresent } from './is-present.ts';

const twoTo32 = 2 ** 32;
/** The lowest of 32 bits but one, because PostgreSQL takes the lowest of all for `-infinity`. */
const lowest = -(2 ** 31) + 1;

/** Each kind has a loop of its own: what differs is so little that calling it for each value would cost more. */
abstract class FixedWidthFields implements FieldWriter {
  protected readonly values: DataView;
  protected readonly validity: Uint8Array | null;
  readonly #width: number;

  constructor({ nullCount, validity, values }: ColumnVector, width: number) {
    this.values = new DataView(values.buffer, values.byteOffset, values.byteLength);
    this.validity = nullCount === 0 ? null : validity;
    this.#width = width;
  }

  measure(sizes: Int32Array, firstRow: number, rows: number): void {
    const { validity } = this;
    const width = this.#width;
    for (let index = 0; index < rows; index++)
      sizes[index] = (sizes[index] ?? 0) + lengthBytes + (isPresent(validity, firstRow + index) ? width : 0);
  }

  abstract write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void;
}

/** Booleans: a byte each. */
export class BoolFields extends FixedWidthFields {
  constructor(column: ColumnVector) {
    super(column, 1);
  }

  write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void {
    const { values, validity } = this;
    for (let index = 0; index < rows; index++) {
      const row = firstRow + index;
      const at = cursors[index] ?? 0;
      if (isPresent(validity, row)) {
        target.setInt32(at, 1);
        target.setInt8(at + lengthBytes, (values.getUint8(row >> 3) >> (row & 7)) & 1);
        cursors[index] = at + lengthBytes + 1;
      } else {
        target.setInt32(at, nullLength);
        cursors[index] = at + lengthBytes;
      }
    }
  }
}

/** Integers of 4 bytes, less `epoch`. What is too low for that stays too low to be a date, so that it is refused. */
export class WordFields extends FixedWidthFields {
  readonly #epoch: number;

  constructor(column: ColumnVector, epoch: number) {
    super(column, 4);
    this.#epoch = epoch;
  }

  write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void {
    const { values, validity } = this;
    const epoch = this.#epoch;
    for (let index = 0; index < rows; index++) {
      const row = firstRow + index;
      const at = cursors[index] ?? 0;
      if (isPresent(validity, row)) {
        target.setInt32(at, 4);
        target.setInt32(at + lengthBytes, Math.max(values.getInt32(row * 4, true) - epoch, lowest));
        cursors[index] = at + lengthBytes + 4;
      } else {
        target.setInt32(at, nullLength);
        cursors[index] = at + lengthBytes;
      }
    }
  }
}

/** Words of 8 bytes as they are. */
export class LongFields extends FixedWidthFields {
  constructor(column: ColumnVector) {
    super(column, 8);
  }

  write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void {
    const { values, validity } = this;
    for (let index = 0; index < rows; index++) {
      const row = firstRow + index;
      const at = cursors[index] ?? 0;
      if (isPresent(validity, row)) {
        target.setInt32(at, 8);
        target.setInt32(at + lengthBytes, values.getInt32(row * 8 + 4, true));
        target.setInt32(at + lengthBytes + 4, values.getInt32(row * 8, true));
        cursors[index] = at + lengthBytes + 8;
      } else {
        target.setInt32(at, nullLength);
        cursors[index] = at + lengthBytes;
      }
    }
  }
}

/**
 * Integers of 8 bytes, less `epoch`. What is too low for that stays too low to be a timestamp, so that it is refused.
 */
export class ShiftedLongFields extends FixedWidthFields {
  readonly #epochHigh: number;
  readonly #epochLow: number;

  constructor(column: ColumnVector, epoch: number) {
    super(column, 8);
    this.#epochHigh = Math.floor(epoch / twoTo32);
    this.#epochLow = epoch - this.#epochHigh * twoTo32;
  }

  write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void {
    const { values, validity } = this;
    const epochHigh = this.#epochHigh;
    const epochLow = this.#epochLow;
    for (let index = 0; index < rows; index++) {
      const row = firstRow + index;
      const at = cursors[index] ?? 0;
      if (isPresent(validity, row)) {
        const low = values.getUint32(row * 8, true) - epochLow;
        const high = values.getInt32(row * 8 + 4, true) - epochHigh - (low < 0 ? 1 : 0);
        target.setInt32(at, 8);
        target.setInt32(at + lengthBytes, Math.max(high, lowest));
        target.setInt32(at + lengthBytes + 4, low);
        cursors[index] = at + lengthBytes + 8;
      } else {
        target.setInt32(at, nullLength);
        cursors[index] = at + lengthBytes;
      }
    }
  }
}
