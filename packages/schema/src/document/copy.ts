import type { Column, Schema, Table } from './schema.ts';

/** A copy that shares nothing with its model: lists, maps and plain objects are copied, values are not. */
export function copyDeep<T>(value: T): T {
  return copyAny(value) as T;
}

function copyAny(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyAny);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, copyAny(inner)]));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyAny(inner)]));
}

export function copyColumn(column: Column): Column {
  return copyDeep(column);
}

/** A table that can be changed without changing this one. */
export function copyTable(table: Table): Table {
  return copyDeep(table);
}

/** A schema that can be changed without changing this one. Version, hash and ancestors are kept. */
export function cloneSchema(schema: Schema): Schema {
  return copyDeep(schema);
}

/** Whether two pieces of a document are the same. The order of keys does not count, except in maps. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (a instanceof Map) return b instanceof Map && isSame([...a], [...b]);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame((a as Fields)[key], (b as Fields)[key]))
  );
}

type Fields = Record<string, unknown>;
