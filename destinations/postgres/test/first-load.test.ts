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
import { firstLoad } from '../src/first-load.ts';
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
  const opened = openStaging({ ...place, pool: clientPool(() => session.open()) });
  staging = firstLoad(opened, place, 2);
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

async function hasStaging(): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'data_staging'");
  return rowCount === 1;
}

const expected = [
  { id: 1, v: null },
  { id: 2, v: null },
  { id: null, v: 3 },
];

test.each<[string, Partial<CompleteColumn>, boolean, boolean]>([
  ['go straight into a table that the load makes', {}, true, false],
  ['are staged where the table has other types', { precision: 32 }, true, true],
  ['are staged where the table is somebody else’s', {}, false, true],
])('files %s', async (_, shape, create, isStaged) => {
  const jobs = [await part('1', 'id', 1, 2), await part('2', 'v', 3)];
  const table = planned(jobs, shape, create);
  for (const job of [...jobs, ...jobs]) await staging.bring(job);
  await begin(table);
  await staging.ingest(table);
  expect(await hasStaging()).toBe(isStaged);
  await staging.clear();
  await client.query('COMMIT');
  expect(await rows('data.t')).toEqual(expected);
});

test('what a merge looks at is staged, side by side', async () => {
  const jobs = [await part('1', 'id', 1, 2), await part('2', 'v', 3)];
  const table = planned(jobs);
  for (const job of jobs) await staging.bring(job);
  await begin(table);
  await staging.expose(table, 'seen');
  expect(await rows('seen')).toEqual(expected);
  await staging.hide('seen');
  await staging.clear();
  await client.query('COMMIT');
  expect(await rows('data.t')).toEqual([]);
});

test('a file that cannot be staged fails the step', async () => {
  const job = { ...(await part('1', 'id', 1)), rows: 2 };
  const table = planned([job]);
  await staging.bring(job);
  await begin(table);
  await expect(staging.expose(table, 'seen')).rejects.toThrow('1 of the 2 rows');
});
