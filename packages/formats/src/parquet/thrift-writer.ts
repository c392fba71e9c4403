import { ByteSink } from './byte-sink.ts';
import { thriftTypes } from './thrift-types.ts';

const encoder = new TextEncoder();

/** Writes the compact protocol of Thrift, in which Parquet keeps its headers and its footer. */
export class ThriftWriter {
  readonly sink = new ByteSink();
  /** Id of the last field, for each struct that is open. */
  readonly #lastIds = [0];

  bool(id: number, value: boolean): void {
    this.#field(id, value ? thriftTypes.true : thriftTypes.false);
  }

  int32(id: number, value: number): void {
    this.#field(id, thriftTypes.int32);
    this.sink.zigzag(value);
  }

  int64(id: number, value: number): void {
    this.#field(id, thriftTypes.int64);
    this.sink.zigzag(value);
  }

  text(id: number, value: string): void {
    this.#field(id, thriftTypes.binary);
    this.#binary(value);
  }

  struct(id: number, fields: () => void): void {
    this.#field(id, thriftTypes.struct);
    this.element(fields);
  }

  int32List(id: number, values: readonly number[]): void {
    this.#list(id, thriftTypes.int32, values, (value) => this.sink.zigzag(value));
  }

  textList(id: number, values: readonly string[]): void {
    this.#list(id, thriftTypes.binary, values, (value) => this.#binary(value));
  }

  structList<T>(id: number, values: readonly T[], fields: (value: T) => void): void {
    this.#list(id, thriftTypes.struct, values, (value) => this.element(() => fields(value)));
  }

  /** A struct without a field of its own: the outermost one, or an element of a list. */
  element(fields: () => void): void {
    this.#lastIds.push(0);
    fields();
    this.#lastIds.pop();
    this.sink.byte(thriftTypes.stop);
  }

  #list<T>(id: number, type: number, values: readonly T[], write: (value: T) => void): void {
    this.#field(id, thriftTypes.list);
    const count = values.length;
    this.sink.byte((Math.min(count, 15) << 4) | type);
    if (count >= 15) this.sink.varint(count);
    values.forEach(write);
  }

  #field(id: number, type: number): void {
    const last = this.#lastIds.length - 1;
    // Ids go up in steps of one to fifteen everywhere in Parquet, so the long form is never needed.
    this.sink.byte(((id - (this.#lastIds[last] ?? 0)) << 4) | type);
    this.#lastIds[last] = id;
  }

  #binary(value: string): void {
    const bytes = encoder.encode(value);
    this.sink.varint(bytes.length);
    this.sink.append(bytes);
  }
}
