import { encodeJson, type Runtime, SluiceError } from '@sluice/schema';

/** Bytes of a row id: 14 characters of base64. Part of the dataset format. */
const idBytes = 10;
const idLength = 14;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const batchSize = 512;

/** Makes random row ids: base64 of ten random bytes without padding. Ids are cut from a pool, one call per batch. */
export function randomIds(runtime: Runtime): () => string {
  let pool = '';
  let next = 0;
  return () => {
    if (next === pool.length) {
      pool = encodePool(runtime.randomBytes(idBytes * batchSize));
      next = 0;
    }
    next += idLength;
    return pool.substring(next - idLength, next);
  };
}

function encodePool(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (let start = 0; start < bytes.length; start += idBytes) {
    let bits = 0;
    let held = 0;
    for (let i = start; i < start + idBytes; i++) {
      bits = (bits << 8) | (bytes[i] ?? 0);
      held += 8;
      while (held >= 6) {
        held -= 6;
        codes.push(alphabet.charCodeAt((bits >> held) & 63));
      }
      bits &= (1 << held) - 1;
    }
    codes.push(alphabet.charCodeAt((bits << (6 - held)) & 63));
  }
  return String.fromCharCode(...codes);
}

/** The id of a row of a nested table: the same record gives the same ids below its own. */
export function nestedRowId(parentId: string, table: string, index: number, runtime: Runtime): string {
  return runtime.shake128(`${parentId}_${table}_${index}`, idBytes);
}

/**
 * An id that follows from a record's content: the record as it came, without its top-level `_dlt…` keys, as JSON
 * with sorted keys and type markers.
 */
export function rowHash(record: ReadonlyMap<string, unknown>, runtime: Runtime): string {
  const content = new Map([...record].filter(([key]) => !key.startsWith('_dlt')));
  return runtime.shake128(encodeJson(content, { typed: true, sortKeys: true }), idBytes);
}

/**
 * An id that follows from the values of a row's keys.
 * @throws ROW_KEY_MISSING when the row lacks one of them.
 */
export function keyHash(
  row: ReadonlyMap<string, unknown>,
  keys: readonly string[],
  table: string,
  runtime: Runtime,
): string {
  const content = new Map<string, unknown>();
  for (const key of keys) {
    if (!row.has(key))
      throw new SluiceError('ROW_KEY_MISSING', 'A row lacks a column of its primary key', {
        place: { table, column: key },
        remedy: 'Give every record of this table the key, or leave the record out with a filter',
      });
    content.set(key, row.get(key));
  }
  return runtime.shake128(encodeJson(content, { typed: true, sortKeys: true }), idBytes);
}
