import { SluiceError } from '../errors.ts';

/** An object of a document as it was parsed: own keys only, whatever they are called. */
export type Fields = Record<string, unknown>;

/** The entries of an object, which parsers hand over as a map or as an object. @throws SCHEMA_CORRUPTED */
export function entriesOf(value: unknown, what: string): [string, unknown][] {
  if (value instanceof Map) return [...value].map(([key, inner]) => [String(key), inner]);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw corrupted(`${what} is no object`);
}

/** The object with its keys as fields. @throws SCHEMA_CORRUPTED */
export function fieldsOf(value: unknown, what: string): Fields {
  return Object.fromEntries(entriesOf(value, what));
}

/**
 * A value with plain objects in the place of maps, at any depth. Parsers hand over maps where the order of keys would
 * be lost; where code looks keys up, that order matters less.
 */
export function withoutMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMaps);
  if (!(value instanceof Map) && !isPlainObject(value)) return value;
  return Object.fromEntries(entriesOf(value, '').map(([key, inner]) => [key, withoutMaps(inner)]));
}

export function isPlainObject(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function corrupted(what: string, cause?: unknown): SluiceError {
  return new SluiceError('SCHEMA_CORRUPTED', `A stored schema cannot be read: ${what}`, {
    remedy: 'Restore it from an earlier version, or drop the dataset and load it anew',
    cause,
  });
}
