import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Session, startSession } from './session.ts';
import { type Workbench, workbench } from './workbench.ts';

let session: Session;
let client: Client;

beforeAll(async () => {
  session = await startSession();
  client = await session.open();
});
afterAll(() => session.close());

const names = ['one', 'two', 'three'];

async function benches(datasetOf: (name: string) => string, stagingDataset?: string): Promise<Workbench[]> {
  const options = stagingDataset === undefined ? {} : { stagingDataset };
  return Promise.all(
    names.map(async (name) =>
      workbench(session.url, datasetOf(name), await session.open(), { name, options, attempts: 6 }),
    ),
  );
}

/** Several loads of each, all at once. */
async function loadAll(of: Workbench[]): Promise<void> {
  const columns = [{ name: 'v', data_type: 'bigint' } as const];
  await Promise.all(
    of.map(async (bench, index) => {
      const mine = { name: names[index] ?? '', columns, parts: [[{ v: 1 }], [{ v: 2 }]] };
      const ours = { name: 'ours', columns, parts: [[{ v: index }]] };
      for (let load = 0; load < 3; load++) await bench.load([mine, ours]);
    }),
  );
}

async function stagedTables(): Promise<unknown[]> {
  const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE tablename ~ '/(jobs|[0-9]+)$'");
  return rows;
}

test('pipelines that load into one dataset at once, also into one table', async () => {
  const all = await benches(() => 'together');
  await loadAll(all);
  const counts = [...names, 'ours', '_dlt_loads'].map(
    (table) => `(SELECT count(*)::int FROM together.${table})`,
  );
  const { rows } = await client.query({ text: `SELECT ${counts.join(', ')}`, rowMode: 'array' });
  expect(rows).toEqual([[6, 6, 6, 9, 9]]);
  expect(await stagedTables()).toEqual([]);
  for (const bench of all) await bench.remove();
});

test('datasets that share a staging schema', async () => {
  const all = await benches((name) => `apart_${name}`, 'shared');
  await loadAll(all);
  for (const [index, bench] of all.entries()) {
    const { rows } = await bench.query('SELECT v, count(*) FROM ours GROUP BY v');
    expect(rows).toEqual([[index, 3]]);
    await bench.remove();
  }
  expect(await stagedTables()).toEqual([]);
  const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'shared'");
  expect(rowCount).toBe(1);
});

test('a dataset is not staged in itself', async () => {
  const [bench] = await benches(() => 'own', 'own');
  const columns = [{ name: 'v', data_type: 'bigint' } as const];
  await expect(bench?.load([{ name: 't', columns, parts: [[{ v: 1 }]] }])).rejects.toMatchObject({
    code: 'DESTINATION_OPTIONS_INVALID',
    place: { path: 'own' },
  });
  await bench?.remove();
});
