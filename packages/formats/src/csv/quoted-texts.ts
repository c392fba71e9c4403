import type { ColumnVector } from '@sluice/schema';
import type { WriteValue } from '../text/text-sink.ts';

const quote = 0x22;
const noOffsets = new Int32Array(1);

/** Texts in quotes, those in them doubled. Always in quotes: a bare empty field is null. */
export function quotedTexts(column: ColumnVector): WriteValue {
  const { values, length } = column;
  const ends = column.offsets ?? noOffsets;
  const isPlain = !values.subarray(ends[0], ends[length]).includes(quote);
  const write = isPlain ? plainTexts(column) : textsWithQuotes(column);
  return (sink, row) => {
    sink.reserve(2 * ((ends[row + 1] ?? 0) - (ends[row] ?? 0)) + 2);
    sink.byte(quote);
    write(sink, row);
    sink.byte(quote);
  };
}

function plainTexts({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (sink, row) => sink.copy(view, ends[row] ?? 0, ends[row + 1] ?? 0);
}

function textsWithQuotes({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  return (sink, row) => {
    const { bytes } = sink;
    const end = ends[row + 1] ?? 0;
    let to = sink.length;
    for (let from = ends[row] ?? 0; from < end; from++) {
      const byte = values[from] ?? 0;
      if (byte === quote) bytes[to++] = quote;
      bytes[to++] = byte;
    }
    sink.length = to;
  };
}
