import type { Client } from 'pg';
import { quote } from './dialect.ts';
import { stagedLoad } from './staging-names.ts';

/**
 * Whoever stages a load holds a lock in its name for as long as the connection lasts. So a load whose lock is free has
 * nobody who could want its tables: an attempt that is taken up again begins without them.
 */
const lockOf = 'pg_catalog.hashtextextended($1, 0)';

function lockName(schema: string, loadId: string): string {
  return `${schema}/staging/${loadId}`;
}

/**
 * Says that a load is being staged. Does not wait: who holds the lock is an earlier attempt whose end the server has
 * not noticed yet, and keeps others from the tables just as well.
 */
export async function claimStaging(schema: string, loadId: string, client: Client): Promise<void> {
  await tryLock(schema, loadId, client);
}

/** The load is not being staged any more. */
export async function releaseStaging(schema: string, loadId: string, client: Client): Promise<void> {
  await client.query(`SELECT pg_catalog.pg_advisory_unlock(${lockOf})`, [lockName(schema, loadId)]);
}

/** Removes the tables a load has left behind. */
export async function discardStaging(schema: string, loadId: string, client: Client): Promise<void> {
  const tables = (await stagedTables(schema, client)).get(loadId) ?? [];
  await dropTables(schema, tables, client);
}

/**
 * Removes what loads have left behind that nobody stages any more, those of other working folders among them. What
 * cannot be removed, because it is another role's, stays.
 */
export async function discardDeadStaging(schema: string, client: Client): Promise<void> {
  for (const [loadId, tables] of await stagedTables(schema, client)) {
    if (!(await tryLock(schema, loadId, client))) continue;
    // Its tables may be in the hands of a connection whose end the server has not noticed yet.
    await dropTables(schema, tables, client, "SET LOCAL lock_timeout = '1s'; ").catch(() => undefined);
    await releaseStaging(schema, loadId, client);
  }
}

async function tryLock(schema: string, loadId: string, client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `SELECT pg_catalog.pg_try_advisory_lock(${lockOf}) AS locked`,
    [lockName(schema, loadId)],
  );
  return rows[0]?.locked === true;
}

/** The staging tables in a schema, by load. Others have tables there, too: ours are not logged, or named by a load id. */
async function stagedTables(schema: string, client: Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind = 'r' AND (c.relpersistence = 'u' OR c.relname ~ '^\\d+\\.\\d+/\\d+$')`,
    [schema],
  );
  const tables = new Map<string, string[]>();
  for (const { relname } of rows) {
    const loadId = stagedLoad(relname);
    if (loadId === undefined) continue;
    const known = tables.get(loadId);
    if (known) known.push(relname);
    else tables.set(loadId, [relname]);
  }
  return tables;
}

async function dropTables(
  schema: string,
  tables: readonly string[],
  client: Client,
  setting = '',
): Promise<void> {
  if (tables.length === 0) return;
  const paths = tables.map((table) => `${quote(schema)}.${quote(table)}`);
  await client.query(`${setting}DROP TABLE IF EXISTS ${paths.join(', ')}`);
}
