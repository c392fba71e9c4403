import { type ColumnBatch, SluiceError, type TextFileRules } from '@sluice/schema';

import { TextSink } from './text-sink.ts';

/** A chunk has about so many bytes, or one row. */
const chunkBytes = 2 ** 20;
const headroomBytes = 2 ** 12;
/** Text takes more room than the values it is made of. */
const textFactor = 4;

/**
 * The lines of a text file, as chunks that share their memory.
 * @throws FORMAT_ROW_TOO_LARGE
 */
export function* encodeRows(
  { table, rows, columns }: ColumnBatch,
  { maxRowBytes = Number.POSITIVE_INFINITY }: TextFileRules,
  {
    head,
    writeRow,
  }: { readonly head?: Uint8Array; readonly writeRow: (sink: TextSink, row: number) => void },
): Generator<Uint8Array, void, undefined> {
  if (head) yield head;
  if (rows === 0) return;
  const bytes = columns.reduce((sum, { values }) => sum + values.byteLength, 0);
  // A small file, of which a load may have thousands, takes no megabyte of memory. The sink grows where it has to.
  const sink = new TextSink(Math.min(chunkBytes, bytes * textFactor) + headroomBytes);
  for (let row = 0; row < rows; row++) {
    const start = sink.length;
    writeRow(sink, row);
    if (sink.length - start > maxRowBytes)
      throw new SluiceError(
        'FORMAT_ROW_TOO_LARGE',
        'A row is longer than the destination reads in a text file',
        {
          place: { table },
          remedy: `Leave fileFormat to the destination, or keep rows below ${maxRowBytes} bytes`,
        },
      );
    if (sink.length >= chunkBytes) yield sink.take();
  }
  if (sink.length > 0) yield sink.take();
}
