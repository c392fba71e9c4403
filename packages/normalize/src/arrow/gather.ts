import type { ColumnVector, VectorType } from '@sluice/schema';
import { bytesOf, wordsOf } from '@sluice/schema/arrow';
import { isSet } from './bits.ts';
import { refuseTooLarge } from './texts.ts';

/** Up to here a loop over the bytes is faster than a call into the host. */
const shortLength = 48;

/** The rows of a vector at some positions, in their order; -1 gives a null. */
export function gather(vector: ColumnVector, positions: Int32Array): ColumnVector {
  const { name, type } = vector;
  const rows = positions.length;
  const validity = new Uint8Array((rows + 7) >> 3);
  let nullCount = 0;
  for (let row = 0; row < rows; row++) {
    const from = positions[row] ?? -1;
    if (from >= 0 && (vector.validity === null || isSet(vector.validity, from)))
      validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
    else nullCount++;
  }
  return {
    name,
    type,
    length: rows,
    nullCount,
    validity: nullCount === 0 ? null : validity,
    ...gatherValues(vector, positions),
  };
}

function gatherValues(
  { type, values, offsets }: ColumnVector,
  positions: Int32Array,
): Pick<ColumnVector, 'values' | 'offsets'> {
  if (offsets !== null) return gatherTexts(values, offsets, positions);
  if (type.kind === 'bool') return { values: gatherBits(values, positions), offsets };
  return { values: gatherWords(values, wordsPerSlot(type), positions), offsets };
}

function wordsPerSlot({ kind }: VectorType): number {
  if (kind === 'date32') return 1;
  return kind === 'decimal128' ? 4 : 2;
}

function gatherWords(values: Uint8Array, width: number, positions: Int32Array): Uint8Array {
  const from = wordsOf(values);
  const to = new Int32Array(positions.length * width);
  for (let row = 0; row < positions.length; row++) {
    const at = (positions[row] ?? -1) * width;
    if (at < 0) continue;
    for (let word = 0; word < width; word++) to[row * width + word] = from[at + word] ?? 0;
  }
  return bytesOf(to);
}

function gatherBits(bits: Uint8Array, positions: Int32Array): Uint8Array {
  const to = new Uint8Array((positions.length + 7) >> 3);
  for (let row = 0; row < positions.length; row++) {
    const from = positions[row] ?? -1;
    if (from >= 0 && isSet(bits, from)) to[row >> 3] = (to[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return to;
}

function gatherTexts(
  values: Uint8Array,
  offsets: Int32Array,
  positions: Int32Array,
): { values: Uint8Array; offsets: Int32Array } {
  const ends = new Int32Array(positions.length + 1);
  let size = 0;
  for (let row = 0; row < positions.length; row++) {
    const from = positions[row] ?? -1;
    if (from >= 0) size += (offsets[from + 1] ?? 0) - (offsets[from] ?? 0);
    ends[row + 1] = size;
  }
  refuseTooLarge(size);
  const to = new Uint8Array(size);
  for (let row = 0; row < positions.length; row++) {
    const from = positions[row] ?? -1;
    if (from < 0) continue;
    const start = offsets[from] ?? 0;
    const length = (offsets[from + 1] ?? 0) - start;
    const at = ends[row] ?? 0;
    // Words of a dictionary are short: a loop is faster than a view and a call for each.
    if (length > shortLength) to.set(values.subarray(start, start + length), at);
    else for (let byte = 0; byte < length; byte++) to[at + byte] = values[start + byte] ?? 0;
  }
  return { values: to, offsets: ends };
}
