import { formatDate, formatTime, formatTimestamp } from '../time/format.ts';
import { readDate, readTime, readTimestamp } from '../time/read-formatted.ts';
import { decodeLenientBase64, encodeBase64 } from '../values/base64.ts';
import { decimalText } from '../values/decimal.ts';
import { decodeHex, encodeHex } from '../values/hex.ts';
import { Decimal, HexBytes, PlainDate, PlainTime, Timestamp, type Value, Wei } from '../values/values.ts';

/**
 * Typed JSON writes values that JSON has no form for as strings, their type in a first character of the private use
 * area. The code points are the format's.
 */
const firstMarker = 0xf026;

// One past the last: the format counts it among the markers when it removes them, but has no type for it.
const unusedMarker = 8;

/** What typed JSON can say about a value: the type's marker, and the text that plain JSON writes. */
export interface MarkedText {
  readonly marker: string;
  readonly text: string;
}

/** The text of a value that JSON has no form for; null for lists, maps and objects. */
export function markedText(value: Value & object): MarkedText | null {
  if (value instanceof Decimal) return marked(0, value.text);
  if (value instanceof Timestamp) return marked(1, formatTimestamp(value));
  if (value instanceof PlainDate) return marked(2, formatDate(value));
  if (value instanceof HexBytes) return marked(4, encodeHex(value.bytes));
  if (value instanceof Uint8Array) return marked(5, encodeBase64(value));
  if (value instanceof Wei) return marked(6, value.text);
  if (value instanceof PlainTime) return marked(7, formatTime(value));
  return null;
}

function marked(type: number, text: string): MarkedText {
  return { marker: String.fromCharCode(firstMarker + type), text };
}

const readers: readonly ((text: string) => Value)[] = [
  (text) => wrap(decimalText(text), (normal) => new Decimal(normal)),
  readTimestamp,
  readDate,
  readUuid,
  (text) => wrap(decodeHex(text.replace(/^0x/i, '')), (bytes) => new HexBytes(bytes)),
  decodeLenientBase64,
  (text) => wrap(decimalText(text), (normal) => new Wei(normal)),
  readTime,
];

/** The value that a string of typed JSON stands for: itself, where it has no marker or does not fit it. */
export function readMarked(text: string): Value {
  const reader = text.length > 1 ? readers[text.charCodeAt(0) - firstMarker] : undefined;
  return reader?.(text.slice(1)) ?? text;
}

/** A string without its marker, where it has one and something behind it. */
export function removeMarker(text: string): string {
  const type = text.charCodeAt(0) - firstMarker;
  return type >= 0 && type <= unusedMarker && text.length > 1 ? text.slice(1) : text;
}

/** UUIDs are texts: the marker only says how to write them. */
function readUuid(text: string): string | null {
  const digits = text.replace(/^(?:urn:)?(?:uuid:)?\{?|\}$|-/gi, '').toLowerCase();
  const groups = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits);
  return groups?.slice(1).join('-') ?? null;
}

function wrap<T>(content: T | null, construct: (content: T) => Value): Value {
  return content === null ? null : construct(content);
}
