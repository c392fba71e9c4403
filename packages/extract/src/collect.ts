import { isPromise } from './is-promise.ts';
import { isAsyncIterable, isCollection } from './read-data/kinds.ts';

/** What a function returned, as a list: the elements of a collection, one record, or nothing. */
export function collect(result: unknown): readonly unknown[] | Promise<readonly unknown[]> {
  if (Array.isArray(result)) return result;
  if (isPromise(result)) return result.then(collect);
  if (result === null || result === undefined) return [];
  if (isAsyncIterable(result)) return collectLater(result);
  return isCollection(result) ? [...result] : [result];
}

async function collectLater(records: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const list: unknown[] = [];
  for await (const record of records) list.push(record);
  return list;
}
