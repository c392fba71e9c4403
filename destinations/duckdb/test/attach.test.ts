import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DuckdbDestination, duckdb } from '../src/index.ts';
import type { DatabaseOptions } from '../src/options.ts';
import { openElsewhere } from './elsewhere.ts';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
let other: string;
beforeEach(async () => {
  bench = await workbench();
  other = join(bench.folder, `it's "other".duckdb`);
});
afterEach(() => bench.remove());

const columns = [
  { name: 'i', data_type: 'bigint' as const, primary_key: true },
  { name: 'v', data_type: 'text' as const },
];
const tables = (v: string) => [
  { name: 't', columns, hints: { write_disposition: 'merge' as const }, parts: [[{ i: 1, v }]] },
];

describe('a dataset in an attached database', () => {
  const name = 'my "lake".x';

  test.each<[string, (path: string) => DatabaseOptions]>([
    ['attached by an option', (path) => ({ attach: [{ path, as: name, type: 'duckdb' }] })],
    [
      'attached by a statement',
      (path) => ({
        path: ':memory:',
        statements: [`ATTACH IF NOT EXISTS '${path.replaceAll("'", "''")}' AS "my ""lake"".x"`],
      }),
    ],
    ['beside a file', (path) => ({ path: bench.file, attach: [{ path, as: name }] })],
    ['named in another case', (path) => ({ attach: [{ path, as: name.toUpperCase() }] })],
  ])('%s is loaded into, and read', async (_, options) => {
    const attached = await workbench(() => duckdb({ ...options(other), catalog: name }));
    await attached.load({ tables: tables('old') });
    await attached.load({ tables: [...tables('new'), { name: 'u', columns, parts: [[{ i: 5 }]] }] });
    expect(await attached.rows('SELECT i, v FROM t')).toEqual([[1, 'new']]);
    const reader = await attached.destination.open({ dataset: 'data' });
    expect([...(await reader.inspect(['t', 'u'])).keys()]).toEqual(['t', 'u']);
    await reader.close();
    await attached.remove();

    const alone = await duckdb(other).open({ dataset: 'data' });
    expect((await alone.query('SELECT i, v FROM t')).rows).toEqual([[1, 'new']]);
    expect((await alone.query('SELECT count(*) FROM _dlt_loads')).rows).toEqual([[2]]);
    await alone.close();
  });

  test('a dataset of the same name in the database beside it is another one', async () => {
    const options = { path: bench.file, attach: [{ path: other, as: name }] };
    const attached = await workbench(() => duckdb({ ...options, catalog: name }));
    await bench.load({ tables: tables('first') });
    await attached.load({ tables: tables('second') });
    expect(await bench.rows('SELECT v FROM t')).toEqual([['first']]);
    expect(await attached.rows('SELECT v FROM t')).toEqual([['second']]);
    await attached.remove();
  });

  test('one that is attached for reading alone is not loaded into', async () => {
    await workbench(() => duckdb(other)).then((made) => made.load({ tables: tables('x') }));
    const attached = duckdb({
      attach: [{ path: other, as: 'past', options: { read_only: true } }],
      catalog: 'past',
    });
    await expect(attached.checkWritable?.()).rejects.toMatchObject({ code: 'DESTINATION_READ_ONLY' });
    const reader = await attached.open({ dataset: 'data' });
    expect((await reader.query('SELECT v FROM t')).rows).toEqual([['x']]);
    await reader.close();
  });

  test('a name that nothing attached has', async () => {
    await expect(
      duckdb({ path: bench.file, catalog: 'nope' }).open({ dataset: 'data' }),
    ).rejects.toMatchObject({ code: 'DESTINATION_DATABASE_MISSING' });
    expect(openElsewhere(bench.file)).toBe('open');
  });
});

test('settings and statements hold for every connection', async () => {
  const made = duckdb({
    path: ':memory:',
    settings: { default_null_order: 'nulls_first', arrow_large_buffer_size: true, home_directory: "it's" },
    statements: ["CREATE OR REPLACE TEMPORARY MACRO greeting() AS 'hello'"],
  });
  for (let round = 0; round < 2; round++) {
    const connection = await made.open({ dataset: 'data' });
    const { rows } = await connection.query(
      "SELECT current_setting('default_null_order'), current_setting('arrow_large_buffer_size'), current_setting('home_directory'), greeting()",
    );
    expect(rows).toEqual([['NULLS_FIRST', true, "it's", 'hello']]);
    await connection.close();
  }
});

describe('what does not work', () => {
  const secret = 'hunter2';

  test.each<[string, DatabaseOptions, RegExp]>([
    ['an extension that is not there', { extensions: ['no_such_thing'] }, /extension "no_such_thing"/],
    ['an unknown setting', { settings: { no_such_thing: 1 } }, /setting "no_such_thing"/],
    ['a setting with a wrong value', { settings: { checkpoint_threshold: 'much' } }, /checkpoint_threshold/],
    [
      'the second statement',
      { statements: ['SELECT 1', `SELECT '${secret}' FROM nowhere`] },
      /statement 2 of `statements`/,
    ],
    [
      'a statement that cannot be read',
      { statements: [`CREATE SECRET (TYPE s3, SECRET '${secret}') nonsense`] },
      /statement 1 of `statements`/,
    ],
    [
      'a database that is not there',
      { attach: [{ path: `/nowhere/${secret}.duckdb`, as: 'x', options: { read_only: true } }] },
      /the database "x"/,
    ],
    [
      'a kind of database there is none of',
      { attach: [{ path: secret, type: 'nothing' }] },
      /a database of type nothing/,
    ],
  ])('%s is named, without secrets, and leaves nothing open', async (_, options, message) => {
    const failing = duckdb({ path: bench.file, ...options }).open({ dataset: 'data' });
    await expect(failing).rejects.toMatchObject({
      code: 'DESTINATION_SETUP_FAILED',
      message: expect.stringMatching(message),
    });
    const error = await failing.catch((raised: unknown) => raised);
    expect(error instanceof Error && `${error.message}${error.cause}`).not.toContain(secret);
    expect(openElsewhere(bench.file)).toBe('open');
  });

  test('users are counted right: limits are set by the first one, and left alone for those that follow', async () => {
    const limit = "SELECT current_setting('memory_limit')";
    const fine = duckdb({ path: bench.file, memoryLimitMb: 100 });
    const failing = duckdb({ path: bench.file, memoryLimitMb: 100, statements: ['SELECT nonsense'] });
    const memoryOf = async (destination: DuckdbDestination) => {
      const connection = await destination.open({ dataset: 'data' });
      const { rows } = await connection.query(limit);
      await connection.close();
      return rows;
    };
    await expect(failing.open({ dataset: 'data' })).rejects.toThrow();
    expect(await memoryOf(fine)).toEqual([['95.3 MiB']]);
    const first = await fine.open({ dataset: 'data' });
    await first.query("SET GLOBAL memory_limit = '50MB'");
    await expect(failing.open({ dataset: 'data' })).rejects.toThrow();
    expect(await memoryOf(fine)).toEqual([['47.6 MiB']]);
    await first.close();
    expect(await memoryOf(fine)).toEqual([['95.3 MiB']]);
  });
});

describe('a connection of one’s own', () => {
  test('reaches the database in memory, and outlives ours', async () => {
    const memory = duckdb(':memory:');
    const loaded = await workbench(() => memory);
    await loaded.load({ tables: tables('x') });
    const mine = await memory.connect();
    await mine.connection.run("INSERT INTO data.t (i, v) VALUES (2, 'mine')");
    mine.close();
    expect(await loaded.rows('SELECT i, v FROM t ORDER BY i')).toEqual([
      [1, 'x'],
      [2, 'mine'],
    ]);
    await loaded.remove();
  });

  test('keeps a file open until it is closed', async () => {
    const mine = await duckdb(bench.file).connect();
    expect(openElsewhere(bench.file)).toBe('refused');
    await bench.load({ tables: tables('x') });
    expect((await mine.connection.runAndReadAll('SELECT v FROM data.t')).getRows()).toEqual([['x']]);
    mine.close();
    mine.close();
    expect(openElsewhere(bench.file)).toBe('open');
    await bench.load({ tables: tables('y') });
    expect(await bench.rows('SELECT v FROM t')).toEqual([['y']]);
  });
});
