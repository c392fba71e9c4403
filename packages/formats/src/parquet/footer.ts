import type { ColumnBatch, ColumnVector } from '@sluice/schema';
import { parquetType } from './parquet-type.ts';
import { ThriftWriter } from './thrift-writer.ts';
import { encodings } from './values.ts';

/** How files tell who wrote them: what `widenParquet` asks for before it touches one. */
export const createdBy = 'sluice version 1';

const optional = 1;
const uncompressed = 0;

/** Where the one page of a column lies in the file. */
export interface ColumnChunk {
  readonly column: ColumnVector;
  readonly encoding: number;
  readonly offset: number;
  /** Header included. */
  readonly size: number;
}

/** What a Parquet file ends with, without the length and the magic word after it. */
export function encodeFooter(batch: ColumnBatch, chunks: readonly ColumnChunk[]): Uint8Array {
  const writer = new ThriftWriter();
  writer.element(() => {
    writer.int32(1, 1);
    writer.structList(2, [null, ...batch.columns], (column) =>
      column === null ? writeRoot(writer, batch.columns.length) : writeColumn(writer, column),
    );
    writer.int64(3, batch.rows);
    writer.structList(4, batch.rows === 0 ? [] : [chunks], (group) => {
      writer.structList(1, group, (chunk) => writeChunk(writer, chunk));
      writer.int64(
        2,
        group.reduce((size, chunk) => size + chunk.size, 0),
      );
      writer.int64(3, batch.rows);
    });
    writer.text(6, createdBy);
  });
  return writer.sink.bytes();
}

function writeRoot(writer: ThriftWriter, columns: number): void {
  writer.text(4, 'schema');
  writer.int32(5, columns);
}

function writeColumn(writer: ThriftWriter, column: ColumnVector): void {
  const type = parquetType(column.type);
  writer.int32(1, type.physical);
  if (type.length !== undefined) writer.int32(2, type.length);
  writer.int32(3, optional);
  writer.text(4, column.name);
  if (type.converted !== undefined) writer.int32(6, type.converted);
  if (type.decimal) {
    writer.int32(7, type.decimal.scale);
    writer.int32(8, type.decimal.precision);
  }
  const { logical } = type;
  if (logical) writer.struct(10, () => logical(writer));
}

function writeChunk(writer: ThriftWriter, { column, encoding, offset, size }: ColumnChunk): void {
  writer.int64(2, offset);
  writer.struct(3, () => {
    writer.int32(1, parquetType(column.type).physical);
    writer.int32List(2, [encodings.rle, encoding]);
    writer.textList(3, [column.name]);
    writer.int32(4, uncompressed);
    writer.int64(5, column.length);
    writer.int64(6, size);
    writer.int64(7, size);
    writer.int64(9, offset);
  });
}
