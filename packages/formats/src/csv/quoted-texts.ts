import type { ColumnVector } from '@sluice/schema';
import type { WriteValue } from '../text/text-sink.ts';

const quote = 0x22;
const noOffsets = new Int32Array(1);

/** Texts in quotes, those in them doubled. Always in quotes: a bare empty field is null. */
export function quotedTexts({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  return (sink, row) => {
    const start = ends[row] ?? 0;
    const end = ends[row + 1] ?? 0;
    sink.reserve(2 * (end - start) + 2);
    const { bytes } = sink;
    let to = sink.length;
    bytes[to++] = quote;
    for (let from = start; from < end; from++) {
      const byte = values[from] ?? 0;
      if (byte === quote) bytes[to++] = quote;
      bytes[to++] = byte;
    }
    bytes[to++] = quote;
    sink.length = to;
  };
}
