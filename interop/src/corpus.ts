import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Outcome } from './canonical/outcome.ts';
import { readOutcome } from './canonical/outcome-file.ts';
import { at, entriesOf, type Json, listOf, textAt } from './json/json.ts';
import { parseJson } from './json/parse.ts';

/** Calls of one function: what goes in, and what the real dlt answered. */
export interface UnitFile {
  readonly name: string;
  readonly lines: readonly Json[];
}

/** A pipeline case with what the real dlt left behind after each run. */
export interface GoldenCase {
  readonly name: string;
  readonly path: string;
  readonly document: Json;
  readonly tags: readonly string[];
  /** Destination → outcome after each run. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  readonly fixedIds: ReadonlySet<string>;
}

export function readUnits(folder: string): UnitFile[] {
  return filesIn(join(folder, 'units'), '.jsonl').map((path) => ({
    name: basename(path, '.jsonl'),
    lines: readFileSync(path, 'utf8').split('\n').filter(Boolean).map(parseJson),
  }));
}

export function readCases(folder: string): GoldenCase[] {
  return filesIn(join(folder, 'cases'), '.json')
    .filter((path) => !/\.(expected|sluice)\.json$/.test(path))
    .map(readCase);
}

function readCase(path: string): GoldenCase {
  const document = parseJson(readFileSync(path, 'utf8'));
  const expected = parseJson(readFileSync(path.replace(/\.json$/, '.expected.json'), 'utf8'));
  const schemas = at(expected, 'schemas');
  return {
    name: textAt(document, 'name'),
    path,
    document,
    tags: listOf(at(document, 'tags')).map(String),
    outcomes: new Map(
      entriesOf(at(expected, 'outcomes')).map(([destination, outcomes]) => [
        destination,
        listOf(outcomes).map((outcome) => readOutcome(outcome, schemas)),
      ]),
    ),
    fixedIds: new Set(listOf(at(expected, 'fixed_ids')).map(String)),
  };
}

/** The physical datasets a case writes to. */
export function datasetsOf(document: Json): string[] {
  const named = at(document, 'datasets');
  if (named !== undefined) return listOf(named).map(String);
  const names = new Set([String(at(document, 'pipeline', 'dataset') ?? 'golden_data')]);
  for (const run of listOf(at(document, 'runs'))) {
    const name = at(run, 'pipeline', 'dataset');
    if (name !== undefined) names.add(String(name));
  }
  return [...names].sort();
}

function filesIn(folder: string, ending: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
