/**
 * Values that JavaScript has no type of its own for. They are what coercion produces and what normalize reads;
 * users meet `double()` and `decimal()`, and hand in `Date`, `Temporal.*`, `Uint8Array` and the like, which
 * `toValue` turns into these.
 */

/** A double, also where the number is whole: `1.0` and `1` are one number in JavaScript, two types in a dataset. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** An exact decimal, as its text: `1.10` keeps its zero. */
export class Decimal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A 256-bit EVM integer (or its fraction), as its text. */
export class Wei {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A point in time, or a wall-clock time where `offsetSeconds` is null. */
export class Timestamp {
  /** Microseconds since 1970-01-01T00:00:00: of the instant in UTC, or of the wall clock. */
  readonly micros: bigint;
  /** The offset it was written with, or null for a wall clock without a zone ("naive"). */
  readonly offsetSeconds: number | null;
  constructor(micros: bigint, offsetSeconds: number | null) {
    this.micros = micros;
    this.offsetSeconds = offsetSeconds;
  }
}

/** A calendar day. */
export class PlainDate {
  /** Days since 1970-01-01. */
  readonly days: number;
  constructor(days: number) {
    this.days = days;
  }
}

/** A time of day. */
export class PlainTime {
  /** Microseconds since midnight: of the clock in UTC where it was written with an offset. */
  readonly micros: number;
  /** The offset it was written with, which only states keep; null where it has none. */
  readonly offsetSeconds: number | null;
  constructor(micros: number, offsetSeconds: number | null = null) {
    this.micros = micros;
    this.offsetSeconds = offsetSeconds;
  }
}

/** Bytes that print as `0x…`. */
export class HexBytes {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** Any value a cell, a state or a JSON column can hold. Objects: own string keys, or a Map to keep key order. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Double
  | Decimal
  | Wei
  | Timestamp
  | PlainDate
  | PlainTime
  | HexBytes
  | Uint8Array
  | readonly Value[]
  | ReadonlyMap<string, Value>
  | { readonly [key: string]: Value };
