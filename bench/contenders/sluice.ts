import { copyFileSync } from 'node:fs';
import type { Setup } from '../run/setup.ts';
import type { Contender } from '../run/workload.ts';
import { runNodeProgram } from './node-program.ts';

interface SluiceLoad {
  /** Added to the name. */
  readonly suffix?: string;
  readonly records: number;
  /** A file of newline-delimited JSON. */
  readonly input: string;
  /** How often the file is read, one time after the other. Default 1. */
  readonly times?: number;
  /** What `run()` is told. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Makes the database to start from, by the build that is measured. Default: there is none. */
  readonly base?: { readonly input: string };
  readonly check?: 'rows';
}

/** One contender per build: a file to records to a DuckDB file, all settings untouched. */
export function sluiceLoads(setup: Setup, load: SluiceLoad): readonly Contender[] {
  const { suffix = '', records, base, check, ...rest } = load;
  return setup.sluice.map(({ label, project }) => {
    let baseFile: Promise<string> | undefined;
    const makeBase = async (input: string) => {
      const database = `${setup.folder}/base-${label}.duckdb`;
      await runNodeProgram(project, 'load.mjs', {
        ...rest,
        input,
        database,
        workDir: `${setup.folder}/base-${label}`,
      });
      return database;
    };
    return {
      name: `${label}${suffix}`,
      kind: 'sluice',
      records,
      ...(check && { check }),
      async run({ database, folder }) {
        if (base) {
          baseFile ??= makeBase(base.input);
          copyFileSync(await baseFile, database);
        }
        return runNodeProgram(project, 'load.mjs', { ...rest, database, workDir: folder });
      },
    };
  });
}

/** One contender per build: a program of `children/` that takes no data. */
export function sluicePrograms(
  setup: Setup,
  program: string,
  argument: Readonly<Record<string, unknown>> = {},
): readonly Contender[] {
  return setup.sluice.map(({ label, project }) => ({
    name: label,
    kind: 'sluice',
    records: 0,
    run: ({ database, folder }) =>
      runNodeProgram(project, program, { ...argument, database, workDir: folder }),
  }));
}
