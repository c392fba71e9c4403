import type { Value } from '../values/values.ts';
import type { Schema } from './schema.ts';

/** Top-level keys in the order the format writes them; others follow. */
const order = [
  'version',
  'version_hash',
  'engine_version',
  'name',
  'tables',
  'settings',
  'normalizers',
  'previous_hashes',
  'imported_version_hash',
  'description',
] as const satisfies readonly (keyof Schema)[];

const optional = ['imported_version_hash', 'description'] as const satisfies readonly (keyof Schema)[];

/** The schema as the value that is written and hashed. */
export function documentOf(schema: Schema): Map<string, Value> {
  const document = new Map<string, Value>();
  for (const key of order) if (schema[key] !== undefined) document.set(key, schema[key] as unknown as Value);
  // An empty one is none: the format never writes it.
  for (const key of optional) if (!document.get(key)) document.delete(key);
  return document;
}
