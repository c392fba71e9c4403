import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { duckdb } from '../src/index.ts';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

const open = (path: string) => duckdb(path).open({ dataset: 'data' });

/** Opens the file in another process, which says how that went. */
function openElsewhere(file: string): string {
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    await DuckDBInstance.create(process.argv[1]).then(() => console.log('open'), () => console.log('refused'));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, file], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  return run.stdout.trim() || run.stderr;
}

test('a folder that is missing is made', async () => {
  const file = join(bench.folder, 'a', 'b', 'c.duckdb');
  const connection = await open(file);
  await connection.close();
  expect(await readdir(join(bench.folder, 'a', 'b'))).toContain('c.duckdb');
});

test('two connections in one process share the file, also by another spelling of its path', async () => {
  const first = await open(bench.file);
  const second = await open(join(bench.folder, '.', 'nothing', '..', 'test.duckdb'));
  await first.query('CREATE SCHEMA data');
  await first.query('CREATE TABLE data.t AS SELECT 1 AS i');
  expect((await second.query('SELECT i FROM data.t')).rows).toEqual([[1]]);
  await first.close();
  expect(openElsewhere(bench.file)).toBe('refused');
  await second.close();
});

test('the file is free once it is closed', async () => {
  const connection = await open(bench.file);
  await connection.close();
  expect(openElsewhere(bench.file)).toBe('open');
});

describe('files that cannot be opened', () => {
  test('another process has it', async () => {
    const script = `import { DuckDBInstance } from '@duckdb/node-api'; import { spawnSync } from 'node:child_process';
      const instance = await DuckDBInstance.create(process.argv[1]);
      const child = spawnSync(process.execPath, ['--conditions=@sluice/source', '--input-type=module', '-e', \`
        import { duckdb } from \${JSON.stringify(process.argv[2])};
        const destination = duckdb(process.argv[1]);
        await destination.open({ dataset: 'data' }).then(() => console.log('open'), (error) => console.log(error.code, destination.classify(error)));
      \`, process.argv[1]], { encoding: 'utf8' });
      console.log(child.stdout.trim() || child.stderr); instance.closeSync();`;
    const source = new URL('../src/index.ts', import.meta.url).href;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, bench.file, source], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    });
    expect(run.stdout.trim() || run.stderr).toBe('DESTINATION_LOCKED transient');
  }, 60_000);

  test.each([
    ['some text', (file: string) => writeFile(file, 'hello '.repeat(5000))],
    ['nothing', (file: string) => writeFile(file, '')],
    ['a folder', (file: string) => mkdir(file)],
  ])('it is %s', async (_, make) => {
    await make(bench.file);
    await expect(open(bench.file)).rejects.toMatchObject({
      code: 'DESTINATION_NOT_DUCKDB',
      place: { path: bench.file },
    });
  });
});

test('a dataset may have the name of its file', async () => {
  const named = await workbench((file) => duckdb(file.replace('test.duckdb', 'data.duckdb')));
  const column = { name: 'i', data_type: 'bigint' as const, primary_key: true };
  const merge = { name: 't', hints: { write_disposition: 'merge' as const }, columns: [column] };
  for (const i of [1, 2, 2]) await named.load({ tables: [{ ...merge, parts: [[{ i }]] }] });
  expect(await named.rows('SELECT i FROM t ORDER BY i')).toEqual([[1], [2]]);
  await named.remove();
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
