import { type ColumnBatch, SluiceError } from '@sluice/schema';
import { fieldsOf } from './fields-of.ts';
import { carriedColumns, encodeHeader } from './header.ts';

/** What follows the last row, in place of a row's number of fields. */
export const trailer: Uint8Array = Uint8Array.of(255, 255);
/** The number of fields, before each row. */
export const countBytes = 2;

/** Rows measured, then written, column by column, while what they touch is still near. */
const blockRows = 1024;
/** A chunk has at most so many bytes, or one row. */
const chunkBytes = 2 ** 20;
const maxBatchBytes = 2 ** 31 - 1;

/**
 * A binary COPY file of PostgreSQL with the rows of a batch, as chunks to be written in order. Its values are in the
 * wire form of the types that `carrierType` gives, which is what the table's columns have to be. The names and types are
 * in the header's extension, which PostgreSQL reads over.
 *
 * Texts and JSON come without U+0000, which PostgreSQL cannot store.
 *
 * The chunks are made as they are asked for, in the same memory: write or copy each before the next.
 *
 * @throws FORMAT_BATCH_TOO_LARGE for values of 2 GiB or more.
 */
export function* encodePgcopy(batch: ColumnBatch): Generator<Uint8Array, void, undefined> {
  const bytes = batch.columns.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > maxBatchBytes)
    throw new SluiceError('FORMAT_BATCH_TOO_LARGE', 'The values of a batch exceed 2 GiB', {
      place: { table: batch.table },
      remedy: 'Lower the buffer size, or split the values',
    });
  yield encodeHeader(carriedColumns(batch));
  const writers = batch.columns.map(fieldsOf);
  const sizes = new Int32Array(blockRows);
  const cursors = new Int32Array(blockRows);
  // What fits into one block needs no more memory than it has bytes; of many small tables that would be much.
  const leastBytes = batch.rows > blockRows ? chunkBytes : 0;
  let target = new DataView(new ArrayBuffer(leastBytes));
  for (let blockRow = 0; blockRow < batch.rows; blockRow += blockRows) {
    const rows = Math.min(blockRows, batch.rows - blockRow);
    sizes.fill(countBytes);
    for (const writer of writers) writer.measure(sizes, blockRow, rows);
    for (let first = 0, end = 0; first < rows; first = end) {
      let size = 0;
      do {
        cursors[end - first] = size;
        size += sizes[end++] ?? 0;
      } while (end < rows && size + (sizes[end] ?? 0) <= chunkBytes);
      if (size > target.byteLength) target = new DataView(new ArrayBuffer(size));
      writeCounts(target, cursors, writers.length, end - first);
      for (const writer of writers) writer.write(target, cursors, blockRow + first, end - first);
      yield new Uint8Array(target.buffer, 0, size);
    }
  }
  yield trailer;
}

/** Begins each row at its cursor, and moves the cursor behind it. */
function writeCounts(target: DataView, cursors: Int32Array, fields: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const at = cursors[row] ?? 0;
    target.setInt16(at, fields);
    cursors[row] = at + countBytes;
  }
}
