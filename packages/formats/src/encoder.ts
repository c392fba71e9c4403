import { type ColumnBatch, SluiceError, type TextFileRules } from '@sluice/schema';
import { encodeParquet } from './parquet/encode-parquet.ts';
import { widenParquet } from './parquet/widen-parquet.ts';
import { encodePgcopy } from './pgcopy/encode-pgcopy.ts';
import { widenPgcopy } from './pgcopy/widen-pgcopy.ts';

/** Writes column batches in one file format. */
export interface Encoder {
  readonly format: 'parquet' | 'pgcopy' | 'csv' | 'jsonl';
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
 * The encoder of a binary format, `parquet` or `pgcopy`.
 * @throws FORMAT_UNSUPPORTED for any other format.
 */
export function encoderFor(format: string): Encoder {
  const encoder = encoders.find((candidate) => candidate.format === format);
  if (encoder) return encoder;
  throw new SluiceError('FORMAT_UNSUPPORTED', `No encoder for the file format ${JSON.stringify(format)}`, {
    remedy: 'Use one of: parquet, pgcopy; or csv and jsonl, which loadEncoder() gives',
  });
}

/**
 * The encoder of any format. The code of text formats is loaded when the first of them is asked for.
 *
 * @param rules what text files have to keep to; binary ones need none
 * @throws FORMAT_UNSUPPORTED for a format without one.
 */
export async function loadEncoder(format: string, rules: TextFileRules = {}): Promise<Encoder> {
  if (format === 'csv') {
    const { encodeCsv } = await import('./csv/encode-csv.ts');
    return { format, encode: (batch) => encodeCsv(batch, rules), widen: asItIs };
  }
  if (format === 'jsonl') {
    const { encodeJsonl } = await import('./jsonl/encode-jsonl.ts');
    return { format, encode: (batch) => encodeJsonl(batch, rules), widen: asItIs };
  }
  return encoderFor(format);
}

/** The text of an integer is one of a double too. */
function asItIs(file: Uint8Array): Uint8Array[] {
  return [file];
}
