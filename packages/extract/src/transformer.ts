import { SluiceError } from '@sluice/schema';
import type { Context } from './context.ts';
import type { Emitted } from './element.ts';
import { checkHints } from './hints/check-hints.ts';
import { combineHints } from './hints/combine-hints.ts';
import type { ResourceHints } from './hints/hints.ts';
import type { RecordHints } from './hints/record-hints.ts';
import { checkName, Resource, type Transformer, validation } from './resource.ts';

/** How a transformer works, beside the hints that every resource has. */
export interface TransformerOptions<V = unknown> extends ResourceHints<never, V> {
  /** How many records are worked on at a time. Default 1. */
  readonly concurrency?: number;
  /** Whether results come in the order of the records they are made from. Default true. */
  readonly ordered?: boolean;
}

/**
 * A resource whose records are made from those of another: the function is called with each, and returns a record, a
 * collection, a promise of either, or nothing.
 *
 * ```ts
 * transformer('comments', { from: issues, concurrency: 8 }, (issue, { http }) => http.json(issue.comments_url));
 * ```
 *
 * With `pages: true` the function is called with what the other resource yielded, as it is: a page or a record.
 *
 * @throws RESOURCE_NAME_INVALID, HINT_UNKNOWN, HINT_INVALID, WRITE_DISPOSITION_UNKNOWN, DATA_TYPE_UNKNOWN
 */
export function transformer<const N extends string, In, T, V = never>(
  name: N,
  options: TransformerOptions<V> &
    RecordHints<T> & { readonly from?: Resource<string, In>; readonly pages?: false },
  fn: (item: In, context: Context<V>) => unknown,
): Transformer<N, In, T>;
export function transformer<const N extends string, In, R, V = never>(
  name: N,
  options: TransformerOptions<V> & { readonly from?: Resource<string, In>; readonly pages?: false },
  fn: (item: In, context: Context<V>) => R,
): Transformer<N, In, Emitted<R>>;
export function transformer<const N extends string, In, R, V = never>(
  name: N,
  options: TransformerOptions<V> & { readonly from?: Resource<string, In>; readonly pages: true },
  fn: (item: In | readonly In[], context: Context<V>) => R,
): Transformer<N, In, Emitted<R>>;
export function transformer(
  name: string,
  options: TransformerOptions & { readonly from?: Resource; readonly pages?: boolean },
  fn: (item: never, context: Context<never>) => unknown,
): Resource {
  checkName(name);
  const { from = null, concurrency = 1, ordered = true, pages = false, ...hints } = options;
  checkHints(hints, name);
  if (!(Number.isSafeInteger(concurrency) && concurrency > 0))
    throw invalid(name, 'concurrency', 'a whole number, 1 or more');
  if (from !== null && !(from instanceof Resource))
    throw invalid(name, 'from', 'the resource whose records it takes');
  if (typeof fn !== 'function') throw invalid(name, 'fn', 'a function, as the last argument');
  return new Resource({
    name,
    hints: combineHints({}, hints),
    head: {
      kind: 'transformer',
      from,
      call: fn as (item: unknown, context: Context<unknown>) => unknown,
      concurrency,
      isOrdered: ordered,
      takesPages: pages,
    },
    steps: hints.record ? [validation(hints.record)] : [],
    limit: null,
    origin: null,
  });
}

function invalid(resource: string, option: string, expected: string): SluiceError {
  return new SluiceError('HINT_INVALID', `The option ${option} of a transformer is not what it should be`, {
    place: { resource },
    remedy: `Give it ${expected}`,
  });
}
