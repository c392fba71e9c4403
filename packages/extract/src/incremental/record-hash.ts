import { encodeJson, type Runtime, SluiceError, Timestamp, toValue, type Value } from '@sluice/schema';
import type { Names } from '../hints/names.ts';
import { isMissing, readField } from './read-field.ts';

/** What tells records with one cursor value apart: names of fields, or null for the whole record. */
export type DedupKey = Names | null;

/** Longest hash in base64 before dlt 1.29, whose states may still be around. */
const legacyLength = 20;

/** The hash by which a record is known again, as dlt computes it: 12 characters, 20 in the form before 1.29. */
export function recordHash(record: unknown, key: DedupKey, runtime: Runtime, isLegacy: boolean): string {
  const value = keyValue(record, key);
  // Points in time count by their instant, however they are written; the older form took their text.
  if (isLegacy) return runtime.shake128(encodeJson(legacyInstants(value), { sortKeys: true }), 15);
  return runtime.shake128(encodeJson(instantsAsMicros(value), { sortKeys: true }), 9);
}

export function isLegacyHash(hash: string): boolean {
  return hash.length === legacyLength;
}

function keyValue(record: unknown, key: DedupKey): unknown {
  if (key === null) return record;
  return typeof key === 'string' ? keyField(record, key) : key.map((name) => keyField(record, name));
}

function keyField(record: unknown, name: string): unknown {
  const value = readField(record, name);
  if (!isMissing(value)) return value;
  throw new SluiceError(
    'CURSOR_KEY_MISSING',
    `A record has no field ${JSON.stringify(name)}, part of its key`,
    {
      place: { column: name },
      remedy:
        'Name fields that every record has as `primaryKey` of the cursor, or [] to keep repeated records',
    },
  );
}

function instantsAsMicros(value: unknown): unknown {
  return mapInstants(value, (timestamp) => timestamp.micros);
}

/** UTC was written with a `Z`: only there does the text differ from today's. */
function legacyInstants(value: unknown): unknown {
  return mapInstants(value, (timestamp) =>
    timestamp.offsetSeconds === 0
      ? encodeJson(timestamp)
          .slice(1, -1)
          .replace(/\+00:00$/, 'Z')
      : timestamp,
  );
}

function mapInstants(raw: unknown, change: (timestamp: Timestamp) => Value): Value {
  const value = toValue(raw);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Timestamp) return change(value);
  if (Array.isArray(value)) return value.map((item) => mapInstants(item, change));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, mapInstants(item, change)]));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return new Map(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, mapInstants(item, change)]),
  );
}
