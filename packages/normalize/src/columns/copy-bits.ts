/** Copies the first `count` bits of some to bit `at` of others. */
export function copyBits(from: Uint8Array, to: Uint8Array, at: number, count: number): void {
  if ((at & 7) === 0) {
    to.set(from.subarray(0, (count + 7) >> 3), at >> 3);
    return;
  }
  for (let bit = 0; bit < count; bit++) {
    const mask = 1 << ((at + bit) & 7);
    const byte = to[(at + bit) >> 3] ?? 0;
    to[(at + bit) >> 3] = ((from[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0 ? byte & ~mask : byte | mask;
  }
}
