/** Stands for a field that is not there: null is a value. */
export const missing = Symbol('missing');

/** One field of a record, by its own key. */
export function readField(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null) return missing;
  if (record instanceof Map) return record.has(name) ? record.get(name) : missing;
  const value = Object.hasOwn(record, name) ? (record as Readonly<Record<string, unknown>>)[name] : undefined;
  return value === undefined ? missing : value;
}

export function isMissing(value: unknown): boolean {
  return value === missing;
}
