/** Which rows of some hold a value: bit i is 1 where row i does; null where all do. */
export interface Presence {
  readonly validity: Uint8Array | null;
  readonly nullCount: number;
}

const allPresent: Presence = { validity: null, nullCount: 0 };
const onesInByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
});

/** The presence of `rows` rows from bit `start` on. */
export function presenceOf(bitmap: Uint8Array | null | undefined, start: number, rows: number): Presence {
  if (!bitmap || bitmap.length === 0) return allPresent;
  const validity = sliceBits(bitmap, start, rows);
  const nullCount = rows - countOnes(validity);
  return nullCount === 0 ? allPresent : { validity, nullCount };
}

/** `count` bits from bit `start` on, as bits that begin with a byte: a view where they do, and nothing follows them. */
export function sliceBits(bits: Uint8Array, start: number, count: number): Uint8Array {
  const length = (count + 7) >> 3;
  const first = start >> 3;
  const shift = start & 7;
  if (shift === 0) {
    const view = bits.subarray(first, first + length);
    const rest = (count & 7) === 0 ? 0 : (view[length - 1] ?? 0) >> (count & 7);
    if (rest === 0 && view.length === length) return view;
  }
  const sliced = new Uint8Array(length);
  for (let at = 0; at < length; at++)
    sliced[at] = ((bits[first + at] ?? 0) >> shift) | ((bits[first + at + 1] ?? 0) << (8 - shift));
  if ((count & 7) !== 0) sliced[length - 1] = (sliced[length - 1] ?? 0) & (255 >> (8 - (count & 7)));
  return sliced;
}

export function isSet(bits: Uint8Array, bit: number): boolean {
  return ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

function countOnes(bits: Uint8Array): number {
  let ones = 0;
  for (let at = 0; at < bits.length; at++) ones += onesInByte[bits[at] ?? 0] ?? 0;
  return ones;
}
