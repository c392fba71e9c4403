import { isSluiceError } from '@sluice/schema';
import { type NormalizeCase, normalize, typesOf } from './normalize.ts';
import type { Rows } from './read-batches.ts';

/**
 * What became of records, in a form that two runs have in common: rows, with ids replaced by the place of the row they
 * belong to, and the types of all columns; or the code of the error.
 */
export function outcome(records: Iterable<unknown>, options: NormalizeCase = {}): unknown {
  try {
    const result = normalize(records, structuredClone(options));
    return {
      tables: withPlaces(result.tables),
      types: [...result.schema.tables.keys()].map((table) => [table, Object.entries(typesOf(result, table))]),
    };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return error.code;
  }
}

/** Rows with the place of a row (`t__kids 3`) for each mention of its id. */
export function withPlaces(tables: Readonly<Record<string, Rows>>): Record<string, Rows> {
  const places = new Map<unknown, string>();
  for (const [table, rows] of Object.entries(tables))
    for (const [index, row] of rows.entries()) places.set(row._dlt_id, `${table} ${index}`);
  const readable = (row: Rows[number]) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, places.get(cell) ?? cell]));
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map(readable)]));
}

/** The same data in a form that never takes the fast path. */
export function carefully(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(carefully);
  if (typeof input !== 'object' || input === null) return input;
  const prototype = Object.getPrototypeOf(input);
  if (prototype !== Object.prototype && prototype !== null) return input;
  return new Map(Object.entries(input).map(([name, content]) => [name, carefully(content)]));
}
