import { collect } from './collect.ts';
import { isPromise } from './is-promise.ts';
import { Marked } from './mark.ts';
import type { StandardSchema } from './standard-schema.ts';
import { validateRecord } from './validate-record.ts';

export type Call = (record: unknown) => unknown;

/** One thing that is done with each record on its way. Functions may be async: records then wait for each other. */
export type Step =
  | { readonly kind: 'map' | 'filter' | 'flatMap' | 'tap'; readonly call: Call }
  | { readonly kind: 'validate'; readonly schema: StandardSchema };

/** Applies steps to some records: at once where no function is async. Null and undefined are dropped. */
export function applySteps(
  items: readonly unknown[],
  steps: readonly Step[],
  resource: string,
): readonly unknown[] | Promise<readonly unknown[]> {
  let current = items;
  for (const [index, step] of steps.entries()) {
    const next = applyStep(current, step, resource);
    if (isPromise(next)) return next.then((settled) => applySteps(settled, steps.slice(index + 1), resource));
    current = next;
  }
  return current;
}

type Take = (out: unknown[], result: unknown, item: unknown) => void;

function applyStep(items: readonly unknown[], step: Step, resource: string): unknown[] | Promise<unknown[]> {
  switch (step.kind) {
    case 'map':
      return eachRecord(items, step.call, (out, result, item) => push(out, result, item));
    case 'filter':
      return eachRecord(items, step.call, (out, isKept, item) => {
        if (isKept) out.push(item);
      });
    case 'tap':
      return eachRecord(items, step.call, (out, _, item) => out.push(item));
    case 'flatMap':
      return eachRecord(
        items,
        (record) => collect(step.call(record)),
        (out, results, item) => {
          for (const result of results as readonly unknown[]) push(out, result, item);
        },
      );
    case 'validate':
      return eachRecord(
        items,
        (record) => validateRecord(record, step.schema, resource),
        (out, result, item) => push(out, result, item),
      );
  }
}

/** Calls a function with every record, waiting where it is async, and lets `take` say what becomes of it. */
function eachRecord(items: readonly unknown[], call: Call, take: Take): unknown[] | Promise<unknown[]> {
  const out: unknown[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (isTableOnly(item)) {
      out.push(item);
      continue;
    }
    const result = call(item instanceof Marked ? item.record : item);
    if (isPromise(result)) return eachLater(items, index, result, call, take, out);
    take(out, result, item);
  }
  return out;
}

async function eachLater(
  items: readonly unknown[],
  from: number,
  first: Promise<unknown>,
  call: Call,
  take: Take,
  out: unknown[],
): Promise<unknown[]> {
  take(out, await first, items[from]);
  for (const item of items.slice(from + 1)) {
    if (isTableOnly(item)) out.push(item);
    else take(out, await call(item instanceof Marked ? item.record : item), item);
  }
  return out;
}

/** There is no record to look at: the note passes all steps. */
function isTableOnly(item: unknown): boolean {
  return item instanceof Marked && item.note.isTableOnly === true;
}

/** The note of a record stays with what is made of it, unless that brings its own. */
function push(out: unknown[], result: unknown, item: unknown): void {
  if (result === null || result === undefined) return;
  out.push(item instanceof Marked && !(result instanceof Marked) ? new Marked(result, item.note) : result);
}
