import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { duckdb } from '../src/index.ts';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

const open = (path: string) => duckdb(path).open({ dataset: 'data' });

test('a dataset may have the name of its file', async () => {
  const named = await workbench((file) => duckdb(file.replace('test.duckdb', 'data.duckdb')));
  const column = { name: 'i', data_type: 'bigint' as const, primary_key: true };
  const merge = { name: 't', hints: { write_disposition: 'merge' as const }, columns: [column] };
  for (const i of [1, 2, 2]) await named.load({ tables: [{ ...merge, parts: [[{ i }]] }] });
  expect(await named.rows('SELECT i FROM t ORDER BY i')).toEqual([[1], [2]]);
  await named.remove();
});

test.each([
  'data',
  'DATA',
  'it\'s "quoted".data',
  'select',
  ' ',
  'a\nb',
  '\u{1f600}é',
  'main',
  'x'.repeat(300),
])('a dataset, its file, its tables and columns may be called %j', async (name) => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'));
  const file = name.length > 100 ? 'long' : name;
  const named = await workbench(() => duckdb(join(folder, `${file}.duckdb`)), name);
  const columns = [
    { name, data_type: 'bigint' as const, primary_key: true },
    { name: '%', data_type: 'text' as const },
  ];
  const load = (value: string) =>
    named.load({
      tables: [
        { name, hints: { write_disposition: 'merge' }, columns, parts: [[{ [name]: 1, '%': value }]] },
      ],
    });
  await load('old');
  await load('new');
  const connection = await named.destination.open({ dataset: name });
  const found = await connection.query(`SELECT * FROM ${connection.names.table(name)}`);
  expect(await connection.listTables()).toContain(name);
  await connection.close();
  expect(found.columns.map((column) => column.name)).toEqual([name, '%']);
  expect(found.rows).toEqual([[1, 'new']]);
  await named.remove();
  await rm(folder, { recursive: true });
});

test('a database in memory lives as long as the destination', async () => {
  const memory = duckdb(':memory:');
  const first = await memory.open({ dataset: 'data' });
  await first.query('CREATE SCHEMA data');
  await first.query('CREATE TABLE data.t AS SELECT 1 AS i');
  await first.close();
  const second = await memory.open({ dataset: 'data' });
  expect((await second.query('SELECT i FROM t')).rows).toEqual([[1]]);
  await second.close();
  const other = await duckdb(':memory:').open({ dataset: 'data' });
  expect(await other.listTables()).toEqual([]);
  await other.close();
});

test.each([1e20, -1e300, Number.MAX_VALUE, 2 ** 53, 9_007_199_254_740_991, -1, 0.1])(
  'the number %d is a parameter like any other',
  async (number) => {
    const connection = await open(bench.file);
    const { rows } = await connection.query('SELECT CAST($1 AS DOUBLE), $2', [number, 'text']);
    await connection.close();
    expect(rows).toEqual([[number, 'text']]);
  },
);

test('what DuckDB would do by itself is off', async () => {
  const connection = await duckdb({ path: bench.file, memoryLimitMb: 123, threads: 1 }).open({
    dataset: 'data',
  });
  const { rows } = await connection.query(
    "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions'), current_setting('TimeZone'), current_setting('threads'), current_setting('memory_limit')",
  );
  await connection.close();
  expect(rows).toEqual([[false, false, 'UTC', 1, '117.3 MiB']]);
});

test('a reader keeps the order of rows, before, during and after a load', async () => {
  const reader = await open(bench.file);
  const order = async () =>
    (await reader.query("SELECT current_setting('preserve_insertion_order')")).rows[0]?.[0];
  const tables = [{ name: 't', columns: [{ name: 'i', data_type: 'bigint' as const }], parts: [[{ i: 1 }]] }];
  expect(await order()).toBe(true);
  await bench.load({ tables });
  expect(await order()).toBe(true);
  await reader.close();
});

test('an abort ends a query that runs', async () => {
  const abort = new AbortController();
  const connection = await duckdb(':memory:').open({ dataset: 'data', signal: abort.signal });
  const query = connection.query('SELECT count(*) FROM range(1000000) a, range(1000000) b');
  setTimeout(() => abort.abort(), 50);
  await expect(query).rejects.toThrow(/Interrupted/);
  await connection.close();
});

test('unique columns get a constraint where that was asked for', async () => {
  const indexed = await workbench((file) => duckdb({ path: file, createIndexes: true }));
  const columns = [{ name: 'i', data_type: 'bigint' as const, unique: true }];
  const load = (parts: { i: number }[][]) => indexed.load({ tables: [{ name: 't', columns, parts }] });
  await load([[{ i: 1 }]]);
  await expect(load([[{ i: 1 }]])).rejects.toMatchObject({ code: 'LOAD_FAILED' });
  await indexed.remove();
});
