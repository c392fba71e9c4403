import { type ColumnBatch, type ColumnVector, SluiceError } from '@sluice/schema';
import { ByteSink } from './byte-sink.ts';
import { type ColumnChunk, encodeFooter } from './footer.ts';
import { encodeLevels } from './levels.ts';
import { ThriftWriter } from './thrift-writer.ts';
import { encodeValues, encodings } from './values.ts';

/** What a Parquet file begins and ends with: `PAR1`. */
export const magic: Uint8Array = Uint8Array.of(80, 65, 82, 49);

const maxPageBytes = 2 ** 31 - 1;
const dataPage = 0;

/**
 * A Parquet file with the rows of a batch, as chunks to be written in order: one row group, one page a column, all
 * columns optional, uncompressed. Chunks may be views of the batch's own memory: write or copy them before that memory
 * is used again.
 *
 * Texts are written as DELTA_LENGTH_BYTE_ARRAY, all lengths before all bytes, which are the column's own memory.
 *
 * @throws FORMAT_COLUMNS_MISSING for a batch without columns: Parquet cannot say how many rows of nothing there are.
 * @throws FORMAT_BATCH_TOO_LARGE for a column of 2 GiB or more.
 */
export function encodeParquet(batch: ColumnBatch): Uint8Array[] {
  if (batch.columns.length === 0)
    throw new SluiceError('FORMAT_COLUMNS_MISSING', 'A Parquet file needs at least one column', {
      place: { table: batch.table },
      remedy: 'Keep one column in the batch, even where all its values are null',
    });
  const file: Uint8Array[] = [magic];
  let offset = magic.length;
  const chunks: ColumnChunk[] = [];
  for (const column of batch.rows === 0 ? [] : batch.columns) {
    const { encoding, pieces } = encodePage(column, batch.table);
    const size = byteLength(pieces);
    chunks.push({ column, encoding, offset, size });
    file.push(...pieces);
    offset += size;
  }
  const end = new ByteSink();
  const footer = encodeFooter(batch, chunks);
  end.append(footer);
  end.uint32(footer.length);
  end.append(magic);
  file.push(end.bytes());
  return file;
}

function encodePage(column: ColumnVector, table: string) {
  const levels = encodeLevels(column);
  const { encoding, pieces } = encodeValues(column);
  const size = levels.length + byteLength(pieces);
  if (size > maxPageBytes)
    throw new SluiceError('FORMAT_BATCH_TOO_LARGE', 'The values of a column exceed 2 GiB in one batch', {
      place: { table, column: column.name },
      remedy: 'Lower the buffer size, or split the values',
    });
  return { encoding, pieces: [encodePageHeader(column.length, size, encoding), levels, ...pieces] };
}

function encodePageHeader(rows: number, size: number, encoding: number): Uint8Array {
  const writer = new ThriftWriter();
  writer.element(() => {
    writer.int32(1, dataPage);
    writer.int32(2, size);
    writer.int32(3, size);
    writer.struct(5, () => {
      writer.int32(1, rows);
      writer.int32(2, encoding);
      writer.int32(3, encodings.rle);
      writer.int32(4, encodings.rle);
    });
  });
  return writer.sink.bytes();
}

function byteLength(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((size, piece) => size + piece.length, 0);
}
