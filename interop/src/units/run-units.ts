import { isSluiceError } from '@sluice/schema';
import type { UnitFile } from '../corpus.ts';
import { at, entriesOf, isObject, type Json } from '../json/json.ts';
import { compact } from '../json/print.ts';
import type { Result } from '../result.ts';
import { Refused, type UnitAdapter } from './adapter.ts';
import { plainTags } from './values.ts';

/** Judges every line of a unit file. */
export async function runUnits(
  file: UnitFile,
  adapter: UnitAdapter | undefined,
  register: ReadonlySet<string>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, line] of file.lines.entries()) {
    const why = adapter
      ? await judgeLine(line, adapter)
      : 'not implemented: nothing of ours answers to this file';
    const isLicensed =
      why !== null && adapter !== undefined && licences(line).some((tag) => register.has(tag));
    results.push({
      key: `units/${file.name}:${i + 1}`,
      groups: [file.name],
      verdict: why === null ? 'passed' : isLicensed ? 'different' : 'failed',
      why: why === null ? [] : [why],
    });
  }
  return results;
}

/** Tags under which a line may be answered in another way than dlt does. */
function licences(line: Json): string[] {
  // dlt refuses UUID objects; JavaScript has none, so that a UUID is always a text.
  const isRefusedUuid = at(line, 'error') !== undefined && at(line, 'in', '$type') === 'uuid';
  return isRefusedUuid ? ['uuid'] : [];
}

/** Null, or what is wrong with our answer. */
async function judgeLine(line: Json, adapter: UnitAdapter): Promise<string | null> {
  const input = at(line, 'in') ?? null;
  const error = at(line, 'error');
  const expected = compact(orderedColumns(plainTags(at(line, 'out') ?? null)));
  const call = compact(new Map([['in', input], ...settingsOf(line)])).slice(0, 300);
  let answer: string;
  try {
    answer = compact(orderedColumns(await adapter(input, at(line, 'settings'))));
  } catch (thrown) {
    const refused = thrown instanceof Refused || isSluiceError(thrown);
    if (error !== undefined && refused) return null;
    const wanted = error === undefined ? expected.slice(0, 300) : `an error (${error})`;
    return `${call}: ${String(thrown).slice(0, 300)} instead of ${wanted}`;
  }
  if (error !== undefined) return `${call}: ${answer.slice(0, 300)} instead of an error (${error})`;
  return answer === expected ? null : `${call}: ${answer.slice(0, 600)} instead of ${expected.slice(0, 600)}`;
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
