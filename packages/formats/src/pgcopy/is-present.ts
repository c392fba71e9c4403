/** Whether a row holds a value. */
export function isPresent(validity: Uint8Array | null, row: number): boolean {
  return validity === null || (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
}
