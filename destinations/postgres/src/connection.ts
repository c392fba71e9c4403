import type { QueryParameter, QueryResult } from '@sluice/load';
import type { SqlConnection, SqlOpenOptions, SqlStaging } from '@sluice/sql';
import type { Client } from 'pg';
import type Cursor from 'pg-cursor';
import { openClient } from './client.ts';
import { clientPool } from './client-pool.ts';
import { explainError, explained } from './explain-error.ts';
import type { Settings } from './settings.ts';
import { openStaging } from './staging.ts';
import { stagingSchema } from './staging-names.ts';
import { discardStaging } from './staging-remains.ts';
import { rawTypes, toQueryResult } from './values.ts';

/** Rows that one fetch of a long result brings. */
const batchRows = 5_000;

/** Opens a connection for loading and reading. */
export async function connect(
  settings: Settings,
  { dataset, quote, signal }: SqlOpenOptions,
): Promise<SqlConnection> {
  const staging = stagingSchema(dataset, settings.stagingDataset);
  const client = await openClient(settings, signal);
  const pool = clientPool(() => openClient(settings, signal));
  let isInTransaction = false;
  // Lets queries leave the dataset out. A schema that is not there is no error.
  await client.query(`SET search_path = ${quote(dataset)}, public`);

  return {
    async run(sql, params) {
      await explained(client.query(sql, valuesOf(params)));
    },
    async query(sql, params) {
      const query = { text: sql, values: valuesOf(params), rowMode: 'array' as const, types: rawTypes };
      // In a transaction, one statement that fails would take the rest with it: also for a table that is not there.
      if (isInTransaction) await client.query('SAVEPOINT reading');
      try {
        return toQueryResult(await explained(client.query(query)));
      } catch (error) {
        if (isInTransaction) await client.query('ROLLBACK TO SAVEPOINT reading').catch(() => undefined);
        throw error;
      }
    },
    async *batches(sql, params) {
      const { default: PgCursor } = await import('pg-cursor');
      const cursor = client.query(new PgCursor(sql, valuesOf(params), { rowMode: 'array', types: rawTypes }));
      try {
        for (let batch = await fetchRows(cursor); batch !== null; batch = await fetchRows(cursor))
          yield batch;
      } finally {
        await cursor.close();
      }
    },
    async hasDataset() {
      const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [
        dataset,
      ]);
      return rowCount === 1;
    },
    async staging(loadId) {
      const isFirst = !(await hasTables(client, dataset));
      const target = { dataset, quote };
      return explainedStaging(openStaging({ target, schema: staging, loadId, main: client, pool, isFirst }));
    },
    discard: (loadId) => explained(discardStaging(staging, loadId, client)),
    async begin(locks) {
      // The heads have to be read as they are once the locks are held, not as they were before.
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
      isInTransaction = true;
      // Always in the same order, so that two loads cannot wait for each other.
      for (const lock of [...locks].sort())
        await client.query('SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1, 0))', [
          lock,
        ]);
    },
    async commit() {
      const { command } = await client.query('COMMIT');
      isInTransaction = false;
      // So Postgres answers, without an error, where a statement had failed before.
      if (command !== 'COMMIT') throw new Error(`Postgres answered ${command} to COMMIT`);
    },
    async rollback() {
      if (!isInTransaction) return;
      isInTransaction = false;
      // Where the connection is lost, the server has rolled back by itself.
      await client.query('ROLLBACK').catch(() => undefined);
    },
    async close() {
      await Promise.all([pool.close(), client.end()]);
    },
  };
}

async function hasTables(client: Client, dataset: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind NOT IN ('i', 'S') LIMIT 1`,
    [dataset],
  );
  return rowCount === 1;
}

function explainedStaging(staging: SqlStaging): SqlStaging {
  return {
    ...staging,
    bring: (job) => explained(staging.bring(job)),
    ingest: (table) => explained(staging.ingest(table)),
    expose: (table, as) => explained(staging.expose(table, as)),
    clear: () => explained(staging.clear()),
  };
}

function valuesOf(params: readonly QueryParameter[] = []): unknown[] {
  return [...params];
}

/** The next rows of a result, null after the last. Its columns are told to the callback only. */
function fetchRows(cursor: Cursor<(string | null)[]>): Promise<QueryResult | null> {
  return new Promise((resolve, reject) => {
    cursor.read(batchRows, (error, rows, result) => {
      if (error) reject(explainError(error));
      else resolve(rows.length === 0 ? null : toQueryResult({ fields: result.fields, rows }));
    });
  });
}
