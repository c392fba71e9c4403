import type { Engine } from '../engines/engine.ts';
import type { Setup } from '../run/setup.ts';
import type { Contender } from '../run/workload.ts';
import { runNodeProgram } from './node-program.ts';
import type { SluiceBase } from './sluice-base.ts';

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
  /** The database to start from. Default: an empty one. */
  readonly base?: SluiceBase;
  readonly check?: 'rows' | 'nothing';
}

/** One contender per build: a file to records to a database, all settings untouched. */
export function sluiceLoads(setup: Setup, engine: Engine, load: SluiceLoad): readonly Contender[] {
  const { suffix = '', records, base, check, ...rest } = load;
  return setup.sluice.map(({ label, project }) => ({
    name: `${label}${suffix}`,
    kind: 'sluice',
    records,
    ...(check && { check }),
    async run({ database, folder }) {
      if (base) await engine.copy(await base.of(label, project), database);
      else await engine.create(database);
      return runNodeProgram(
        project,
        'load.mjs',
        { ...rest, database, workDir: folder },
        engine.serverProcess,
      );
    },
  }));
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
