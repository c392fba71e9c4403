import { byCodePoint } from '../json/by-code-point.ts';
import { encodeJson } from '../json/encode.ts';
import type { Runtime } from '../runtime.ts';
import { documentOf } from './document.ts';
import type { Schema } from './schema.ts';

const maxAncestors = 10;

/**
 * The hash of a schema's content: everything but its version, its hashes and its ancestors. The order of tables and
 * of keys does not count, the order of columns does. 44 characters of base64.
 */
export function schemaHash(schema: Schema, runtime: Runtime): string {
  const content = documentOf(schema);
  for (const key of ['version', 'version_hash', 'imported_version_hash', 'previous_hashes'])
    content.delete(key);
  const names = [...schema.tables.keys()]
    .toSorted(byCodePoint)
    .flatMap((name) => [name, ...(schema.tables.get(name)?.columns.keys() ?? [])]);
  return runtime.sha3_256(encodeJson(content, { sortKeys: true }) + names.join(''));
}

/**
 * Brings version and hash up to date, in place: a changed schema gets the next version, and its former hash becomes
 * the first of its ancestors. Call it once per save: many changes between two saves are one version.
 */
export function bumpSchema(schema: Schema, runtime: Runtime): void {
  const hash = schemaHash(schema, runtime);
  if (!schema.version_hash) schema.version ||= 1;
  else if (schema.version_hash !== hash) {
    schema.version += 1;
    addAncestor(schema, schema.version_hash);
  }
  schema.version_hash = hash;
}

/** Whether a schema's content differs from the version it says it is. */
export function isModified(schema: Schema, runtime: Runtime): boolean {
  return schema.version_hash !== schemaHash(schema, runtime);
}

/** Makes `content` the successor of `replaced`: a schema that takes another's place names it as an ancestor. */
export function linkAncestor(content: Schema, replaced: Schema, runtime: Runtime): void {
  const hash = schemaHash(replaced, runtime);
  if (hash !== schemaHash(content, runtime)) addAncestor(content, hash);
}

function addAncestor(schema: Schema, hash: string): void {
  if (schema.previous_hashes.includes(hash)) return;
  schema.previous_hashes = [hash, ...schema.previous_hashes].slice(0, maxAncestors);
}
