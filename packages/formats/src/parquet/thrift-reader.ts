import { thriftTypes } from './thrift-types.ts';

const decoder = new TextDecoder();

/** An integer, and where its bytes begin. */
export interface ThriftInteger {
  readonly value: number;
  readonly at: number;
}

export type ThriftStruct = ReadonlyMap<number, ThriftValue>;
export type ThriftValue = boolean | string | ThriftInteger | readonly ThriftValue[] | ThriftStruct;

/** Reads what `ThriftWriter` wrote, and no more of the protocol than that. */
export class ThriftReader {
  readonly #bytes: Uint8Array;
  /** Where reading goes on. */
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  struct(): ThriftStruct {
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      if (head === thriftTypes.stop) return fields;
      id += head >> 4;
      fields.set(id, this.#value(head & 15));
    }
  }

  #value(type: number): ThriftValue {
    switch (type) {
      case thriftTypes.true:
      case thriftTypes.false:
        return type === thriftTypes.true;
      case thriftTypes.int32:
      case thriftTypes.int64: {
        const { at } = this;
        const zigzag = this.#varint();
        return { value: zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2, at };
      }
      case thriftTypes.binary: {
        const length = this.#varint();
        this.at += length;
        return decoder.decode(this.#bytes.subarray(this.at - length, this.at));
      }
      case thriftTypes.list: {
        const head = this.#byte();
        const count = head >> 4 === 15 ? this.#varint() : head >> 4;
        return Array.from({ length: count }, () => this.#value(head & 15));
      }
      case thriftTypes.struct:
        return this.struct();
      default:
        throw new RangeError(`Thrift type ${type}`);
    }
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('The bytes end early');
    return byte;
  }
}
