/**
 * JSON without loss: an integer is a `bigint`, a number with a point or an exponent is a `number`, an object is a
 * Map in source order. Hashes, row order and key order of the dlt format depend on all three.
 */
export type Json = null | boolean | string | bigint | number | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

export function isObject(value: unknown): value is JsonObject {
  return value instanceof Map;
}

/** The value at `path` of nested objects, or undefined where the path ends early. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here: Json | undefined = value;
  for (const key of path) here = isObject(here) ? here.get(key) : undefined;
  return here;
}

/** The text at `path`; anything else is a mistake in the file that is read. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new TypeError(`no text at ${path.join('.')}`);
  return found;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? [...value] : [];
}

/** An object from pairs; undefined values are left out. */
export function object(pairs: Iterable<readonly [string, Json | undefined]>): JsonObject {
  const out = new Map<string, Json>();
  for (const [key, value] of pairs) if (value !== undefined) out.set(key, value);
  return out;
}
