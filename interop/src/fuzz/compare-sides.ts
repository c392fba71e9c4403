import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dumpDatasets } from '../canonical/dump.ts';
import type { Outcome } from '../canonical/outcome.ts';
import { readOutcome } from '../canonical/outcome-file.ts';
import { performRun } from '../cases/perform-run.ts';
import { datasetsOf } from '../corpus.ts';
import { at, type JsonObject, listOf } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { printJson } from '../json/print.ts';
import { judgeCase } from '../judge/judge-case.ts';
import { readRegister } from '../judge/register.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';

/** What came of one case on both sides. */
export interface Comparison {
  /** A run failed, on either side. */
  readonly failed: boolean;
  /** What differs. */
  readonly why: readonly string[];
}

/** Errors of dlt that have nothing to do with the records: what sluice makes of them is not compared. */
const stumbles: ReadonlyMap<string, string> = new Map([
  ['OSError', 'a number of seconds beyond all years'],
  ['LoadClientJobTerminalRetry', 'a JSON text that holds a text, in a JSON column'],
]);

/** Runs cases by the real dlt, all in one process, and by sluice, each into a DuckDB file of its own. */
export async function compareSides(documents: readonly JsonObject[], dlt: PythonDlt): Promise<Comparison[]> {
  if (documents.length === 0) return [];
  return withFolder(async (folder) => {
    const cases = join(folder, 'cases.jsonl');
    await writeFile(cases, documents.map((document) => `${printJson(document)}\n`).join(''));
    const ran = await dlt.run(['many', cases, '--folder', folder]);
    if (ran.code !== 0) throw new Error(`dlt ran into trouble: ${ran.stderr.slice(-500)}`);
    const comparisons: Comparison[] = [];
    for (const [number, document] of documents.entries()) {
      const theirs = await dltOutcomes(document, join(folder, String(number)));
      const ours = await ourOutcomes(document, join(folder, `sluice-${number}`));
      comparisons.push(compare(document, theirs, ours));
    }
    return comparisons;
  });
}

function compare(document: JsonObject, theirs: readonly Outcome[], ours: readonly Outcome[]): Comparison {
  const stumbled = theirs.findIndex(({ error }) => stumbles.has(error?.type ?? ''));
  const runs = stumbled < 0 ? theirs.length : stumbled;
  const facts = { document, tags: [], expected: theirs.slice(0, runs) };
  const { why } = judgeCase(facts, ours.slice(0, runs), readRegister());
  return { failed: [...theirs, ...ours].some(({ error }) => error !== null), why };
}

async function dltOutcomes(document: JsonObject, folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const index of listOf(at(document, 'runs')).keys()) {
    const { error } = readOutcome(parseJson(readFileSync(join(folder, `${index + 1}.json`), 'utf8')));
    const where = join(folder, `${index + 1}.duckdb`);
    const dump = await dumpDatasets({ destination: 'duckdb', where }, datasetsOf(document), null);
    // Which parts of a failed load got through is a race in dlt: there is nothing to compare with.
    const kept = error?.step === 'load' ? { ...dump, datasets: null } : dump;
    outcomes.push({ error: error ?? null, ...kept });
  }
  return outcomes;
}

async function ourOutcomes(document: JsonObject, folder: string): Promise<Outcome[]> {
  const place = { destination: 'duckdb', where: `${folder}.duckdb` } as const;
  const outcomes: Outcome[] = [];
  for (const index of listOf(at(document, 'runs')).keys()) {
    const { error } = await performRun(document, index, place, folder);
    outcomes.push({ error: error ?? null, ...(await dumpDatasets(place, datasetsOf(document), null)) });
  }
  return outcomes;
}
