import type { Engine } from '../engines/engine.ts';
import { execute } from '../run/execute.ts';
import { mainProject, type Setup } from '../run/setup.ts';
import type { Contender } from '../run/workload.ts';
import { runNodeProgram } from './node-program.ts';
import { runPeer } from './peer.ts';

interface CopyCase {
  readonly records: number;
  /** A file of CSV. */
  readonly csv: string;
  /** The same data as newline-delimited JSON. */
  readonly input: string;
  /** Makes the table `bench.rows`. */
  readonly table: string;
}

/**
 * A ready CSV file into a ready table of Postgres, without row ids and their index: by `psql`, or, where that or Python,
 * which measures it, is missing, by the client library that sluice uses. The name says which.
 */
export async function copyOfCsv(setup: Setup, engine: Engine, load: CopyCase): Promise<readonly Contender[]> {
  if (!setup.native) return [];
  const { python } = setup;
  const contender = { kind: 'native', records: load.records } as const;
  if (python !== null && (await hasPsql())) {
    return [
      {
        ...contender,
        name: 'psql \\copy',
        async run({ database, folder }) {
          await engine.create(database);
          const options = [...engine.peerOptions(database), '--input', load.input, '--csv', load.csv];
          return runPeer(python, { work: 'flat-postgres', name: 'native:copy', folder, options });
        },
      },
    ];
  }
  const project = mainProject(setup);
  return [
    {
      ...contender,
      name: 'COPY by pg-copy-streams',
      async run({ database }) {
        await engine.create(database);
        const statements = ['CREATE SCHEMA bench', load.table];
        await runNodeProgram(project, 'postgres.mjs', { database, statements });
        const argument = { database, file: load.csv, table: 'bench.rows' };
        return runNodeProgram(project, 'copy.mjs', argument, engine.serverProcess);
      },
    },
  ];
}

async function hasPsql(): Promise<boolean> {
  try {
    await execute('psql', ['--version']);
    return true;
  } catch {
    return false;
  }
}
