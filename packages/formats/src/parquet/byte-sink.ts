/** Bytes that grow: headers, footers, and the lengths of texts. */
export class ByteSink {
  #bytes: Uint8Array;
  #end = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** What was written; no copy. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  byte(value: number): void {
    if (this.#end === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#end++] = value;
  }

  uint32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte(value >>> shift);
  }

  /** An unsigned integer up to 2^53, seven bits a byte. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128);
    this.byte(rest);
  }

  /** A signed integer up to ±2^52, seven bits a byte, the sign in the lowest bit. */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** The first `count` values less `base`, `width` bytes each, the lowest first. */
  packed(values: Float64Array, count: number, base: number, width: number): void {
    this.#reserve(count * width);
    const bytes = this.#bytes;
    let end = this.#end;
    for (let index = 0; index < count; index++) {
      const value = (values[index] ?? 0) - base;
      for (let shift = 0; shift < width * 8; shift += 8) bytes[end++] = value >>> shift;
    }
    this.#end = end;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #reserve(count: number): void {
    const needed = this.#end + count;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.bytes());
    this.#bytes = bytes;
  }
}
