import { collect } from './collect.ts';
import { isPromise } from './is-promise.ts';
import { Marked, type Note, recordOf } from './mark.ts';
import { RecordValidator, type RecordValidatorOptions } from './record/record-validator.ts';
import type { StandardSchema } from './standard-schema.ts';

export type Call = (record: unknown) => unknown;

/** One thing that is done with each record on its way. Functions may be async: records then wait for each other. */
export type Step =
  | { readonly kind: 'map' | 'filter' | 'flatMap' | 'tap'; readonly call: Call }
  | { readonly kind: 'validate'; readonly schema: StandardSchema };

/** A step of one run. */
export type RunningStep =
  | { readonly kind: 'map' | 'filter' | 'flatMap' | 'tap'; readonly call: Call }
  | { readonly kind: 'validate'; readonly validator: RecordValidator };

export function startSteps(steps: readonly Step[], options: RecordValidatorOptions): readonly RunningStep[] {
  return steps.map((step) =>
    step.kind === 'validate'
      ? { kind: 'validate', validator: new RecordValidator(step.schema, options) }
      : step,
  );
}

/** Applies steps to some records: at once where no function is async. Null and undefined are dropped. */
export function applySteps(
  items: readonly unknown[],
  steps: readonly RunningStep[],
): readonly unknown[] | Promise<readonly unknown[]> {
  let current = items;
  for (const [index, step] of steps.entries()) {
    const next = applyStep(current, step);
    if (isPromise(next)) return next.then((settled) => applySteps(settled, steps.slice(index + 1)));
    current = next;
  }
  return current;
}

type Take = (out: unknown[], result: unknown, item: unknown) => void;

function applyStep(items: readonly unknown[], step: RunningStep): unknown[] | Promise<unknown[]> {
  switch (step.kind) {
    case 'map':
      return eachRecord(items, only(step.call), (out, result, item) => push(out, result, item));
    case 'filter':
      return eachRecord(items, only(step.call), (out, isKept, item) => {
        if (isKept) out.push(item);
      });
    case 'tap':
      return eachRecord(items, only(step.call), (out, _, item) => out.push(item));
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
        (record, note) => step.validator.check(record, note),
        (out, result, item) => push(out, result, item),
      );
  }
}

/** Functions of users see the record and nothing else. */
function only(call: Call): Look {
  return (record) => call(record);
}

type Look = (record: unknown, note: Note | undefined) => unknown;

/** Calls a function with every record, waiting where it is async, and lets `take` say what becomes of it. */
function eachRecord(items: readonly unknown[], look: Look, take: Take): unknown[] | Promise<unknown[]> {
  const out: unknown[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (isTableOnly(item)) {
      out.push(item);
      continue;
    }
    const result = look(recordOf(item), noteOf(item));
    if (isPromise(result)) return eachLater(items, index, result, look, take, out);
    take(out, result, item);
  }
  return out;
}

async function eachLater(
  items: readonly unknown[],
  from: number,
  first: Promise<unknown>,
  look: Look,
  take: Take,
  out: unknown[],
): Promise<unknown[]> {
  take(out, await first, items[from]);
  for (const item of items.slice(from + 1)) {
    if (isTableOnly(item)) out.push(item);
    else take(out, await look(recordOf(item), noteOf(item)), item);
  }
  return out;
}

function noteOf(item: unknown): Note | undefined {
  return item instanceof Marked ? item.note : undefined;
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
