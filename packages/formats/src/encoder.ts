import { type ColumnBatch, SluiceError } from '@sluice/schema';
import { encodeParquet } from './parquet/encode-parquet.ts';
import { widenParquet } from './parquet/widen-parquet.ts';
import { encodePgcopy } from './pgcopy/encode-pgcopy.ts';
import { widenPgcopy } from './pgcopy/widen-pgcopy.ts';

/** Writes column batches in one file format. */
export interface Encoder {
  readonly format: 'parquet' | 'pgcopy';
  /**
   * A file with the rows of one batch, as chunks to be written in order. Chunks may be views of the batch's own
   * memory, or share theirs: write or copy each before the next is asked for.
   */
  encode(batch: ColumnBatch): Iterable<Uint8Array>;
  /**
   * A file that `encode` made, with the named integer columns as doubles, as chunks to be written in order. Chunks may
   * be views of `file`.
   */
  widen(file: Uint8Array, columns: readonly string[]): Uint8Array[];
}

const encoders: readonly Encoder[] = [
  { format: 'parquet', encode: encodeParquet, widen: widenParquet },
  { format: 'pgcopy', encode: encodePgcopy, widen: widenPgcopy },
];

/**
 * The encoder of a file format.
 * @throws FORMAT_UNSUPPORTED for a format without one.
 */
export function encoderFor(format: string): Encoder {
  const encoder = encoders.find((candidate) => candidate.format === format);
  if (encoder) return encoder;
  throw new SluiceError('FORMAT_UNSUPPORTED', `No encoder for the file format ${JSON.stringify(format)}`, {
    remedy: `Use one of: ${encoders.map((candidate) => candidate.format).join(', ')}`,
  });
}
