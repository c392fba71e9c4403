import { isSluiceError } from '@sluice/schema';
import type { UnitFile } from '../corpus.ts';
import { at, entriesOf, isObject, type Json } from '../json/json.ts';
import { compact } from '../json/print.ts';
import type { Result } from '../result.ts';
import { Refused, type UnitAdapter } from './adapter.ts';
import { licencesOf } from './licences.ts';
import { withoutTrailingZeros } from './rows.ts';
import { plainTags } from './values.ts';

/** Judges every line of a unit file. */
export async function runUnits(
  file: UnitFile,
  adapter: UnitAdapter | undefined,
  register: ReadonlySet<string>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, line] of file.lines.entries()) {
    const { why, answer } = adapter
      ? await judgeLine(file.name, line, adapter)
      : { why: 'not implemented: nothing of ours answers to this file', answer: null };
    const isLicensed =
      adapter !== undefined &&
      licencesOf(file.name, line).some(
        (licence) => register.has(licence.tag) && (licence.answer === null || licence.answer === answer),
      );
    results.push({
      key: `units/${file.name}:${i + 1}`,
      groups: [file.name],
      verdict: why === null ? 'passed' : isLicensed ? 'different' : 'failed',
      why: why === null ? [] : [why],
    });
  }
  return results;
}

interface Judged {
  /** Null, or what is wrong with our answer. */
  readonly why: string | null;
  /** Our answer in the form in which answers are compared; null for an error. */
  readonly answer: string | null;
}

async function judgeLine(file: string, line: Json, adapter: UnitAdapter): Promise<Judged> {
  const input = at(line, 'in') ?? null;
  const error = at(line, 'error');
  const expected = comparable(file, plainTags(at(line, 'out') ?? null));
  const call = compact(new Map([['in', input], ...settingsOf(line)])).slice(0, 300);
  let answer: string;
  try {
    answer = comparable(file, await adapter(input, at(line, 'settings')));
  } catch (thrown) {
    const refused = thrown instanceof Refused || isSluiceError(thrown);
    if (error !== undefined && refused) return { why: null, answer: null };
    const wanted = error === undefined ? expected.slice(0, 300) : `an error (${error})`;
    return { why: `${call}: ${String(thrown).slice(0, 300)} instead of ${wanted}`, answer: null };
  }
  if (error !== undefined)
    return { why: `${call}: ${answer.slice(0, 300)} instead of an error (${error})`, answer };
  if (answer === expected) return { why: null, answer };
  return { why: `${call}: ${answer.slice(0, 600)} instead of ${expected.slice(0, 600)}`, answer };
}

function comparable(file: string, value: Json): string {
  return compact(orderedColumns(file === 'coerce-row' ? withoutTrailingZeros(value) : value));
}

function settingsOf(line: Json): (readonly [string, Json])[] {
  const settings = at(line, 'settings');
  return settings === undefined ? [] : [['settings', settings]];
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
