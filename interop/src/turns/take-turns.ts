import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineOptions } from 'sluice';
import { type DestinationName, dumpDatasets, type Place } from '../canonical/dump.ts';
import type { Outcome } from '../canonical/outcome.ts';
import { readOutcome } from '../canonical/outcome-file.ts';
import { performRun, type RunReport } from '../cases/perform-run.ts';
import { datasetsOf, type GoldenCase } from '../corpus.ts';
import { parseJson } from '../json/parse.ts';
import { judgeCase } from '../judge/judge-case.ts';
import { readRegister } from '../judge/register.ts';
import { describePlace, newPlace } from '../place.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';

export type Side = 'sluice' | 'dlt';

/**
 * Both sides run a case in turns, each time from an empty working folder: schema and state come from the
 * destination alone. After every run the dataset must be what dlt alone would have made of it.
 */
export async function takeTurns(
  golden: GoldenCase,
  destination: DestinationName,
  first: Side,
  dlt: PythonDlt,
): Promise<readonly string[]> {
  const expected = golden.outcomes.get(destination) ?? [];
  const second = first === 'dlt' ? 'sluice' : 'dlt';
  const ours = await play(
    golden,
    destination,
    expected.map((_, i) => (i % 2 === 0 ? first : second)),
    dlt,
  );
  // What dlt leaves of a load that failed is its own affair; sluice has to go on from there.
  for (const [i, outcome] of ours.entries()) {
    const isDltsFailure = (i % 2 === 0 ? first : second) === 'dlt' && expected[i]?.error?.step === 'load';
    if (isDltsFailure) ours[i] = { ...outcome, datasets: ours[i - 1]?.datasets ?? new Map() };
  }
  const { document, tags } = golden;
  return judgeCase({ document, tags, expected }, ours, readRegister()).why;
}

/** What `play` may be told besides. */
export interface PlayOptions {
  /** Comes before the first run. */
  prepare?(place: Place): Promise<void>;
  /** Options of sluice for each run. */
  readonly options?: readonly Partial<PipelineOptions>[];
}

/** Runs a case, each run by the side it names and from an empty working folder; the dataset after each. */
export function play(
  golden: Omit<GoldenCase, 'outcomes' | 'tags'>,
  destination: DestinationName,
  sides: readonly Side[],
  dlt: PythonDlt,
  { prepare, options = [] }: PlayOptions = {},
): Promise<Outcome[]> {
  return withFolder(async (folder) => {
    const place = await newPlace(destination, folder);
    await prepare?.(place);
    const outcomes: Outcome[] = [];
    for (const [i, side] of sides.entries()) {
      const report =
        side === 'sluice'
          ? await performRun(golden.document, i, place, join(folder, `sluice-${i}`), options[i])
          : await performByDlt(golden, i, place, folder, dlt);
      const dump = await dumpDatasets(place, datasetsOf(golden.document), golden.fixedIds);
      outcomes.push({ ...report, ...dump });
    }
    return outcomes;
  });
}

async function performByDlt(
  golden: Pick<GoldenCase, 'path'>,
  index: number,
  place: Place,
  folder: string,
  dlt: PythonDlt,
): Promise<RunReport> {
  const dump = join(folder, `dlt-${index}.json`);
  const run = String(index + 1);
  const { stderr } = await dlt.run([
    ...['run', golden.path, '--destination', describePlace(place), '--runs', `${run}..${run}`],
    ...['--pipelines-dir', join(folder, `dlt-${index}`), '--dump', dump],
  ]);
  if (!existsSync(dump)) throw new Error(`dlt made no dump: ${stderr.slice(-300)}`);
  const { error, packages } = readOutcome(parseJson(readFileSync(dump, 'utf8')));
  return { error: error ?? null, ...(packages === undefined ? {} : { packages }) };
}
