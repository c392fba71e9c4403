import { join } from 'node:path';
import { type DestinationName, dumpDatasets } from '../canonical/dump.ts';
import type { Outcome } from '../canonical/outcome.ts';
import { datasetsOf, type GoldenCase } from '../corpus.ts';
import { at, listOf } from '../json/json.ts';
import { type Judgement, judgeCase } from '../judge/judge-case.ts';
import { readRegister } from '../judge/register.ts';
import { newPlace } from '../place.ts';
import type { Result } from '../result.ts';
import { sideBySide } from '../side-by-side.ts';
import { withFolder } from '../temporary-folder.ts';
import { compareWithOwn, writeOwn } from './own-outcomes.ts';
import { performRun } from './perform-run.ts';

/** Cases run side by side: more would only wait for the same disk. */
const PARALLEL = 4;

export interface RunCasesOptions {
  /** Only these; empty = all a case names. */
  readonly destinations: readonly string[];
  /** The corpus in this repository: outcomes that differ on purpose are checked in beside dlt's. */
  readonly isOwnCorpus: boolean;
  /** Writes those outcomes anew. */
  readonly update: boolean;
}

/** Runs every case at every destination it names, and judges what is left behind after each run. */
export async function runCases(cases: readonly GoldenCase[], options: RunCasesOptions): Promise<Result[]> {
  const register = readRegister();
  const jobs = cases.flatMap((golden) =>
    [...golden.outcomes.keys()]
      .filter((name) => options.destinations.length === 0 || options.destinations.includes(name))
      .map((destination) => ({ golden, destination: destination as DestinationName })),
  );
  const results: Result[] = [];
  await sideBySide(jobs, PARALLEL, async ({ golden, destination }, i) => {
    results[i] = await runCase(golden, destination, register, options);
  });
  return results;
}

async function runCase(
  golden: GoldenCase,
  destination: DestinationName,
  register: ReadonlySet<string>,
  options: RunCasesOptions,
): Promise<Result> {
  const { verdict, why } = await judgeRuns(golden, destination, register, options).catch(
    (error: unknown): Judgement => ({ verdict: 'failed', why: [describeError(error)] }),
  );
  return {
    key: `cases/${destination}/${golden.name}`,
    groups: golden.tags.map((tag) => `tag ${tag}`),
    destination,
    verdict,
    why,
  };
}

async function judgeRuns(
  golden: GoldenCase,
  destination: DestinationName,
  register: ReadonlySet<string>,
  options: RunCasesOptions,
): Promise<Judgement> {
  const { document, tags } = golden;
  const expected = golden.outcomes.get(destination) ?? [];
  const ours = await withFolder((folder) => runAll(golden, destination, folder));
  const judgement = judgeCase({ document, tags, expected }, ours, register);
  if (!options.isOwnCorpus || judgement.verdict !== 'different') return judgement;
  if (options.update) await writeOwn(golden, destination, ours);
  const why = compareWithOwn(golden, destination, ours);
  return why.length > 0 ? { verdict: 'failed', why } : judgement;
}

/** All runs of a case by sluice, with what the destination holds after each. */
async function runAll(golden: GoldenCase, destination: DestinationName, folder: string): Promise<Outcome[]> {
  const place = await newPlace(destination, folder);
  const outcomes: Outcome[] = [];
  let workDir = join(folder, 'work');
  for (const [i, run] of listOf(at(golden.document, 'runs')).entries()) {
    if (at(run, 'fresh') === true) workDir = join(folder, `work-${i + 1}`);
    const report = await performRun(golden.document, i, place, workDir);
    outcomes.push({
      ...report,
      ...(await dumpDatasets(place, datasetsOf(golden.document), golden.fixedIds)),
    });
  }
  return outcomes;
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.message}` : String(error);
}
