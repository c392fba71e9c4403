import type { BenchOptions } from './arguments.ts';
import { markdownTable } from './report/table.ts';
import { median } from './run/median.ts';
import { hasChanges, projectOfCommit, projectOfWorkingTree } from './run/project.ts';
import { runRace } from './run/race.ts';
import type { Setup } from './run/setup.ts';
import type { Measurement, Result } from './run/workload.ts';

/**
 * Runs two builds by turns: the files as they are, and the last commit (the one before it when nothing has changed).
 * False when a workload takes more than `limit` times as long as before, in the median and in the fastest run (what else
 * the machine does can only add time), when it failed, or when it loads something else.
 */
export async function checkRegression(options: BenchOptions, folder: string): Promise<boolean> {
  const base = options.base ?? ((await hasChanges()) ? 'HEAD' : 'HEAD~1');
  process.stderr.write(`building and packing ${options.commit ?? 'the files as they are'}, and ${base}\n`);
  const now = options.commit
    ? await projectOfCommit(options.commit, folder)
    : await projectOfWorkingTree(folder);
  const before = await projectOfCommit(base, folder);
  const setup: Setup = {
    sluice: [
      { label: 'now', project: now },
      { label: 'before', project: before },
    ],
    python: null,
    profiles: [],
    native: false,
    scale: options.scale,
    folder,
  };
  const rows: string[][] = [];
  let isFine = true;
  for (const workload of options.workloads) {
    process.stderr.write(`${workload.letter} ${workload.name}\n`);
    const race = await workload.prepare(setup);
    const contenders = race.contenders.filter(({ kind }) => kind === 'sluice');
    const runs = options.runs ?? Math.max(5, workload.minRuns ?? 1);
    const results = await runRace({ ...race, contenders }, runs, setup);
    await race.engine.close();
    for (const { name, newer, older } of pairs(results)) {
      const time = ratio(newer, older, ({ seconds }) => seconds, median);
      const best = ratio(
        newer,
        older,
        ({ seconds }) => seconds,
        (values) => Math.min(...values),
      );
      const memory = ratio(newer, older, ({ peakBytes }) => peakBytes, median);
      const isSame = [newer, older].every(({ finding }) => finding?.isRight !== false);
      const failed = newer.failure !== null || older.failure !== null;
      const isWorse = failed || !isSame || Math.min(time, best) > options.limit;
      if (isWorse) isFine = false;
      const figures = [seconds(older), seconds(newer), time.toFixed(2), best.toFixed(2), memory.toFixed(2)];
      const verdict = failed ? 'FAILED' : !isSame ? 'OTHER CONTENT' : isWorse ? 'SLOWER' : 'fine';
      rows.push([`${workload.letter} ${workload.name}${name}`, ...figures, verdict]);
    }
  }
  const head = [
    'workload',
    `${before.commit}, s`,
    `${now.commit}, s`,
    'median ×',
    'fastest ×',
    'memory ×',
    'verdict',
  ];
  console.log(`\n${markdownTable(head, rows)}\n`);
  return isFine;
}

interface Pair {
  /** What follows the label of the build in the contenders' names. */
  readonly name: string;
  readonly newer: Result;
  readonly older: Result;
}

function pairs(results: readonly Result[]): Pair[] {
  const named = new Map(results.map((result) => [result.contender.name, result]));
  return results.flatMap((newer) => {
    if (!newer.contender.name.startsWith('now')) return [];
    const name = newer.contender.name.slice('now'.length);
    const older = named.get(`before${name}`);
    return older ? [{ name, newer, older }] : [];
  });
}

function ratio(
  newer: Result,
  older: Result,
  value: (run: Measurement) => number,
  one: (values: readonly number[]) => number,
): number {
  return one(newer.runs.map(value)) / one(older.runs.map(value));
}

function seconds({ runs }: Result): string {
  return median(runs.map((run) => run.seconds)).toFixed(2);
}
