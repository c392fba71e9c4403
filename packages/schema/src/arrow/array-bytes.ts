import type { ArrowArray } from './arrow-table.ts';

const noBytes = new Uint8Array(0);

/** The bytes behind a view of any kind. */
export function bytesOf(view: ArrayBufferView | null | undefined): Uint8Array {
  if (view === null || view === undefined) return noBytes;
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/**
 * The 32-bit words behind a view, the lower half of a 64-bit integer first: reading these is many times faster than
 * making a `bigint` of each. A view, unless the bytes lie at an odd address.
 */
export function wordsOf(view: ArrayBufferView | undefined): Int32Array {
  let bytes = bytesOf(view);
  if (bytes.byteOffset % 4 !== 0) bytes = new Uint8Array(bytes);
  return new Int32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength >> 2);
}

/** Whether a row holds a value. */
export function isPresent({ nullBitmap, offset }: ArrowArray, row: number): boolean {
  if (!nullBitmap || nullBitmap.length === 0) return true;
  const bit = offset + row;
  return ((nullBitmap[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** Where the value of a row of variable width begins; `row` may be one past the last. */
export function offsetReader({ valueOffsets }: ArrowArray): (row: number) => number {
  const words = wordsOf(valueOffsets);
  if (!isLarge(valueOffsets)) return (row) => words[row] ?? 0;
  return (row) => (words[row * 2 + 1] ?? 0) * 2 ** 32 + ((words[row * 2] ?? 0) >>> 0);
}

function isLarge(offsets: ArrayBufferView | undefined): boolean {
  return (offsets as { readonly BYTES_PER_ELEMENT?: number } | undefined)?.BYTES_PER_ELEMENT === 8;
}
