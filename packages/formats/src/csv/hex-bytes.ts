import type { ColumnVector } from '@sluice/schema';
import type { WriteValue } from '../text/text-sink.ts';

const digits = new TextEncoder().encode('0123456789abcdef');
const [backslash, letterX] = [0x5c, 0x78];
const noOffsets = new Int32Array(1);

/** Bytes in the hexadecimal form of PostgreSQL: `\x00ff`. */
export function hexBytes({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  return (sink, row) => {
    const start = ends[row] ?? 0;
    const end = ends[row + 1] ?? 0;
    sink.reserve(2 * (end - start) + 2);
    const { bytes } = sink;
    let to = sink.length;
    bytes[to++] = backslash;
    bytes[to++] = letterX;
    for (let from = start; from < end; from++) {
      const byte = values[from] ?? 0;
      bytes[to++] = digits[byte >> 4] ?? 0;
      bytes[to++] = digits[byte & 15] ?? 0;
    }
    sink.length = to;
  };
}
