import { type ArrowArray, wordsOf } from '@sluice/schema/arrow';
import { isSet } from './bits.ts';

/** The indices of some rows of a dictionary array: -1 where a row holds none. */
export function positions(
  { type, values }: ArrowArray,
  start: number,
  rows: number,
  validity: Uint8Array | null,
): Int32Array {
  const found = new Int32Array(rows);
  // A dictionary has fewer than 2^31 words, so the lower half of a 64-bit index is all of it.
  const isLong = type.indices?.bitWidth === 64;
  const from = isLong ? wordsOf(values) : ((values ?? []) as unknown as ArrayLike<number>);
  const step = isLong ? 2 : 1;
  for (let row = 0; row < rows; row++)
    found[row] = validity === null || isSet(validity, row) ? (from[(start + row) * step] ?? -1) : -1;
  return found;
}
