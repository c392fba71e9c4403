import { DuckDBInstance } from '@duckdb/node-api';
import type { Column } from '@sluice/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { duckdb } from '../src/index.ts';
import { type Workbench, workbench } from './workbench.ts';

/** Everything a session or a database could have been changed in. */
const allSettings =
  "SELECT name, value FROM duckdb_settings() WHERE name NOT IN ('profile_output') ORDER BY name";

let instance: DuckDBInstance;
let bench: Workbench;
beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterEach(async () => {
  await bench.remove();
  instance.closeSync();
});

const columns: Column[] = [
  { name: 'id', data_type: 'bigint', primary_key: true },
  { name: 'v', data_type: 'bigint' },
];
const load = (ids: number[]) =>
  bench.load({
    tables: [
      {
        name: 't',
        columns,
        hints: { write_disposition: 'merge' },
        parts: [ids.map((id) => ({ id, v: id }))],
      },
    ],
  });
const ids = 'SELECT id FROM t ORDER BY id';

describe('an instance', () => {
  beforeEach(async () => {
    bench = await workbench(() => duckdb({ instance }));
  });

  test('is loaded into and stays open, with the settings it had', async () => {
    const mine = await instance.connect();
    await mine.run("SET GLOBAL threads = 3; SET GLOBAL TimeZone = 'Asia/Tokyo'");
    const before = (await mine.runAndReadAll(allSettings)).getRows();
    await load([1, 2]);
    await load([2, 3]);
    expect(await bench.rows(ids)).toEqual([[1], [2], [3]]);
    expect((await mine.runAndReadAll(allSettings)).getRows()).toEqual(before);
    expect((await mine.runAndReadAll('SELECT count(*) FROM data.t')).getRows()).toEqual([[3n]]);
    mine.closeSync();
  });

  test('is left as it was by a load that fails', async () => {
    const mine = await instance.connect();
    await load([1]);
    const before = (await mine.runAndReadAll(allSettings)).getRows();
    await mine.run('CREATE UNIQUE INDEX only_one ON data.t (v)');
    await expect(
      bench.load({ tables: [{ name: 't', columns, parts: [[{ id: 2, v: 1 }]] }] }),
    ).rejects.toMatchObject({ code: 'LOAD_FAILED' });
    expect((await mine.runAndReadAll(allSettings)).getRows()).toEqual(before);
    expect((await mine.runAndReadAll('SELECT count(*) FROM data.t')).getRows()).toEqual([[1n]]);
    mine.closeSync();
  });

  test('two destinations on it do not get into each other’s way', async () => {
    const other = await workbench(() => duckdb({ instance }));
    const loadOther = (id: number) => other.load({ tables: [{ name: 'u', columns, parts: [[{ id }]] }] });
    await load([0]);
    await loadOther(0);
    const both = [1, 2, 3, 4].flatMap((id) => [load([id]), loadOther(id)]);
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await bench.rows('SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM u)')).toEqual([[5, 5]]);
    await other.remove();
  });

  test('one that is open for reading alone is read, and not loaded into', async () => {
    await load([1]);
    const file = `${bench.folder}/copy.duckdb`;
    const mine = await instance.connect();
    await mine.run(`ATTACH '${file}' AS copied; COPY FROM DATABASE memory TO copied; DETACH copied`);
    mine.closeSync();
    const readers = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
    const destination = duckdb({ instance: readers });
    await expect(destination.checkWritable?.()).rejects.toMatchObject({ code: 'DESTINATION_READ_ONLY' });
    const reading = await destination.open({ dataset: 'data' });
    expect((await reading.query(ids)).rows).toEqual([[1]]);
    await reading.close();
    readers.closeSync();
  });
});

describe('a connection', () => {
  let connection: Awaited<ReturnType<DuckDBInstance['connect']>>;
  beforeEach(async () => {
    connection = await instance.connect();
    await connection.run(
      `CREATE SCHEMA "my ""own"""; SET search_path = '"my ""own""",main'; SET TimeZone = 'Asia/Tokyo'`,
    );
    bench = await workbench(() => duckdb({ connection }));
  });

  test('is loaded into and stays open, with the settings it had', async () => {
    const before = (await connection.runAndReadAll(allSettings)).getRows();
    await load([1, 2]);
    expect((await connection.runAndReadAll(allSettings)).getRows()).toEqual(before);
    await load([2, 3]);
    expect(await bench.rows(ids)).toEqual([[1], [2], [3]]);
    expect((await connection.runAndReadAll(allSettings)).getRows()).toEqual(before);
    expect((await connection.runAndReadAll('SELECT count(*) FROM data.t')).getRows()).toEqual([[3n]]);
  });

  test('has its own settings while a reader of ours is open', async () => {
    await load([1]);
    const before = (await connection.runAndReadAll(allSettings)).getRows();
    const reader = await bench.destination.open({ dataset: 'data' });
    expect((await reader.query("SELECT id, current_setting('TimeZone') FROM t")).rows).toEqual([[1, 'UTC']]);
    expect((await connection.runAndReadAll(allSettings)).getRows()).toEqual(before);
    await reader.close();
  });

  test('a search path that is gone does not keep loads out', async () => {
    await connection.run('CREATE SCHEMA passing; SET search_path = passing; DROP SCHEMA passing');
    await load([1]);
    expect(await bench.rows(ids)).toEqual([[1]]);
  });

  test('the dataset goes into the database it uses', async () => {
    await connection.run("ATTACH ':memory:' AS other; USE other");
    await load([1]);
    const { rows } = await (await bench.destination.open({ dataset: 'data' })).query(
      "SELECT DISTINCT database_name FROM duckdb_tables() WHERE table_name = 't'",
    );
    expect(rows).toEqual([['other']]);
  });

  test('readers, loads and a result that is read slowly take turns', async () => {
    await load([1]);
    const reader = await bench.destination.open({ dataset: 'data' });
    const seen: unknown[] = [];
    for await (const { rows } of reader.batches('SELECT i FROM range(5000) r(i)')) {
      if (seen.length === 0) await load([2]);
      seen.push(...rows);
    }
    const loads = [3, 4, 5].map((id) => load([id]));
    const counts = await Promise.all(
      [1, 2, 3, 4].map(async () => (await reader.query('SELECT count(*) FROM t')).rows[0]?.[0]),
    );
    await Promise.all(loads);
    await reader.close();
    expect(seen).toHaveLength(5000);
    expect(counts.every((count) => Number(count) >= 2 && Number(count) <= 5)).toBe(true);
    expect(await bench.rows(ids)).toEqual([[1], [2], [3], [4], [5]]);
  });

  test('its own transaction is not ours to end', async () => {
    await load([1]);
    await connection.run('BEGIN; INSERT INTO data.t (id) VALUES (100)');
    await expect(bench.destination.checkWritable?.()).rejects.toMatchObject({
      code: 'DESTINATION_IN_TRANSACTION',
    });
    await expect(load([2])).rejects.toMatchObject({ code: 'DESTINATION_IN_TRANSACTION' });
    await connection.run('COMMIT');
    await bench.store.discard((await bench.store.sealed())[0]?.manifest.loadId ?? '');
    await load([3]);
    expect(await bench.rows(ids)).toEqual([[1], [3], [100]]);
  });

  test('an abort interrupts what we run on it, and nothing else', async () => {
    const abort = new AbortController();
    const reader = await bench.destination.open({ dataset: 'data', signal: abort.signal });
    const mine = connection.runAndReadAll('SELECT sum(i)::BIGINT FROM range(30000000) r(i)');
    abort.abort();
    expect((await mine).getRows()).toEqual([[449999985000000n]]);
    await expect(reader.query('SELECT 1')).rejects.toThrow();
    await reader.close();
  });
});
