import { parseArgs } from 'node:util';
import type { Workload } from './run/workload.ts';
import { workloads } from './workloads/index.ts';

export interface BenchOptions {
  readonly workloads: readonly Workload[];
  /** Runs of each contender; null for the command's own number. */
  readonly runs: number | null;
  readonly scale: number;
  /** Profiles of dlt: null for the usual ones, none to leave it out. */
  readonly dlt: readonly string[] | null;
  readonly native: boolean;
  /** Commit to build; null for the files as they are. */
  readonly commit: string | null;
  /** Whether RESULTS.md is written. */
  readonly write: boolean;
  readonly regression: boolean;
  /** Commit that the regression check compares with; null for the last one. */
  readonly base: string | null;
  /** How many times as long as before a workload may take. */
  readonly limit: number;
}

export const usage = `pnpm bench [NAME…] [options]

Workloads, by name or letter (all when none is named):
${workloads.map(({ letter, name, about }) => `  ${letter} ${name.padEnd(8)} ${about}`).join('\n')}

  --runs N          runs of each contender (3; the short ones 10)
  --scale F         only this part of the records, e.g. 0.1; RESULTS.md stays as it is
  --dlt PROFILES    profiles of dlt, with commas between them: default,parquet,tuned-2,arrow…; "none" for no dlt
  --no-native       without DuckDB by itself
  --commit REF      measure the build of a commit instead of the files as they are
  --no-write        leave RESULTS.md as it is
  --regression      compare the files as they are with the last commit: 5 runs each, sluice only
  --base REF        ... or with this commit
  --limit F         ... and fail when a workload takes more than F times as long (1.15)`;

/** Ends the process when they make no sense. */
export function readArguments(args: readonly string[]): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      runs: { type: 'string' },
      scale: { type: 'string', default: '1' },
      dlt: { type: 'string' },
      native: { type: 'boolean', default: true },
      commit: { type: 'string' },
      write: { type: 'boolean', default: true },
      regression: { type: 'boolean', default: false },
      base: { type: 'string' },
      limit: { type: 'string', default: '1.15' },
    },
  });
  if (values.help) return 'help';
  const scale = positive('scale', values.scale);
  return {
    workloads: choose(positionals),
    runs: values.runs === undefined ? null : Math.ceil(positive('runs', values.runs)),
    scale,
    dlt: values.dlt === undefined ? null : values.dlt === 'none' ? [] : values.dlt.split(','),
    native: values.native,
    commit: values.commit ?? null,
    write: values.write && scale === 1,
    regression: values.regression,
    base: values.base ?? null,
    limit: positive('limit', values.limit),
  };
}

function choose(names: readonly string[]): readonly Workload[] {
  if (names.length === 0) return workloads;
  for (const name of names)
    if (!workloads.some((one) => one.name === name || one.letter === name))
      throw new Error(`There is no workload ${name}. See pnpm bench --help.`);
  return workloads.filter(({ name, letter }) => names.includes(name) || names.includes(letter));
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${option} takes a number above zero, not ${text}`);
  return value;
}
