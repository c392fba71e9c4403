import { readFileSync } from 'node:fs';
import {
  Decimal,
  Double,
  decimal,
  formatDate,
  formatTime,
  formatTimestamp,
  HexBytes,
  PlainDate,
  PlainTime,
  parseIso,
  parseJson,
  Timestamp,
  type Value,
  Wei,
} from '../src/index.ts';

/** A line of `interop/golden/units`: a call to the real dlt, and what came of it. Values are still tagged. */
export interface GoldenLine {
  readonly in: Value;
  readonly settings: Readonly<Record<string, Value>>;
  readonly out?: Value;
  /** The Python class of the error, where the call failed. */
  readonly error?: string;
}

/** The lines of a unit table, read without loss: large integers, `1.0` and the order of keys survive. */
export function goldenUnits(table: string): readonly GoldenLine[] {
  const file = new URL(`../../../interop/golden/units/${table}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { settings = {}, ...rest } = parseJson(line) as unknown as Partial<GoldenLine> & { in: Value };
      return { settings, ...rest };
    });
}

/** A value without the tags of the golden files. UUIDs are texts. */
export function decodeGolden(json: Value): Value {
  if (Array.isArray(json)) return json.map(decodeGolden);
  if (json instanceof Map) return new Map([...json].map(([key, value]) => [key, decodeGolden(value)]));
  if (!isObject(json)) return json;
  if (Object.hasOwn(json, '$type')) return untag(String(json.$type), json.v ?? null);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, decodeGolden(value)]));
}

function untag(type: string, content: Value): Value {
  const text = String(content);
  switch (type) {
    case 'object':
      return new Map((content as [string, Value][]).map(([key, value]) => [key, decodeGolden(value)]));
    case 'tuple':
      return (content as Value[]).map(decodeGolden);
    case 'float':
      return readFloat(text);
    case 'bigint':
      return BigInt(text);
    case 'datetime':
    case 'date':
    case 'time':
      return parseIso(text);
    case 'decimal':
      return decimal(text);
    case 'wei':
      return new Wei(decimal(text).text);
    case 'uuid':
      return text;
    case 'bytes':
      return new Uint8Array(Buffer.from(text, 'base64'));
    case 'hexbytes':
      return new HexBytes(new Uint8Array(Buffer.from(text.slice(2), 'hex')));
    default:
      throw new Error(`No value has the tag ${type}`);
  }
}

function readFloat(text: string): Value {
  const special = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY };
  return Object.hasOwn(special, text) ? special[text as keyof typeof special] : new Double(Number(text));
}

/** A value as the golden files write it, in plain data that can be compared. The opposite of `decodeGolden`. */
export function encodeGolden(value: Value): unknown {
  if (Array.isArray(value)) return value.map(encodeGolden);
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : tag('bigint', value);
  if (typeof value === 'number' && !Number.isFinite(value)) return tag('float', String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Double) return encodeFloat(value.value);
  if (value instanceof Decimal) return tag('decimal', value.text);
  if (value instanceof Wei) return tag('wei', value.text);
  if (value instanceof Timestamp) return tag('datetime', formatTimestamp(value));
  if (value instanceof PlainDate) return tag('date', formatDate(value));
  if (value instanceof PlainTime) return tag('time', formatTime(value));
  if (value instanceof HexBytes) return tag('hexbytes', `0x${Buffer.from(value.bytes).toString('hex')}`);
  if (value instanceof Uint8Array) return tag('bytes', Buffer.from(value).toString('base64'));
  const entries: [string, Value][] = value instanceof Map ? [...value] : Object.entries(value);
  const plain = Object.fromEntries(entries.map(([key, inner]) => [key, encodeGolden(inner)]));
  const keepsOrder = Object.keys(plain).every((key, index) => key === entries[index]?.[0]);
  return keepsOrder
    ? plain
    : { $type: 'object', v: entries.map(([key, inner]) => [key, encodeGolden(inner)]) };
}

function encodeFloat(value: number): unknown {
  if (!Number.isInteger(value)) return encodeGolden(value);
  return tag('float', Object.is(value, -0) ? '-0' : value);
}

function tag(type: string, content: string | number | bigint): unknown {
  return { $type: type, v: String(content) };
}

function isObject(value: Value): value is Readonly<Record<string, Value>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value))
  );
}
