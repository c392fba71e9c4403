import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { encodePgcopy } from '@sluice/formats';
import type { LoadJob, PlannedTable } from '@sluice/load';
import { newTable } from '@sluice/schema';
import type { SqlStaging } from '@sluice/sql';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { classify } from '../src/classify.ts';
import { clientPool } from '../src/client-pool.ts';
import { quote } from '../src/dialect.ts';
import { openStaging } from '../src/staging.ts';
import { readStagingPattern, stagingSchema } from '../src/staging-names.ts';
import { discardStaging } from '../src/staging-remains.ts';
import { type Session, startSession } from './session.ts';

const loadId = '1700000000.5';

let session: Session;
let client: Client;
let folder: string;
let staging: SqlStaging;
let opened = 0;
/** How many connections are opened together. */
let everybody = 0;
beforeAll(async () => {
  session = await startSession();
  client = await session.open();
});
afterAll(() => session.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-staging-'));
  await client.query('CREATE SCHEMA data; CREATE TABLE data.t (id bigint, v bigint)');
  opened = 0;
  everybody = 0;
  staging = stagingOf(loadId, client);
});
afterEach(async () => {
  await client.query('ROLLBACK');
  await client.query('DROP SCHEMA data CASCADE; DROP SCHEMA IF EXISTS data_staging CASCADE');
  await rm(folder, { recursive: true, force: true });
});

function stagingOf(load: string, main: Client): SqlStaging {
  const target = { dataset: 'data', quote };
  const pool = clientPool(open);
  return openStaging({ target, schema: 'data_staging', loadId: load, main, pool, isFirst: false });
}

async function open(): Promise<Client> {
  opened++;
  while (opened < everybody) await setImmediate();
  return session.open();
}

/** A part file that holds one integer column. */
async function part(id: string, column: string, ...values: number[]): Promise<LoadJob> {
  const file = join(folder, id);
  const vector = {
    name: column,
    type: { kind: 'int64' },
    length: values.length,
    nullCount: 0,
    validity: null,
    values: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer),
    offsets: null,
  } as const;
  const chunks = [...encodePgcopy({ table: 't', rows: values.length, columns: [vector] })];
  await writeFile(file, Buffer.concat(chunks));
  const definitions = [{ name: column, data_type: 'bigint' }] as const;
  return {
    id,
    table: 't',
    format: 'pgcopy',
    file,
    rows: values.length,
    bytes: 0,
    columns: [column],
    definitions,
  };
}

function planned(...jobs: LoadJob[]): PlannedTable {
  const columns = (['id', 'v'] as const).map((name) => ({ name, data_type: 'bigint' }) as const);
  const table = newTable('t', { columns });
  return {
    table,
    columns,
    root: 't',
    action: { disposition: 'append' },
    create: false,
    addColumns: [],
    jobs,
  };
}

async function stagedTables(): Promise<number> {
  const { rows } = await client.query(
    "SELECT count(*)::int AS tables FROM pg_catalog.pg_tables WHERE schemaname = 'data_staging'",
  );
  return rows[0]?.tables;
}

async function target(): Promise<unknown[]> {
  const { rows } = await client.query('SELECT id::int, v::int FROM data.t ORDER BY id, v');
  return rows;
}

test('files are brought in side by side, and those with the same columns share a table', async () => {
  const first = await part('0', 'id');
  await staging.bring(first);
  const others = await Promise.all([part('1', 'id', 1, 2), part('2', 'id', 3), part('3', 'v', 4)]);
  // One is open, and nobody gets another before all three ask for theirs.
  everybody = others.length;
  await Promise.all(others.map((job) => staging.bring(job)));
  const jobs = [first, ...others];
  expect(await stagedTables()).toBe(3);
  expect(await target()).toEqual([]);
  await client.query('BEGIN');
  await staging.ingest(planned(...jobs));
  await staging.clear();
  await client.query('COMMIT');
  expect(await target()).toEqual([
    { id: 1, v: null },
    { id: 2, v: null },
    { id: 3, v: null },
    { id: null, v: 4 },
  ]);
  expect(await stagedTables()).toBe(0);
});

test('the same job twice has the effect of once, also at the same time', async () => {
  const job = await part('1', 'id', 1);
  await Promise.all([staging.bring(job), staging.bring(job)]);
  await staging.bring(job);
  await staging.ingest(planned(job));
  expect(await target()).toEqual([{ id: 1, v: null }]);
});

test('a file that breaks off leaves nothing, and can be brought again', async () => {
  const job = await part('1', 'id', 1, 2);
  const broken = await part('broken', 'id', 1, 2);
  await writeFile(broken.file, (await readFile(job.file)).subarray(0, -9));
  await expect(staging.bring({ ...broken, id: '1' })).rejects.toMatchObject({ code: '22P04' });
  await staging.bring(job);
  await staging.ingest(planned(job));
  expect(await target()).toEqual([
    { id: 1, v: null },
    { id: 2, v: null },
  ]);
});

test('CSV files beside binary ones', async () => {
  const file = join(folder, 'csv');
  await writeFile(file, '"v","id"\n1,2\n,3\n');
  const definitions = (['v', 'id'] as const).map((name) => ({ name, data_type: 'bigint' }) as const);
  const columns = ['v', 'id'];
  const job: LoadJob = { id: '1', table: 't', format: 'csv', file, rows: 2, bytes: 0, columns, definitions };
  const binary = await part('2', 'id', 4);
  for (const one of [job, binary]) await staging.bring(one);
  await staging.ingest(planned(job, binary));
  expect(await target()).toEqual([
    { id: 2, v: 1 },
    { id: 3, v: null },
    { id: 4, v: null },
  ]);
});

test('a file with another number of rows than it should have is not taken', async () => {
  const job = await part('1', 'id', 1, 2);
  await expect(staging.bring({ ...job, rows: 3 })).rejects.toThrow('found 2 of the 3 rows');
  await staging.bring(job);
  await staging.ingest(planned(job));
  expect(await target()).toHaveLength(2);
});

test('rows of several tables read as one, in the types of the final one', async () => {
  const jobs = [await part('1', 'id', 1), await part('2', 'v', 2)];
  for (const job of jobs) await staging.bring(job);
  await staging.expose(planned(...jobs), 'staged rows');
  const { rows } = await client.query('SELECT id::int, v::int FROM "staged rows" ORDER BY id');
  expect(rows).toEqual([
    { id: 1, v: null },
    { id: null, v: 2 },
  ]);
  await staging.hide('staged rows');
  await expect(client.query('SELECT FROM "staged rows"')).rejects.toMatchObject({ code: '42P01' });
});

test('a server that crashed has emptied the tables: the publish notices, and the load is tried again', async () => {
  const job = await part('1', 'id', 1);
  await staging.bring(job);
  // What a crash does to tables that are not logged.
  await client.query(`TRUNCATE data_staging."${loadId}/1", data_staging."${loadId}/jobs"`);
  const lost = await staging.ingest(planned(job)).catch((error: unknown) => error);
  expect(lost).toMatchObject({ name: 'StagingLostError' });
  expect(classify(lost)).toBe('transient');
  expect(await target()).toEqual([]);
});

test('what a dead attempt left behind goes by its load id; other loads stay', async () => {
  await staging.bring(await part('1', 'id', 1));
  await stagingOf('1700000000.55', await session.open()).bring(await part('1', 'id', 1));
  expect(await stagedTables()).toBe(4);
  await discardStaging('data_staging', loadId, client);
  expect(await stagedTables()).toBe(2);
  await discardStaging('data_staging', loadId, client);
  await discardStaging('nowhere', loadId, client);
});

test('closing removes what was not published', async () => {
  await staging.bring(await part('1', 'id', 1));
  await staging.close();
  expect(await stagedTables()).toBe(0);
});

test('a load without files touches nothing', async () => {
  await staging.clear();
  await staging.close();
  const { rowCount } = await client.query(
    "SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'data_staging'",
  );
  expect(rowCount).toBe(0);
});

test('what dead loads left behind goes when another one is staged; live ones stay, and so does what is not ours', async () => {
  await client.query('CREATE SCHEMA data_staging; CREATE TABLE data_staging."1/1" (x int)');
  await client.query('CREATE UNLOGGED TABLE data_staging.orders (x int)');
  const dying = await session.open();
  const live = stagingOf('1700000000.7', await session.open());
  const job = await part('1', 'id', 1);
  await stagingOf('1700000000.6', dying).bring(job);
  await live.bring(job);
  expect(await loadsStaged()).toEqual(['1', '1700000000.6', '1700000000.7', 'orders']);
  await dying.end();
  await untilGone(dying);
  await staging.bring(job);
  expect(await loadsStaged()).toEqual(['1', loadId, '1700000000.7', 'orders']);
  await live.ingest(planned(job));
  await live.close();
  await staging.close();
  expect(await loadsStaged()).toEqual(['1', 'orders']);
  expect(await target()).toEqual([{ id: 1, v: null }]);
});

test('what somebody works with cannot be removed: nobody waits for it, and nobody fails over it', async () => {
  const dying = await session.open();
  await stagingOf('1700000000.6', dying).bring(await part('1', 'id', 1));
  await dying.end();
  await untilGone(dying);
  const other = await session.open();
  await other.query('BEGIN; LOCK TABLE data_staging."1700000000.6/1"');
  await staging.bring(await part('1', 'id', 1));
  expect(await loadsStaged()).toEqual([loadId, '1700000000.6']);
  await other.query('ROLLBACK');
});

test('tables that somebody took away under a load are noticed', async () => {
  const job = await part('1', 'id', 1);
  await staging.bring(job);
  await discardStaging('data_staging', loadId, client);
  const reasons = [staging.bring(job), staging.ingest(planned(job))].map(async (work) =>
    classify(await work.catch((error: unknown) => error)),
  );
  expect(await Promise.all(reasons)).toEqual(['transient', 'transient']);
});

async function loadsStaged(): Promise<unknown[]> {
  const { rows } = await client.query(
    "SELECT DISTINCT split_part(tablename, '/', 1) AS load FROM pg_catalog.pg_tables WHERE schemaname = 'data_staging' ORDER BY 1",
  );
  return rows.map(({ load }) => load);
}

/** The server takes a moment to notice the end of a connection. */
async function untilGone(gone: Client): Promise<void> {
  const { processID } = gone as unknown as { processID: number };
  for (;;) {
    const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE pid = $1', [processID]);
    if (rowCount === 0) return;
  }
}

test.each([
  ['sales', undefined, 'sales_staging'],
  ['Sales', undefined, 'Sales_staging'],
  ['sales', 'in_%s_%s', 'in_sales_sales'],
  ['$&', '%s!', '$&!'],
  ['sales', 'shared', 'shared'],
  ['x'.repeat(55), undefined, `${'x'.repeat(55)}_staging`],
  ['x'.repeat(56), undefined, 'sluice_555a9083_staging'],
  ['ü'.repeat(28), undefined, 'sluice_9c09991e_staging'],
])('the staging schema of %s with the pattern %s is %s', (dataset, pattern, schema) => {
  expect(stagingSchema(dataset, readStagingPattern(pattern))).toBe(schema);
});

test('a dataset is never its own staging schema', () => {
  const refused = expect.objectContaining({ code: 'DESTINATION_OPTIONS_INVALID' });
  expect(() => stagingSchema('sales', 'sales')).toThrow(refused);
  expect(() => readStagingPattern('%s')).toThrow(refused);
});
