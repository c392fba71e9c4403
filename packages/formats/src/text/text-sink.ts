/** Takes bytes, one row after the other, and hands them out as chunks in the same memory. */
export class TextSink {
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes written since the last chunk. */
  length = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** Makes room for so many more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
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
