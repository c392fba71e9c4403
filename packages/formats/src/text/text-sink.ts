/** Up to here a loop is faster than a call into the host. */
const shortLength = 200;
const wordBytes = 4;

/** Takes bytes, one row after the other, and hands them out as chunks in the same memory. */
export class TextSink {
  bytes: Uint8Array<ArrayBuffer>;
  #words: DataView;
  /** Bytes written since the last chunk. */
  length = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#words = new DataView(this.bytes.buffer);
  }

  /** Makes room for so many more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
    this.#words = new DataView(bytes.buffer);
  }

  /** Adds one byte; room for it has been made. */
  byte(byte: number): void {
    this.bytes[this.length++] = byte;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Adds the bytes between two places of `from`; room for them has been made. */
  copy(from: DataView, start: number, end: number): void {
    if (end - start > shortLength) {
      this.bytes.set(new Uint8Array(from.buffer, from.byteOffset + start, end - start), this.length);
    } else {
      const words = this.#words;
      let at = start;
      let to = this.length;
      for (; at + wordBytes <= end; at += wordBytes, to += wordBytes) words.setInt32(to, from.getInt32(at));
      for (; at < end; at++, to++) words.setInt8(to, from.getInt8(at));
    }
    this.length += end - start;
  }

  /** Adds a text of ASCII. */
  ascii(text: string): void {
    const count = text.length;
    this.reserve(count);
    const { bytes, length } = this;
    for (let index = 0; index < count; index++) bytes[length + index] = text.charCodeAt(index);
    this.length = length + count;
  }

  /** What has been written; the next bytes overwrite it. */
  take(): Uint8Array {
    const chunk = this.bytes.subarray(0, this.length);
    this.length = 0;
    return chunk;
  }
}

/** Writes the value of a row, which has one. */
export type WriteValue = (sink: TextSink, row: number) => void;
