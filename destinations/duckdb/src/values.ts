import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { QueryValue } from '@sluice/load';
import type { DataType } from '@sluice/schema';

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
export function typeText(type: DuckDBType): string {
  return type.alias ?? type.toString();
}

/** Makes values of DuckDB's driver what `QueryValue` says they are. */
export function valueConverter(duck: typeof import('@duckdb/node-api')): (value: DuckDBValue) => QueryValue {
  const convert = (value: DuckDBValue): QueryValue => {
    if (typeof value === 'bigint') return toInteger(value);
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof duck.DuckDBTimestampTZValue) return isoTimestamp(value.micros, 'Z') ?? String(value);
    if (value instanceof duck.DuckDBTimestampValue) return isoTimestamp(value.micros) ?? String(value);
    if (value instanceof duck.DuckDBTimestampMillisecondsValue) {
      return isoTimestamp(value.millis * 1000n) ?? String(value);
    }
    if (value instanceof duck.DuckDBTimestampSecondsValue) {
      return isoTimestamp(value.seconds * 1_000_000n) ?? String(value);
    }
    if (value instanceof duck.DuckDBTimestampNanosecondsValue) {
      const text = isoTimestamp(floorDivide(value.nanos, 1000n));
      return text === undefined ? String(value) : `${text}${digits(modulo(value.nanos, 1000n), 3)}`;
    }
    if (value instanceof duck.DuckDBTimeValue) return isoTime(value.micros);
    // The driver's are Buffers, which print and compare in their own way.
    if (value instanceof duck.DuckDBBlobValue) return new Uint8Array(value.bytes);
    if (value instanceof duck.DuckDBListValue || value instanceof duck.DuckDBArrayValue)
      return value.items.map(convert);
    if (value instanceof duck.DuckDBStructValue) return toObject(Object.entries(value.entries), convert);
    if (value instanceof duck.DuckDBMapValue) {
      return toObject(
        value.entries.map((entry) => [String(entry.key), entry.value]),
        convert,
      );
    }
    if (value instanceof duck.DuckDBUnionValue) return convert(value.value);
    return String(value);
  };
  return convert;
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

function isoTime(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => digits(part, 2));
  return `${parts.join(':')}.${digits(micros % 1_000_000n, 6)}`;
}

function toObject(
  entries: readonly [string, DuckDBValue][],
  convert: (value: DuckDBValue) => QueryValue,
): QueryValue {
  // Assigning `__proto__` would set the prototype; an entry of that name is an ordinary one.
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)]));
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
