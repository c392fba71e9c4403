import { SluiceError } from '@sluice/schema';
import { type ArrowArray, bytesOf, wordsOf } from '@sluice/schema/arrow';
import { isSet, type Presence } from './bits.ts';

const longBytes = 8;

/**
 * Integers as 64-bit ones: those that are, as they lie in memory.
 * @throws RECORD_INTEGER_OUT_OF_RANGE for an unsigned one that 64 bits with a sign cannot hold.
 */
export function longs(
  { type, values }: ArrowArray,
  start: number,
  rows: number,
  presence: Presence,
): Uint8Array {
  const { bitWidth = 64, isSigned = true } = type;
  if (bitWidth === 64) {
    const bytes = bytesOf(values).subarray(start * longBytes, (start + rows) * longBytes);
    if (!isSigned) refuseBeyond(bytes, presence, 64);
    return bytes;
  }
  const from = (values ?? []) as unknown as ArrayLike<number>;
  const to = new Int32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const value = from[start + row] ?? 0;
    to[row * 2] = value;
    // The upper half of an integer with a sign repeats the sign.
    to[row * 2 + 1] = isSigned ? value >> 31 : 0;
  }
  return new Uint8Array(to.buffer);
}

/**
 * Refuses integers that so many bits cannot hold.
 * @param bits 64 for unsigned integers whose highest bit is set
 */
export function refuseBeyond(bytes: Uint8Array, { validity }: Presence, bits: number): void {
  const words = wordsOf(bytes);
  for (let row = 0; row < words.length / 2; row++) {
    const high = words[row * 2 + 1] ?? 0;
    const fits = bits === 64 ? high >= 0 : isWithin(words[row * 2] ?? 0, high, bits);
    if (fits || (validity !== null && !isSet(validity, row))) continue;
    throw new SluiceError(
      'RECORD_INTEGER_OUT_OF_RANGE',
      `An integer does not fit the ${bits} bits of its column`,
      {
        remedy: 'Load it into another column, or cast it to decimal or text',
      },
    );
  }
}

/** Whether the bits above the lowest `bits` only repeat the sign. */
function isWithin(low: number, high: number, bits: number): boolean {
  if (bits > 32) return high >> (bits - 33) === high >> 31;
  return high === low >> 31 && low >> (bits - 1) === low >> 31;
}
