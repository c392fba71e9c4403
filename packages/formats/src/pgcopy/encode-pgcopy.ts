import { type ColumnBatch, SluiceError } from '@sluice/schema';
import type { FieldWriter } from './field-writer.ts';
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
 * @throws FORMAT_BATCH_TOO_LARGE for values of 2 GiB or more.
 */
export function encodePgcopy(batch: ColumnBatch): Uint8Array[] {
  const bytes = batch.columns.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > maxBatchBytes)
    throw new SluiceError('FORMAT_BATCH_TOO_LARGE', 'The values of a batch exceed 2 GiB', {
      place: { table: batch.table },
      remedy: 'Lower the buffer size, or split the values',
    });
  return [...chunksOf(batch)];
}

function* chunksOf(batch: ColumnBatch): Generator<Uint8Array> {
  yield encodeHeader(carriedColumns(batch));
  const writers = batch.columns.map(fieldsOf);
  const sizes = new Int32Array(blockRows);
  for (let firstRow = 0; firstRow < batch.rows; firstRow += blockRows) {
    const rows = Math.min(blockRows, batch.rows - firstRow);
    sizes.fill(countBytes);
    for (const writer of writers) writer.measure(sizes, firstRow, rows);
    for (let done = 0; done < rows; ) {
      const cursors = startsOfChunk(sizes, done, rows);
      yield writeChunk(writers, cursors, firstRow + done);
      done += cursors.length - 1;
    }
  }
  yield trailer;
}

/** Where each row of the next chunk starts, and where the chunk ends. */
function startsOfChunk(sizes: Int32Array, first: number, end: number): Int32Array {
  const starts = new Int32Array(end - first + 1);
  let bytes = 0;
  let count = 0;
  do {
    bytes += sizes[first + count] ?? 0;
    starts[++count] = bytes;
  } while (first + count < end && bytes + (sizes[first + count] ?? 0) <= chunkBytes);
  return starts.subarray(0, count + 1);
}

function writeChunk(writers: readonly FieldWriter[], starts: Int32Array, firstRow: number): Uint8Array {
  const rows = starts.length - 1;
  const chunk = new Uint8Array(starts[rows] ?? 0);
  const target = new DataView(chunk.buffer);
  for (let row = 0; row < rows; row++) {
    const at = starts[row] ?? 0;
    target.setInt16(at, writers.length);
    starts[row] = at + countBytes;
  }
  for (const writer of writers) writer.write(target, starts, firstRow, rows);
  return chunk;
}
