import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { explainOpenError } from './errors.ts';

export interface DatabaseOptions {
  /** Absolute path, or `:memory:`. */
  readonly path: string;
  readonly memoryLimit: string;
  readonly threads: number | undefined;
}

/** A DuckDB file as one destination object sees it. */
export interface Database {
  connect(): Promise<DatabaseConnection>;
  /** Waits for every earlier writer of this file in this process; the caller calls what it gets when it is done. */
  lock(): Promise<() => void>;
}

export interface DatabaseConnection {
  readonly connection: DuckDBConnection;
  close(): void;
}

export const memoryPath = ':memory:';

/** Last writer in line, by file. DuckDB itself would let two transactions run and fail the second one. */
const writers = new Map<string, Promise<void>>();

export function database(options: DatabaseOptions): Database {
  const { path } = options;
  const isMemory = path === memoryPath;
  // A database in memory lives as long as the destination object; a file is open only while somebody uses it.
  let memory: Promise<DuckDBInstance> | undefined;
  let tail = Promise.resolve();

  return {
    async connect() {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      if (isMemory) memory ??= DuckDBInstance.create(path);
      else await mkdir(dirname(path), { recursive: true });
      // The cache of the native library: a second instance of one file in one process would corrupt it.
      const instance = await (memory ?? DuckDBInstance.fromCache(path)).catch((error: unknown) => {
        throw explainOpenError(error, path);
      });
      const connection = await instance.connect();
      await connection.run(settings(options));
      return {
        connection,
        close() {
          connection.closeSync();
          if (!isMemory) instance.closeSync();
        },
      };
    },
    async lock() {
      const earlier = isMemory ? tail : (writers.get(path) ?? Promise.resolve());
      const { promise, resolve } = Promise.withResolvers<void>();
      const mine = earlier.then(() => promise);
      if (isMemory) tail = mine;
      else writers.set(path, mine);
      await earlier;
      return () => {
        resolve();
        if (writers.get(path) === mine) writers.delete(path);
      };
    },
  };
}

/** Set by statements, not when opening: the cache refuses a file that is open with other options. */
function settings({ path, memoryLimit, threads }: DatabaseOptions): string {
  const values: [string, string | number | boolean][] = [
    // DuckDB would fetch extensions from its site, waiting for it where there is no network.
    ['GLOBAL autoinstall_known_extensions', false],
    ['GLOBAL autoload_known_extensions', false],
    ['GLOBAL memory_limit', memoryLimit],
    ['TimeZone', 'UTC'],
  ];
  if (threads !== undefined) values.push(['GLOBAL threads', threads]);
  if (path === memoryPath)
    values.push(['GLOBAL temp_directory', join(tmpdir(), `sluice-duckdb-${process.pid}`)]);
  return values.map(([name, value]) => `SET ${name} = ${literal(value)};`).join(' ');
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
