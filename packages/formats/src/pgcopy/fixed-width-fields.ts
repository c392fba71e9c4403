import type { ColumnVector } from '@sluice/schema';
import { type FieldWriter, lengthBytes, nullLength } from './field-writer.ts';
import { isPresent } from './is-present.ts';

const twoTo32 = 2 ** 32;
/** The lowest of 32 bits but one, because PostgreSQL takes the lowest of all for `-infinity`. */
const lowest = -(2 ** 31) + 1;

/** Booleans: a byte each. */
export function boolFields(column: ColumnVector): FieldWriter {
  const validity = validityOf(column);
  const { values } = column;
  return {
    measure: measureWidth(column, 1),
    write: (target, cursors, firstRow, rows) => {
      for (let index = 0; index < rows; index++) {
        const at = cursors[index] ?? 0;
        if (isPresent(validity, firstRow + index)) {
          target.setInt32(at, 1);
          target.setInt8(at + lengthBytes, isPresent(values, firstRow + index) ? 1 : 0);
          cursors[index] = at + lengthBytes + 1;
        } else {
          target.setInt32(at, nullLength);
          cursors[index] = at + lengthBytes;
        }
      }
    },
  };
}

/** Integers of 4 bytes, less `epoch`. What is too low for that stays too low to be a date, so that it is refused. */
export function wordFields(column: ColumnVector, epoch: number): FieldWriter {
  const validity = validityOf(column);
  const source = viewOf(column);
  return {
    measure: measureWidth(column, 4),
    write: (target, cursors, firstRow, rows) => {
      for (let index = 0; index < rows; index++) {
        const at = cursors[index] ?? 0;
        if (isPresent(validity, firstRow + index)) {
          target.setInt32(at, 4);
          const value = source.getInt32((firstRow + index) * 4, true) - epoch;
          target.setInt32(at + lengthBytes, Math.max(value, lowest));
          cursors[index] = at + lengthBytes + 4;
        } else {
          target.setInt32(at, nullLength);
          cursors[index] = at + lengthBytes;
        }
      }
    },
  };
}

/** Words of 8 bytes, less `epoch`. What is too low for that stays too low to be a timestamp, so that it is refused. */
export function longFields(column: ColumnVector, epoch: number): FieldWriter {
  const validity = validityOf(column);
  const source = viewOf(column);
  const epochHigh = Math.floor(epoch / twoTo32);
  const epochLow = epoch - epochHigh * twoTo32;
  return {
    measure: measureWidth(column, 8),
    write: (target, cursors, firstRow, rows) => {
      for (let index = 0; index < rows; index++) {
        const at = cursors[index] ?? 0;
        if (isPresent(validity, firstRow + index)) {
          const from = (firstRow + index) * 8;
          const low = source.getUint32(from, true);
          const high = source.getInt32(from + 4, true) - epochHigh - (low < epochLow ? 1 : 0);
          target.setInt32(at, 8);
          target.setInt32(at + lengthBytes, epoch === 0 ? high : Math.max(high, lowest));
          target.setInt32(at + lengthBytes + 4, low - epochLow);
          cursors[index] = at + lengthBytes + 8;
        } else {
          target.setInt32(at, nullLength);
          cursors[index] = at + lengthBytes;
        }
      }
    },
  };
}

function measureWidth(column: ColumnVector, width: number): FieldWriter['measure'] {
  const validity = validityOf(column);
  return (sizes, firstRow, rows) => {
    for (let index = 0; index < rows; index++)
      sizes[index] = (sizes[index] ?? 0) + lengthBytes + (isPresent(validity, firstRow + index) ? width : 0);
  };
}

function validityOf({ nullCount, validity }: ColumnVector): Uint8Array | null {
  return nullCount === 0 ? null : validity;
}

function viewOf({ values }: ColumnVector): DataView {
  return new DataView(values.buffer, values.byteOffset, values.byteLength);
}
