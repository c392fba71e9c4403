import { isArrow } from '../arrow.ts';
import { Marked } from '../mark.ts';
import type { WebStream } from '../producer.ts';

/** Whether a value is a collection of records, rather than a record: maps, texts, bytes and the like are records. */
export function isCollection(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (!(Symbol.iterator in value)) return false;
  return !(value instanceof Map) && !ArrayBuffer.isView(value) && !isArrow(value);
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

export function isWebStream(value: unknown): value is WebStream<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { getReader?: unknown }).getReader === 'function'
  );
}

/** Whether what was yielded is one record, as it almost always is. */
export function isSurelyRecord(element: unknown): boolean {
  if (typeof element !== 'object') return element !== undefined;
  if (element === null) return false;
  const prototype = Object.getPrototypeOf(element);
  return prototype === Object.prototype || prototype === null;
}

/** One record, or an array of them, with or without a note. */
export function unwrapPage(element: unknown): readonly unknown[] | null {
  if (Array.isArray(element)) return element;
  if (element instanceof Marked && Array.isArray(element.record))
    return element.record.map((record: unknown) =>
      record instanceof Marked ? record : new Marked(record, element.note),
    );
  return null;
}
