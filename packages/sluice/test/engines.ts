import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { postgres } from '@sluice/destination-postgres';
import type { Destination } from '@sluice/load';
import { type PostgresServer, startPostgres } from '@sluice/test-services';
import { afterAll, beforeAll, describe } from 'vitest';

/** Makes the destination of a test: each call is as good as another process. */
export type OpenDestination = () => Destination;

/** Says how to get an empty destination for the files in a folder. */
type Engine = (folder: string) => Promise<OpenDestination>;

/** Runs tests against every engine that a load can be published to. */
export function describeEngines(tests: (engine: Engine, name: 'duckdb' | 'postgres') => void): void {
  describe('duckdb', () => tests(async (folder) => () => duckdb(join(folder, 'store.duckdb')), 'duckdb'));
  describe('postgres', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    tests(async () => {
      const url = await server.createDatabase();
      return () => postgres(url);
    }, 'postgres');
  });
}
