import { startPostgres } from '../../tools/services/postgres-server.ts';
import { runNodeProgram } from '../contenders/node-program.ts';
import { readContent } from '../run/content.ts';
import { execute, lastLine } from '../run/execute.ts';
import { mainProject, type Setup } from '../run/setup.ts';
import type { Engine } from './engine.ts';

/** What tests turn off, as Postgres has it by itself: what is committed is on the disk. */
const safe = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** What is told of the settings: those that decide how fast a load is. */
const told = ['fsync', 'work_mem', 'shared_buffers', 'max_wal_size'];

/** A Postgres server for one race, with the settings that Postgres comes with. */
export async function postgresServer(setup: Setup): Promise<Engine> {
  const project = mainProject(setup);
  const server = await startPostgres({ settings: safe });
  const urlOf = (database: string) => server.url.replace(/[^/]*$/, database);
  const nameOf = (database: string) => database.slice(database.lastIndexOf('/') + 1);
  const quoted = (database: string) => `"${nameOf(database)}"`;
  const run = async (database: string, ...statements: readonly string[]) => {
    await runNodeProgram(project, 'postgres.mjs', { database, statements });
  };
  const settings = await showSettings(project.folder, server.url);
  return {
    about: `Postgres ${settings}`,
    place: () => urlOf('bench_run'),
    keep: (name) => urlOf(name.replaceAll('-', '_')),
    create: (database) => run(server.url, `CREATE DATABASE ${quoted(database)}`, 'CHECKPOINT'),
    // As a database that has been there for a while: no dead rows, and statistics.
    settle: (base) => run(base, 'VACUUM (ANALYZE)'),
    copy: (base, database) =>
      run(server.url, `CREATE DATABASE ${quoted(database)} TEMPLATE ${quoted(base)}`, 'CHECKPOINT'),
    content: (database, key) => readContent(project, 'checksum-postgres.mjs', database, key),
    remove: (database) => run(server.url, `DROP DATABASE IF EXISTS ${quoted(database)} WITH (FORCE)`),
    // dlt wants a password, also where the server asks for none.
    peerOptions: (database) => [
      ...['--pg-target', database.replace('postgres://postgres@', 'postgresql://postgres:any@')],
      ...['--server-process', String(server.pid)],
      ...['--merge-database', nameOf(database), '--keep-base'],
    ],
    serverProcess: server.pid,
    close: () => server.stop(),
  };
}

async function showSettings(folder: string, database: string): Promise<string> {
  const argument = JSON.stringify({ database, told });
  const { stdout } = await execute(process.execPath, ['settings-postgres.mjs', argument], { cwd: folder });
  return lastLine(stdout) as string;
}
