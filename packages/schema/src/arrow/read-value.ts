import { decodeUtf8 } from '../document/utf8.ts';
import { encodeJson } from '../json/encode.ts';
import { formatTime, formatTimestamp } from '../time/format.ts';
import { decimal } from '../values/decimal.ts';
import { Double, PlainDate, PlainTime, Timestamp, type Value } from '../values/values.ts';
import { isPresent, offsetReader, wordsOf } from './array-bytes.ts';
import type { ArrowArray } from './arrow-table.ts';
import { type ArrowType, typeIds, unitDigits } from './arrow-type.ts';
import { halfToDouble } from './half-float.ts';
import { bytesReader } from './read-bytes.ts';

/** Reads the value of a row. */
export type ReadValue = (row: number) => Value;

/** How values are read. */
export interface ReadValueOptions {
  /**
   * What becomes of nanoseconds that microseconds cannot express. Default `text`: the value is given as ISO 8601 text
   * with all its digits; `floor` cuts them off, so that all values of a column have one type.
   */
  readonly nanoseconds?: 'text' | 'floor';
}

const millisPerDay = 86_400_000;
const int32: ArrowType = { typeId: typeIds.int, bitWidth: 32, isSigned: true };

/**
 * Reads the values of an Arrow array for what they are: structs as maps, lists as lists, dictionaries decoded. For
 * places where values are looked at one by one.
 */
export function arrowReader(array: ArrowArray, options: ReadValueOptions = {}): ReadValue {
  const read = presentReader(array, options);
  return (row) => (isPresent(array, row) ? read(row) : null);
}

function presentReader(array: ArrowArray, options: ReadValueOptions): ReadValue {
  const { type } = array;
  switch (type.typeId) {
    case typeIds.int:
      return integerReader(array);
    case typeIds.float:
      return floatReader(array);
    case typeIds.bool:
      return bitReader(array);
    case typeIds.utf8:
    case typeIds.largeUtf8:
    case typeIds.utf8View: {
      const bytesAt = bytesReader(array);
      return (row) => decodeUtf8(bytesAt(row));
    }
    case typeIds.binary:
    case typeIds.largeBinary:
    case typeIds.binaryView:
    case typeIds.fixedSizeBinary:
      return bytesReader(array);
    case typeIds.decimal:
      return decimalReader(array);
    case typeIds.date:
      return dateReader(array);
    case typeIds.time:
      return timeReader(array, options);
    case typeIds.timestamp:
      return timestampReader(array, options);
    case typeIds.struct:
      return structReader(array, options);
    case typeIds.list:
    case typeIds.largeList:
      return listReader(array, offsetReader(array), options);
    case typeIds.fixedSizeList: {
      const size = type.listSize ?? 0;
      return listReader(array, (row) => row * size, options);
    }
    case typeIds.map:
      return mapReader(array, options);
    case typeIds.dictionary:
      return dictionaryReader(array, options);
  }
  return () => null;
}

function numbersOf({ values }: Pick<ArrowArray, 'values'>): ArrayLike<number> {
  return (values ?? []) as unknown as ArrayLike<number>;
}

/** Integers as numbers where these are exact. */
function integerReader(array: Pick<ArrowArray, 'type' | 'values'>): (row: number) => number | bigint {
  const { bitWidth = 64, isSigned = true } = array.type;
  if (bitWidth < 64) {
    const numbers = numbersOf(array);
    return (row) => numbers[row] ?? 0;
  }
  const read = longReader(array, isSigned);
  return (row) => {
    const value = read(row);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  };
}

function longReader({ values }: Pick<ArrowArray, 'values'>, isSigned = true): (row: number) => bigint {
  const words = wordsOf(values);
  return (row) => {
    const whole = (BigInt(words[row * 2 + 1] ?? 0) << 32n) | BigInt((words[row * 2] ?? 0) >>> 0);
    return isSigned ? whole : BigInt.asUintN(64, whole);
  };
}

function floatReader(array: ArrowArray): ReadValue {
  const numbers = numbersOf(array);
  if (array.type.precision === 0) return (row) => new Double(halfToDouble(numbers[row] ?? 0));
  return (row) => new Double(numbers[row] ?? 0);
}

function bitReader({ values, offset }: ArrowArray): ReadValue {
  const bits = (values ?? new Uint8Array(0)) as Uint8Array;
  return (row) => ((bits[(offset + row) >> 3] ?? 0) & (1 << ((offset + row) & 7))) !== 0;
}

function decimalReader({ type, values }: ArrowArray): ReadValue {
  const { bitWidth = 128, scale = 0 } = type;
  const words = wordsOf(values);
  const width = bitWidth / 32;
  return (row) => {
    let unscaled = 0n;
    for (let word = width - 1; word >= 0; word--)
      unscaled = (unscaled << 32n) | BigInt((words[row * width + word] ?? 0) >>> 0);
    return decimal(`${BigInt.asIntN(bitWidth, unscaled)}E${-scale}`);
  };
}

function dateReader(array: ArrowArray): ReadValue {
  const words = wordsOf(array.values);
  if (array.type.unit === 0) return (row) => new PlainDate(words[row] ?? 0);
  const millis = longReader(array);
  return (row) => new PlainDate(Math.floor(Number(millis(row)) / millisPerDay));
}

function timeReader(array: ArrowArray, { nanoseconds = 'text' }: ReadValueOptions): ReadValue {
  const digits = unitDigits(array.type.unit);
  if (digits < 6) {
    const words = wordsOf(array.values);
    return (row) => new PlainTime((words[row] ?? 0) * 10 ** (6 - digits));
  }
  const read = longReader(array);
  if (digits === 6) return (row) => new PlainTime(Number(read(row)));
  return (row) => {
    const [micros, rest] = dividedBy1000(read(row));
    const seconds = Math.floor(Number(micros) / 1_000_000);
    if (rest === 0n || nanoseconds === 'floor') return new PlainTime(Number(micros));
    return `${formatTime(new PlainTime(seconds * 1_000_000))}.${nineDigits(micros, rest)}`;
  };
}

function timestampReader(array: ArrowArray, { nanoseconds = 'text' }: ReadValueOptions): ReadValue {
  const digits = unitDigits(array.type.unit);
  const offset = array.type.timezone ? 0 : null;
  const read = longReader(array);
  if (digits <= 6) {
    const factor = 10n ** BigInt(6 - digits);
    return (row) => new Timestamp(read(row) * factor, offset);
  }
  return (row) => {
    const [micros, rest] = dividedBy1000(read(row));
    if (rest === 0n || nanoseconds === 'floor') return new Timestamp(micros, offset);
    const second = micros - modulo(micros, 1_000_000n);
    const clock = formatTimestamp(new Timestamp(second, null));
    return `${clock}.${nineDigits(micros, rest)}${offset === null ? '' : '+00:00'}`;
  };
}

/** Rounds down, as time flows. */
function dividedBy1000(value: bigint): readonly [quotient: bigint, rest: bigint] {
  const rest = modulo(value, 1000n);
  return [(value - rest) / 1000n, rest];
}

function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}

function nineDigits(micros: bigint, rest: bigint): string {
  return String(modulo(micros, 1_000_000n) * 1000n + rest).padStart(9, '0');
}

function structReader({ type, children }: ArrowArray, options: ReadValueOptions): ReadValue {
  const fields = (type.children ?? []).map(({ name }, index): [string, ReadValue] => {
    const child = children[index];
    return [name, child ? arrowReader(child, options) : () => null];
  });
  return (row) => new Map(fields.map(([name, read]) => [name, read(row)]));
}

function listReader(
  { children: [child] }: ArrowArray,
  startOf: (row: number) => number,
  options: ReadValueOptions,
): ReadValue {
  const read: ReadValue = child ? arrowReader(child, options) : () => null;
  return (row) => {
    const start = startOf(row);
    return Array.from({ length: startOf(row + 1) - start }, (_, index) => read(start + index));
  };
}

/** Keys that are no texts become what JSON would write for them. */
function mapReader(array: ArrowArray, options: ReadValueOptions): ReadValue {
  const startOf = offsetReader(array);
  const [keys, values] = array.children[0]?.children ?? [];
  if (!keys || !values) return () => new Map();
  const [key, value] = [arrowReader(keys, options), arrowReader(values, options)];
  return (row) => {
    const map = new Map<string, Value>();
    for (let entry = startOf(row); entry < startOf(row + 1); entry++)
      map.set(keyText(key(entry)), value(entry));
    return map;
  };
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  const json = encodeJson(key);
  return json.startsWith('"') ? JSON.parse(json) : json;
}

function dictionaryReader(array: ArrowArray, options: ReadValueOptions): ReadValue {
  const indexOf = integerReader({ type: array.type.indices ?? int32, values: array.values });
  const chunks = (array.dictionary?.data ?? []).map((chunk) => ({
    length: chunk.length,
    read: arrowReader(chunk, options),
  }));
  return (row) => {
    let index = Number(indexOf(row));
    for (const { length, read } of chunks) {
      if (index < length) return read(index);
      index -= length;
    }
    return null;
  };
}
