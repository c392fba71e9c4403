/** A file from its chunks, which may come in the same memory, one after the other. */
export function fileOf(chunks: Iterable<Uint8Array>): Buffer {
  return Buffer.concat(Array.from(chunks, (chunk) => Buffer.from(chunk)));
}
