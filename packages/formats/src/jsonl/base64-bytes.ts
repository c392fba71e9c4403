import type { ColumnVector } from '@sluice/schema';
import type { WriteValue } from '../text/text-sink.ts';

const digits = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const padding = 0x3d;
const noOffsets = new Int32Array(1);

/** Bytes in base64, with padding. */
export function base64Bytes({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  return (sink, row) => {
    const end = ends[row + 1] ?? 0;
    let from = ends[row] ?? 0;
    sink.reserve(4 * Math.ceil((end - from) / 3));
    for (; from < end; from += 3) {
      const present = Math.min(end - from, 3);
      const bits =
        ((values[from] ?? 0) << 16) |
        (present > 1 ? (values[from + 1] ?? 0) << 8 : 0) |
        (present > 2 ? (values[from + 2] ?? 0) : 0);
      sink.byte(digits[bits >> 18] ?? 0);
      sink.byte(digits[(bits >> 12) & 63] ?? 0);
      sink.byte(present > 1 ? (digits[(bits >> 6) & 63] ?? 0) : padding);
      sink.byte(present > 2 ? (digits[bits & 63] ?? 0) : padding);
    }
  };
}
