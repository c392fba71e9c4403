import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePgcopy } from '@sluice/formats';
import type { LoadJob, PlannedTable } from '@sluice/load';
import { type CompleteColumn, newTable } from '@sluice/schema';
import type { SqlStaging } from '@sluice/sql';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientPool } from '../src/client-pool.ts';
import { columnType, quote } from '../src/dialect.ts';
import { openStaging } from '../src/staging.ts';
import { type Session, startSession } from './session.ts';

let session: Session;
let client: Client;
let folder: string;
let staging: SqlStaging;
beforeAll(async () => {
  session = await startSession();
  client = await session.open();
});
afterAll(() => session.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-first-load-'));
  const place = { target: { dataset: 'data', quote }, schema: 'data_staging', loadId: '1.5', main: client };
  staging = openStaging({ ...place, pool: clientPool(() => session.open()), isFirst: true });
});
afterEach(async () => {
  await client.query('ROLLBACK');
  await staging.close();
  await client.query('DROP SCHEMA IF EXISTS data CASCADE; DROP SCHEMA IF EXISTS data_staging CASCADE');
  await rm(folder, { recursive: true, force: true });
});

/** A part file that holds one integer column. */
async function part(id: string, name: string, ...values: number[]): Promise<LoadJob> {
  const file = join(folder, id);
  const bytes = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  const shape = { length: values.length, nullCount: 0, validity: null, offsets: null };
  const column = { name, type: { kind: 'int64' }, values: bytes, ...shape } as const;
  const batch = { table: 't', rows: values.length, columns: [column] };
  await writeFile(file, Buffer.concat([...encodePgcopy(batch)]));
  const definitions = [{ name, data_type: 'bigint' }] as const;
  return {
    id,
    table: 't',
    format: 'pgcopy',
    file,
    rows: values.length,
    bytes: 0,
    columns: [name],
    definitions,
  };
}

function planned(jobs: LoadJob[], shape: Partial<CompleteColumn> = {}, create = true): PlannedTable {
  const columns = ['id', 'v'].map((name): CompleteColumn => ({ name, data_type: 'bigint', ...shape }));
  const table = newTable('t', { columns });
  return { table, columns, root: 't', action: { disposition: 'append' }, create, addColumns: [], jobs };
}

/** Begins as a publish does, and makes the table. */
async function begin({ table, columns }: PlannedTable): Promise<void> {
  const definitions = columns.map((column) => `${quote(column.name)} ${columnType(column, table)}`);
  await client.query(`BEGIN; CREATE SCHEMA data; CREATE TABLE data.t (${definitions.join(', ')})`);
}

async function rows(from: string): Promise<unknown[]> {
  return (await client.query(`SELECT id::int, v::int FROM ${from} ORDER BY id, v`)).rows;
}

/** How many tables there are in the staging schema, the register of jobs left out. */
async function stagedTables(): Promise<number> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_tables WHERE schemaname = 'data_staging' AND tablename NOT LIKE '%/jobs'",
  );
  return rowCount ?? 0;
}

const expected = [
  { id: 1, v: null },
  { id: 2, v: null },
  { id: null, v: 3 },
];

async function commit(): Promise<void> {
  await staging.clear();
  await client.query('COMMIT');
}

test('a staging table becomes the table that the load makes; what does not fit it is inserted', async () => {
  const jobs = [await part('1', 'id', 1, 2), await part('2', 'v', 3)];
  const table = planned(jobs);
  for (const job of [...jobs, ...jobs]) await staging.bring(job);
  expect(await stagedTables()).toBe(2);
  await begin(table);
  await staging.ingest(table);
  expect(await stagedTables()).toBe(1);
  await commit();
  expect(await rows('data.t')).toEqual(expected);
  expect(await stagedTables()).toBe(0);
});

test('it gets the columns it lacks, and what must not be null', async () => {
  const required: CompleteColumn = { name: 'id', data_type: 'bigint', nullable: false };
  const jobs = [{ ...(await part('1', 'id', 1, 2)), definitions: [required] }];
  const table = planned(jobs);
  const columns = [required, ...table.columns.slice(1)];
  for (const job of jobs) await staging.bring(job);
  await begin(table);
  await staging.ingest({ ...table, columns });
  await commit();
  expect(await rows('data.t')).toEqual(expected.slice(0, 2));
  const { rows: found } = await client.query(
    "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_schema = 'data' ORDER BY ordinal_position",
  );
  expect(found).toEqual([
    { column_name: 'id', is_nullable: 'NO' },
    { column_name: 'v', is_nullable: 'YES' },
  ]);
});

test.each<[string, Partial<CompleteColumn>, boolean]>([
  ['the table has other types', { precision: 32 }, true],
  ['the table is somebody else’s', {}, false],
])('rows are inserted where %s', async (_, shape, create) => {
  const jobs = [await part('1', 'id', 1, 2), await part('2', 'v', 3)];
  const table = planned(jobs, shape, create);
  for (const job of jobs) await staging.bring(job);
  await begin(table);
  await staging.ingest(table);
  expect(await stagedTables()).toBe(2);
  await commit();
  expect(await rows('data.t')).toEqual(expected);
  expect(await stagedTables()).toBe(0);
});

test('rows are inserted where new tables of the dataset get privileges', async () => {
  await client.query(
    'CREATE SCHEMA data; ALTER DEFAULT PRIVILEGES IN SCHEMA data GRANT SELECT ON TABLES TO PUBLIC',
  );
  const jobs = [await part('1', 'id', 1, 2)];
  const table = planned(jobs);
  await staging.bring(jobs[0] as LoadJob);
  await client.query('BEGIN; CREATE TABLE data.t (id bigint, v bigint)');
  await staging.ingest(table);
  await commit();
  expect(await rows('data.t')).toEqual(expected.slice(0, 2));
  const { rows: granted } = await client.query(
    "SELECT privilege_type FROM information_schema.table_privileges WHERE table_schema = 'data' AND grantee = 'PUBLIC'",
  );
  expect(granted).toEqual([{ privilege_type: 'SELECT' }]);
});

test('after a publish that failed, another one finds everything where it was', async () => {
  const jobs = [await part('1', 'id', 1, 2), await part('2', 'v', 3)];
  const table = planned(jobs);
  for (const job of jobs) await staging.bring(job);
  for (const end of ['ROLLBACK', 'COMMIT']) {
    for (const job of jobs) await staging.bring(job);
    await begin(table);
    await staging.ingest(table);
    await staging.clear();
    await client.query(end);
  }
  expect(await rows('data.t')).toEqual(expected);
});

test('a merge looks at what is staged', async () => {
  const jobs = [await part('1', 'id', 1, 2), await part('2', 'v', 3)];
  const table = planned(jobs);
  for (const job of jobs) await staging.bring(job);
  await begin(table);
  await staging.expose(table, 'seen');
  expect(await rows('seen')).toEqual(expected);
  await staging.hide('seen');
  await commit();
  expect(await rows('data.t')).toEqual([]);
});

test('a file that is not whole is refused', async () => {
  const job = { ...(await part('1', 'id', 1)), rows: 2 };
  await expect(staging.bring(job)).rejects.toThrow('1 of the 2 rows');
});

test('what a dead load has left goes with the next one, logged or not', async () => {
  await staging.bring(await part('1', 'id', 1));
  await client.query('SELECT pg_advisory_unlock_all()');
  const other = openStaging({
    target: { dataset: 'data', quote },
    schema: 'data_staging',
    loadId: '2.5',
    main: client,
    pool: clientPool(() => session.open()),
    isFirst: true,
  });
  await other.bring(await part('2', 'v', 3));
  expect(await stagedTables()).toBe(1);
  await other.close();
});
