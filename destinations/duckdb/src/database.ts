import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { literal } from './dialect.ts';
import { explainOpenError } from './errors.ts';
import type { Resources } from './resources.ts';

export interface DatabaseOptions {
  /** Absolute path, or `:memory:`. */
  readonly path: string;
  readonly resources: Resources;
  /** Whether the user has set the memory limit. */
  readonly isLimitFixed: boolean;
}

/** A DuckDB file as one destination object sees it. */
export interface Database {
  readonly options: DatabaseOptions;
  connect(): Promise<DatabaseConnection>;
  /** Waits for every earlier writer of this file in this process; the caller calls what it gets when it is done. */
  lock(): Promise<() => void>;
}

interface DatabaseConnection {
  readonly connection: DuckDBConnection;
  close(): void;
}

export const memoryPath = ':memory:';

/** Last writer in line, by file. DuckDB itself would let two transactions run and fail the second one. */
const writers = new Map<string, Promise<void>>();

/** Open connections, by file. */
const users = new Map<string, number>();

export function database(options: DatabaseOptions): Database {
  const { path } = options;
  const isMemory = path === memoryPath;
  // A database in memory lives as long as the destination object; a file is open only while somebody uses it.
  let memory: Promise<DuckDBInstance> | undefined;
  let tail = Promise.resolve();

  return {
    options,
    async connect() {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      if (isMemory) memory ??= DuckDBInstance.create(path);
      else await mkdir(dirname(path), { recursive: true });
      // The cache of the native library: a second instance of one file in one process would corrupt it.
      const instance = await (memory ?? DuckDBInstance.fromCache(path)).catch((error: unknown) => {
        throw explainOpenError(error, path);
      });
      const connection = await instance.connect();
      // The limits belong to the whole database: whoever comes later must not lower them for a load that is running.
      const others = users.get(path) ?? 0;
      users.set(path, others + 1);
      await connection.run(others === 0 ? `${perDatabase(options)}; ${perConnection}` : perConnection);
      return {
        connection,
        close() {
          users.set(path, (users.get(path) ?? 1) - 1);
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

const perConnection = "SET TimeZone = 'UTC'";

/** Set by statements, not when opening: the cache refuses a file that is open with other options. */
function perDatabase({ path, resources }: DatabaseOptions): string {
  const statements = [
    // DuckDB would fetch extensions from its site, waiting for it where there is no network.
    'SET GLOBAL autoinstall_known_extensions = false',
    'SET GLOBAL autoload_known_extensions = false',
    setResources(resources),
  ];
  if (path === memoryPath) {
    statements.push(`SET GLOBAL temp_directory = ${literal(join(tmpdir(), `sluice-duckdb-${process.pid}`))}`);
  }
  return statements.join('; ');
}

export function setResources({ memoryMb, threads }: Resources): string {
  return `SET GLOBAL memory_limit = '${memoryMb}MB'; SET GLOBAL threads = ${threads}`;
}
