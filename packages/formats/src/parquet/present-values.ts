import type { ColumnVector } from '@sluice/schema';

/**
 * Parquet stores only the rows that hold a value, Arrow has a slot for each row: these close the gaps. Without nulls
 * they hand out the column's own memory.
 */

/** The booleans of the rows that hold one, one bit each. */
export function presentBits({ length, nullCount, validity, values }: ColumnVector): Uint8Array {
  if (validity === null || nullCount === 0) return values.subarray(0, (length + 7) >> 3);
  const bits = new Uint8Array((length - nullCount + 7) >> 3);
  let present = 0;
  for (let row = 0; row < length; row++) {
    if (!isPresent(validity, row)) continue;
    if (isPresent(values, row)) bits[present >> 3] = (bits[present >> 3] ?? 0) | (1 << (present & 7));
    present++;
  }
  return bits;
}

/** The fixed-width values of the rows that hold one, `words` 32-bit words each. */
export function presentWords(column: ColumnVector, words: number): Uint8Array {
  const { length, nullCount, validity, values } = column;
  if (validity === null || nullCount === 0) return values.subarray(0, length * words * 4);
  const from = alignedWords(values);
  // One slot more, because each slot is copied before it is known whether it counts.
  const to = new Int32Array((length - nullCount + 1) * words);
  if (words === 2) copyPresentPairs(from, to, validity, length);
  else copyPresent(from, to, validity, length, words);
  return new Uint8Array(to.buffer, 0, (length - nullCount) * words * 4);
}

function copyPresent(
  from: Int32Array,
  to: Int32Array,
  validity: Uint8Array,
  rows: number,
  words: number,
): void {
  let target = 0;
  for (let row = 0; row < rows; row++) {
    for (let word = 0; word < words; word++) to[target + word] = from[row * words + word] ?? 0;
    target += words * presence(validity, row);
  }
}

/** The same for the usual width; without the inner loop it takes a third of the time. */
function copyPresentPairs(from: Int32Array, to: Int32Array, validity: Uint8Array, rows: number): void {
  let target = 0;
  for (let row = 0; row < rows; row++) {
    to[target] = from[row * 2] ?? 0;
    to[target + 1] = from[row * 2 + 1] ?? 0;
    target += 2 * presence(validity, row);
  }
}

/** The lengths of the values of the rows that hold one. */
export function presentLengths(
  { length, nullCount, validity }: ColumnVector,
  offsets: Int32Array,
): Int32Array {
  const lengths = new Int32Array(length - nullCount + 1);
  let present = 0;
  let start = offsets[0] ?? 0;
  for (let row = 0; row < length; row++) {
    const end = offsets[row + 1] ?? 0;
    lengths[present] = end - start;
    start = end;
    present += validity === null ? 1 : presence(validity, row);
  }
  return lengths.subarray(0, length - nullCount);
}

/** The bytes of the values of the rows that hold one, one after the other. */
export function presentBytes(column: ColumnVector, offsets: Int32Array, lengths: Int32Array): Uint8Array {
  const { length, validity, values } = column;
  const first = offsets[0] ?? 0;
  const all = values.subarray(first, offsets[length] ?? 0);
  if (validity === null) return all;
  let size = 0;
  for (let index = 0; index < lengths.length; index++) size += lengths[index] ?? 0;
  // Arrow allows bytes behind a null too.
  if (size === all.length) return all;
  const bytes = new Uint8Array(size);
  let target = 0;
  for (let row = 0; row < length; row++) {
    if (!isPresent(validity, row)) continue;
    const value = values.subarray(offsets[row], offsets[row + 1]);
    bytes.set(value, target);
    target += value.length;
  }
  return bytes;
}

/** The values as 32-bit words; a view, unless they lie at an odd address. */
function alignedWords(values: Uint8Array): Int32Array {
  const aligned = values.byteOffset % 4 === 0 ? values : new Uint8Array(values);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}

/** 1 where the row holds a value, else 0. */
function presence(validity: Uint8Array, row: number): number {
  return ((validity[row >> 3] ?? 0) >> (row & 7)) & 1;
}

function isPresent(bits: Uint8Array, row: number): boolean {
  return presence(bits, row) === 1;
}
