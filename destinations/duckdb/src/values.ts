import type { QueryValue } from '@sluice/load';
import type { DataType } from '@sluice/schema';
import type { DriverType } from './driver.ts';

/** DuckDB's type names of the data types; a precision in parentheses counts for none of them. */
const dataTypes = new Map<string, DataType>([
  ['VARCHAR', 'text'],
  ['JSON', 'json'],
  ['DOUBLE', 'double'],
  ['BOOLEAN', 'bool'],
  ['DATE', 'date'],
  ['TIME', 'time'],
  ['BLOB', 'binary'],
  ['TINYINT', 'bigint'],
  ['SMALLINT', 'bigint'],
  ['INTEGER', 'bigint'],
  ['BIGINT', 'bigint'],
  ['HUGEINT', 'bigint'],
  ['TIMESTAMP', 'timestamp'],
  ['TIMESTAMP_S', 'timestamp'],
  ['TIMESTAMP_MS', 'timestamp'],
  ['TIMESTAMP_NS', 'timestamp'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamp'],
  ['DECIMAL', 'decimal'],
]);

/** The data type that a type of DuckDB reads back as; null where a dataset never holds it. */
export function dataTypeOf(type: string): DataType | null {
  return dataTypes.get(type.replace(/\(.*\)$/, '').toUpperCase()) ?? null;
}

/** The type as DuckDB spells it in its catalogue. */
export function typeText(type: DriverType): string {
  return type.alias ?? type.toString();
}

type Convert = (value: unknown) => QueryValue;

/** Makes values of DuckDB's driver what `QueryValue` says they are: the function for a column of that type. */
export function valueConverter(type: DriverType): Convert {
  const convert = converters.get(type.typeId)?.(type) ?? scalar;
  return (value) => (value === null || value === undefined ? null : convert(value));
}

/** By the numbers of DuckDB's C interface, which every version of the driver shares. */
const converters = new Map<number, (type: DriverType) => Convert>([
  [12, () => (value) => isoTimestamp(bigintIn(value, 'micros')) ?? String(value)],
  [14, () => (value) => isoTime(bigintIn(value, 'micros'))],
  // The driver's are Buffers, which print and compare in their own way.
  [18, () => (value) => new Uint8Array(member(value, 'bytes') as Uint8Array)],
  [20, () => (value) => isoTimestamp(bigintIn(value, 'seconds') * 1_000_000n) ?? String(value)],
  [21, () => (value) => isoTimestamp(bigintIn(value, 'millis') * 1000n) ?? String(value)],
  [22, () => (value) => isoNanoseconds(bigintIn(value, 'nanos')) ?? String(value)],
  [24, listConverter],
  [25, structConverter],
  [26, mapConverter],
  [28, unionConverter],
  [31, () => (value) => isoTimestamp(bigintIn(value, 'micros'), 'Z') ?? String(value)],
  [33, listConverter],
]);

/** Numbers, texts and booleans as they are; what is left, such as decimals and dates, has its text. */
function scalar(value: unknown): QueryValue {
  if (typeof value === 'bigint') return toInteger(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return String(value);
}

function listConverter(type: DriverType): Convert {
  const convert = valueConverter(typeIn(type, 'valueType'));
  return (value) => listIn(value, 'items').map(convert);
}

function structConverter(type: DriverType): Convert {
  const names = listIn(type, 'entryNames').map(String);
  const convert = listIn(type, 'entryTypes').map((entry) => valueConverter(entry as DriverType));
  return (value) => {
    const entries = member(value, 'entries');
    return toObject(names.map((name, index) => [name, convert[index]?.(member(entries, name)) ?? null]));
  };
}

function mapConverter(type: DriverType): Convert {
  const convert = valueConverter(typeIn(type, 'valueType'));
  return (value) =>
    toObject(
      listIn(value, 'entries').map((entry) => [
        String(member(entry, 'key')),
        convert(member(entry, 'value')),
      ]),
    );
}

function unionConverter(type: DriverType): Convert {
  const tags = listIn(type, 'memberTags').map(String);
  const convert = listIn(type, 'memberTypes').map((entry) => valueConverter(entry as DriverType));
  return (value) => convert[tags.indexOf(String(member(value, 'tag')))]?.(member(value, 'value')) ?? null;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function bigintIn(value: unknown, name: string): bigint {
  return member(value, name) as bigint;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  return member(value, name) as readonly unknown[];
}

function typeIn(type: DriverType, name: string): DriverType {
  return member(type, name) as DriverType;
}

function toInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Undefined for infinities and for years that `Date` does not know. */
function isoTimestamp(micros: bigint, zone = ''): string | undefined {
  const date = new Date(Number(floorDivide(micros, 1_000_000n)) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const fraction = digits(modulo(micros, 1_000_000n), 6);
  return `${date.toISOString().slice(0, -5)}.${fraction}${zone}`;
}

function isoNanoseconds(nanos: bigint): string | undefined {
  const text = isoTimestamp(floorDivide(nanos, 1000n));
  return text === undefined ? undefined : `${text}${digits(modulo(nanos, 1000n), 3)}`;
}

function isoTime(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => digits(part, 2));
  return `${parts.join(':')}.${digits(micros % 1_000_000n, 6)}`;
}

function toObject(entries: readonly (readonly [string, QueryValue])[]): QueryValue {
  // Assigning `__proto__` would set the prototype; an entry of that name is an ordinary one.
  return Object.fromEntries(entries);
}

function digits(value: bigint, count: number): string {
  return String(value).padStart(count, '0');
}

/** Division that rounds down, and its remainder: BigInt division rounds towards zero. */
function floorDivide(value: bigint, by: bigint): bigint {
  return (value - modulo(value, by)) / by;
}

function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
