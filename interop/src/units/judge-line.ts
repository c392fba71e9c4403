import { isSluiceError } from '@sluice/schema';
import { at, entriesOf, isObject, type Json } from '../json/json.ts';
import { compact } from '../json/print.ts';
import { Refused, type UnitAdapter, type UnitLine } from './adapter.ts';
import { differenceText } from './difference-text.ts';
import { licencesOf, type UnitLicence } from './licences.ts';
import { withoutTrailingZeros } from './rows.ts';
import { plainTags } from './values.ts';

export interface Judged {
  /** Null, or what is wrong with our answer. */
  readonly why: string | null;
  /** Our answer in the form in which answers are compared; null for an error. */
  readonly answer: string | null;
  /** What it may be in place of dlt's. */
  readonly licences: readonly UnitLicence[];
}

/** Asks our function and compares its answer with dlt's. */
export async function judgeLine(file: string, line: Json, adapter: UnitAdapter): Promise<Judged> {
  const unit: UnitLine = {
    input: at(line, 'in') ?? null,
    settings: at(line, 'settings'),
    out: at(line, 'out') ?? null,
  };
  const outcome = typeof adapter === 'function' ? undefined : adapter;
  let answer: string | null = null;
  const licences = licencesOf(file, line);
  const fail = (why: string): Judged => ({ why: `${callText(unit)}: ${why}`, answer, licences });
  try {
    const ours = await answerOf(async () =>
      typeof adapter === 'function' ? adapter(unit.input, unit.settings) : adapter.ours(unit),
    );
    const theirs = await answerOf(async () => {
      const error = at(line, 'error');
      if (error !== undefined) throw new Refused(String(error));
      return outcome ? outcome.theirs(unit) : plainTags(unit.out);
    });
    if ('refusal' in ours) {
      if ('refusal' in theirs) return { why: null, answer, licences };
      return fail(`${ours.refusal} instead of ${comparable(file, theirs.value).slice(0, 300)}`);
    }
    answer = comparable(file, ours.value);
    if (!('refusal' in theirs) && answer === comparable(file, theirs.value)) {
      return { why: null, answer, licences };
    }
    for (const licence of (await outcome?.licensed?.(unit)) ?? []) {
      licences.push({ tag: licence.tag, answer: comparable(file, licence.answer) });
    }
    if ('refusal' in theirs) return fail(`${answer.slice(0, 300)} instead of an error (${theirs.refusal})`);
    return fail(differenceText(prepared(file, ours.value), prepared(file, theirs.value)));
  } catch (error) {
    return fail(String(error).slice(0, 600));
  }
}

type Answer = { readonly value: Json } | { readonly refusal: string };

async function answerOf(ask: () => Promise<Json>): Promise<Answer> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (error instanceof Refused || isSluiceError(error)) return { refusal: String(error).slice(0, 300) };
    throw error;
  }
}

function comparable(file: string, value: Json): string {
  return compact(prepared(file, value));
}

function prepared(file: string, value: Json): Json {
  return orderedColumns(file === 'coerce-row' ? withoutTrailingZeros(value) : value);
}

function callText({ input, settings }: UnitLine): string {
  const call = new Map([['in', input], ...(settings === undefined ? [] : [['settings', settings] as const])]);
  return compact(call).slice(0, 300);
}

/** The order of a table's columns is part of its content; objects are otherwise compared without order. */
function orderedColumns(value: Json): Json {
  if (Array.isArray(value)) return value.map(orderedColumns);
  if (!isObject(value)) return value;
  return new Map(
    [...value].map(([key, item]): [string, Json] => {
      const isColumns = key === 'columns' && isObject(item);
      return [
        key,
        isColumns
          ? entriesOf(item).map(([name, column]) => [name, orderedColumns(column)])
          : orderedColumns(item),
      ];
    }),
  );
}
