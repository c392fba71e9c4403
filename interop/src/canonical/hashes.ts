import { createHash } from 'node:crypto';
import { at, entriesOf, isObject, type Json, type JsonObject, object } from '../json/json.ts';
import { byCodePoint } from '../json/order.ts';
import { hashedText } from '../json/print.ts';

// Written apart from the packages on purpose: a wrong hash there must not be repeated by its judge.

const NOT_IN_SCHEMA_HASH = new Set(['version', 'version_hash', 'imported_version_hash', 'previous_hashes']);
const NOT_IN_STATE_HASH = new Set(['_local', '_state_version', '_state_engine_version', '_version_hash']);

/** The content hash of a stored schema document. */
export function schemaHash(document: JsonObject): string {
  const hash = createHash('sha3-256').update(hashedText(without(document, NOT_IN_SCHEMA_HASH)), 'utf8');
  const tables = at(document, 'tables');
  for (const [name, table] of [...entriesOf(tables)].sort(([a], [b]) => byCodePoint(a, b))) {
    hash.update(name, 'utf8');
    for (const [column] of entriesOf(at(table, 'columns'))) hash.update(column, 'utf8');
  }
  return hash.digest('base64');
}

/** The content hash of a pipeline state document. */
export function stateHash(document: JsonObject): string {
  return createHash('sha3-256')
    .update(hashedText(without(document, NOT_IN_STATE_HASH)), 'utf8')
    .digest('base64');
}

/** The id of a nested row: its parent's id, its table and its place in the list, hashed to 80 bits. */
export function nestedRowId(parent: string, table: string, index: string): string {
  const hash = createHash('shake128', { outputLength: 10 });
  return hash.update(`${parent}_${table}_${index}`, 'utf8').digest('base64').replace(/=+$/, '');
}

export function without(document: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return object([...document].filter(([key]) => !keys.has(key)));
}

/** `unique_hashes` is a set to dlt and written in any order: sorted, two states can be compared. */
export function sortUniqueHashes(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortUniqueHashes);
  if (!isObject(value)) return value;
  return object(
    [...value].map(([key, item]) => {
      if (key !== 'unique_hashes' || !Array.isArray(item)) return [key, sortUniqueHashes(item)];
      return [key, [...item].sort((a, b) => byCodePoint(String(a), String(b)))];
    }),
  );
}
