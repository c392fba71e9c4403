import { Decimal, Double, HexBytes, PlainDate, PlainTime, Timestamp, type Value, Wei } from '@sluice/schema';
import { clockText, dayText, Instant, instantText, tagged } from '../canonical/cell.ts';
import { at, isObject, type Json, listOf } from '../json/json.ts';

/**
 * A value as the corpus writes it → the value a user would hand in. Plain objects become objects, `object` tags
 * (whose order or keys an object would spoil) become Maps. A UUID is a text in JavaScript.
 */
export function decodeValue(value: Json): Value {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value;
  if (typeof value === 'number') return double(value);
  if (Array.isArray(value)) return value.map(decodeValue);
  if (!isObject(value)) return value as Value;
  const type = value.get('$type');
  if (type === undefined)
    return Object.fromEntries([...value].map(([key, item]) => [key, decodeValue(item)]));
  const content = value.get('v') ?? null;
  if (type === 'tuple') return listOf(content).map(decodeValue);
  if (type === 'object') {
    return new Map(
      listOf(content).map((pair) => [String(listOf(pair)[0]), decodeValue(listOf(pair)[1] ?? null)]),
    );
  }
  return decodeTagged(String(type), String(content));
}

function decodeTagged(type: string, text: string): Value {
  switch (type) {
    case 'datetime':
      return timestamp(text);
    case 'date':
      return new PlainDate(days(text));
    case 'time':
      return new PlainTime(Number(clockMicros(text)));
    case 'decimal':
      return new Decimal(text);
    case 'wei':
      return new Wei(text);
    case 'bigint':
      return BigInt(text);
    case 'float':
      return double(floatOf(text));
    case 'uuid':
      return text;
    case 'bytes':
      return new Uint8Array(Buffer.from(text, 'base64'));
    case 'hexbytes':
      return new HexBytes(new Uint8Array(Buffer.from(text.slice(2), 'hex')));
    default:
      throw new TypeError(`unknown $type ${type}`);
  }
}

/** A value that sluice produced → the form the corpus writes, after `plainTags`. */
export function encodeValue(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal) return tagged('decimal', value.text);
  if (value instanceof Wei) return tagged('wei', value.text);
  if (value instanceof Timestamp) return tagged('datetime', timestampText(value));
  if (value instanceof PlainDate) return tagged('date', dayText(value.days));
  if (value instanceof PlainTime) return tagged('time', clockText(BigInt(value.micros)));
  if (value instanceof HexBytes) return tagged('hexbytes', `0x${Buffer.from(value.bytes).toString('hex')}`);
  if (value instanceof Uint8Array) return tagged('bytes', Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return value.map(encodeValue);
  if (value instanceof Set) return [...value].map(encodeValue);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return new Map(
    entries.filter(([, item]) => item !== undefined).map(([key, item]) => [String(key), encodeValue(item)]),
  );
}

/** Tags that only JavaScript's own JSON needs are resolved: here, `1n` and `1` are an integer and a double. */
export function plainTags(value: Json): Json {
  if (Array.isArray(value)) return value.map(plainTags);
  if (!isObject(value)) return value;
  const content = at(value, 'v');
  switch (value.get('$type')) {
    case 'float':
      return floatOf(String(content));
    case 'bigint':
      return BigInt(String(content));
    case 'tuple':
      return listOf(content).map(plainTags);
    case 'time':
      // A time of day has no zone here: one with an offset is the same moment in UTC.
      return new Map([...value, ['v', clockText(clockMicros(String(content)))]]);
    case 'uuid':
      return String(content);
    case 'object':
      return new Map(
        listOf(content).map((pair) => [String(listOf(pair)[0]), plainTags(listOf(pair)[1] ?? null)]),
      );
    default:
      return new Map([...value].map(([key, item]) => [key, plainTags(item)]));
  }
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

/** A double as a user writes it: only whole ones need to say what they are. */
function double(value: number): number | Double {
  return Number.isInteger(value) ? new Double(value) : value;
}

function floatOf(text: string): number {
  return WORDS.get(text) ?? Number(text);
}

function isSafe(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-])(\d\d):(\d\d)(?::(\d\d))?|Z)?$/;

function timestamp(text: string): Timestamp {
  const found = DATE_TIME.exec(text);
  if (!found) throw new TypeError(`no datetime: ${text}`);
  const [, date = '', clock = '', sign, hours, minutes, seconds] = found;
  const wall = BigInt(days(date)) * 86_400_000_000n + clockMicros(clock);
  if (sign === undefined) return new Timestamp(wall, text.endsWith('Z') ? 0 : null);
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  const offset = sign === '-' ? -size : size;
  return new Timestamp(wall - BigInt(offset) * 1_000_000n, offset);
}

function timestampText({ micros, offsetSeconds }: Timestamp): string {
  if (offsetSeconds === null) return instantText(new Instant(micros, false));
  const wall = instantText(new Instant(micros + BigInt(offsetSeconds) * 1_000_000n, false));
  const size = Math.abs(offsetSeconds);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, ...(size % 60 ? [size % 60] : [])];
  return `${wall}${offsetSeconds < 0 ? '-' : '+'}${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

function days(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / 86_400_000;
}

/** Microseconds since midnight, in UTC where the text has an offset. */
function clockMicros(text: string): bigint {
  const [, clock = '', fraction = '', sign, offset = '0:0'] = CLOCK.exec(text) ?? [];
  const seconds = toSeconds(clock) - (sign === '-' ? -1 : 1) * toSeconds(offset);
  const inDay = ((seconds % 86_400) + 86_400) % 86_400;
  return BigInt(inDay) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6) || '0');
}

const CLOCK = /^([\d:]+)(?:\.(\d+))?(?:([+-])([\d:]+))?$/;

function toSeconds(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
