import type { UnitFile } from '../corpus.ts';
import { at, type Json } from '../json/json.ts';
import type { Result } from '../result.ts';
import type { UnitAdapter } from './adapter.ts';
import { type Judged, judgeLine } from './judge-line.ts';

export interface RunUnitsOptions {
  /** Tags of docs/dlt-compatibility.md. */
  readonly register: ReadonlySet<string>;
  /** Only lines that are for one of these; empty = all. */
  readonly destinations: readonly string[];
}

/** Judges the lines of a unit file. */
export async function runUnits(
  file: UnitFile,
  adapter: UnitAdapter | undefined,
  { register, destinations }: RunUnitsOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, line] of file.lines.entries()) {
    const destination = destinationOf(file.name, line);
    if (destinations.length > 0 && !destinations.includes(destination ?? '')) continue;
    const { why, answer, licences } = adapter ? await judgeLine(file.name, line, adapter) : notAnswered;
    const isLicensed = licences.some(
      (licence) => register.has(licence.tag) && (licence.answer === null || licence.answer === answer),
    );
    results.push({
      key: `units/${file.name}:${i + 1}`,
      groups: [file.name],
      ...(destination !== undefined && { destination }),
      verdict: why === null ? 'passed' : isLicensed ? 'different' : 'failed',
      why: why === null ? [] : [why],
    });
  }
  return results;
}

const notAnswered: Judged = {
  why: 'not implemented: nothing of ours answers to this file',
  answer: null,
  licences: [],
};

/** The destination that a line asks about; undefined where it asks about none. */
function destinationOf(file: string, line: Json): string | undefined {
  const named = file === 'capabilities' ? at(line, 'in') : at(line, 'settings', 'destination');
  return typeof named === 'string' ? named : undefined;
}
