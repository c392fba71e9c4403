import { objectOf } from '@sluice/arbitraries';
import { Timestamp, type Value } from '@sluice/schema';
import type { Found } from './rebuild.ts';
import type { Tree } from './tree.ts';

/**
 * The record a tree was made of, where its keys were plain words: `a__b` is `b` in an object `a` again, a table below
 * `table` is a list. An element without anything in it, which may have been null, is an empty object.
 */
export function recordOf({ cells, lists }: Tree<Found>, table: string): object {
  const record = {};
  for (const [name, { value }] of cells) put(record, name.split('__'), plain(value));
  for (const [nested, rows] of lists) {
    const path = nested.slice(`${table}__`.length).split('__');
    put(
      record,
      path,
      rows.map((row) => elementOf(row, nested)),
    );
  }
  return record;
}

/** What stood in a list: a row of one `value` was a scalar, one of a `list` a list in the list. */
function elementOf(row: Tree<Found>, table: string): unknown {
  const record = recordOf(row, table) as { value?: unknown; list?: unknown };
  return record.value ?? record.list ?? record;
}

function put(record: object, [key = '', ...path]: readonly string[], content: unknown): void {
  const object = record as Record<string, object>;
  if (path.length === 0) object[key] = content as object;
  else {
    object[key] ??= {};
    put(object[key], path, content);
  }
}

/** A value as a user wrote it. */
function plain(value: Value): unknown {
  if (value instanceof Timestamp) return new Date(Number(value.micros / 1000n));
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** A record without what leaves no trace in a dataset: nulls, empty objects and empty lists. */
export function withoutTraceless(record: unknown): unknown {
  if (Array.isArray(record)) return record.map(withoutTraceless).map((one) => (isTraceless(one) ? {} : one));
  if (typeof record !== 'object' || record === null || Object.getPrototypeOf(record) !== Object.prototype)
    return record;
  const entries = Object.entries(record).map(([key, content]) => [key, withoutTraceless(content)] as const);
  return objectOf(entries.filter(([, content]) => !isTraceless(content)));
}

function isTraceless(content: unknown): boolean {
  if (content === null || content === undefined) return true;
  if (Array.isArray(content)) return content.length === 0;
  return Object.getPrototypeOf(content) === Object.prototype && Object.keys(content).length === 0;
}
