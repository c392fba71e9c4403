import { inflateSync } from 'node:zlib';
import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { tagged } from './cell.ts';

/** First characters of strings in stored states that stand for typed values. */
const MARKERS: ReadonlyMap<string, string> = new Map([
  ['\uf026', 'decimal'],
  ['\uf027', 'datetime'],
  ['\uf028', 'date'],
  ['\uf029', 'uuid'],
  ['\uf02a', 'hexbytes'],
  ['\uf02b', 'bytes'],
  ['\uf02c', 'wei'],
  ['\uf02d', 'time'],
]);

/** A stored document: JSON, or JSON that was compressed and written as base64. */
export function readDocument(stored: unknown): JsonObject {
  const document = parseJson(inflate(String(stored)));
  if (!isObject(document)) throw new TypeError('a stored document is no JSON object');
  return document;
}

function inflate(text: string): string {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return text;
  try {
    return inflateSync(Buffer.from(text, 'base64')).toString('utf8');
  } catch {
    return text; // Base64 by its looks only: the text is the document.
  }
}

/** Marked strings become the tags that cases use; what follows the marker stays as it is. */
export function untagMarkers(value: Json): Json {
  if (typeof value === 'string') {
    const type = value.length > 1 ? MARKERS.get(value.charAt(0)) : undefined;
    return type === undefined ? value : tagged(type, value.slice(1));
  }
  if (Array.isArray(value)) return value.map(untagMarkers);
  if (isObject(value)) return new Map([...value].map(([key, item]) => [key, untagMarkers(item)]));
  return value;
}
