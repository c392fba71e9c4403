import { type ArrowArray, bytesOf, wordsOf } from '@sluice/schema/arrow';
import { isSet, type Presence } from './bits.ts';

const decimalWords = 4;
const decimalBytes = decimalWords * 4;

/**
 * Decimals as 128-bit ones of the same scale: those that are, as they lie in memory. Null where one does not fit.
 */
export function decimals(
  { type, values }: ArrowArray,
  start: number,
  rows: number,
  { validity }: Presence,
): Uint8Array | null {
  const width = (type.bitWidth ?? 128) / 32;
  if (width === decimalWords)
    return bytesOf(values).subarray(start * decimalBytes, (start + rows) * decimalBytes);
  const from = wordsOf(values);
  const to = new Int32Array(rows * decimalWords);
  for (let row = 0; row < rows; row++) {
    const at = (start + row) * width;
    for (let word = 0; word < decimalWords; word++)
      to[row * decimalWords + word] =
        word < width ? (from[at + word] ?? 0) : (to[row * decimalWords + word - 1] ?? 0) >> 31;
    const sign = (to[(row + 1) * decimalWords - 1] ?? 0) >> 31;
    for (let word = decimalWords; word < width; word++)
      if (from[at + word] !== sign && (validity === null || isSet(validity, row))) return null;
  }
  return bytesOf(to);
}
