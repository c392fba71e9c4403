import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdb } from '@sluice/destination-duckdb';
import { incremental, pipeline, resource } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

const good = [{ id: 1, v: 'kept' }];

function cyclic(): unknown {
  const record: Record<string, unknown> = { id: 2 };
  record.self = record;
  return record;
}

function cyclicList(): unknown {
  const record: { id: number; children: unknown[] } = { id: 2, children: [] };
  record.children.push(record, record);
  return record;
}

test.for<[what: string, code: string, data: unknown, options?: Record<string, unknown>]>([
  ['a number as data', 'DATA_NOT_ITERABLE', 42],
  ['an object as data', 'DATA_NOT_ITERABLE', { id: 2 }],
  ['a text as data', 'DATA_NOT_ITERABLE', 'https://example.com/data.json'],
  ['no data', 'DATA_NOT_ITERABLE', undefined],
  ['records without a table', 'TABLE_NAME_MISSING', [{ id: 2 }], { table: undefined }],
  ['a table name of blanks', 'RESOURCE_NAME_INVALID', [{ id: 2 }], { table: '  ' }],
  ['a table name that normalizes to nothing', 'TABLE_NAME_EMPTY', [{ id: 2 }], { table: '__' }],
  ['an unknown write disposition', 'WRITE_DISPOSITION_UNKNOWN', [{ id: 2 }], { writeDisposition: 'upsert' }],
  ['an unknown option', 'HINT_UNKNOWN', [{ id: 2 }], { primarykey: 'id' }],
  ['merge without a key', 'MERGE_KEY_MISSING', [{ id: 2 }], { writeDisposition: 'merge' }],
  [
    'an option the strategy has not',
    'LOAD_STRATEGY_UNSUPPORTED',
    [{ id: 2 }],
    { writeDisposition: { disposition: 'merge', skipUnchangedRows: true }, primaryKey: 'id' },
  ],
  ['a key that no record has', 'COLUMN_UNBOUND', [{ v: 'x' }], { primaryKey: 'key' }],
  ['a null in a key', 'ROW_NULL_NOT_ALLOWED', [{ id: null }], { primaryKey: 'id' }],
  [
    'a cursor that is not there',
    'CURSOR_PATH_MISSING',
    resource('t', { cursor: incremental('updated') }, [{ id: 2 }]),
  ],
  ['a cyclic object', 'RECORD_CYCLIC', [cyclic()]],
  ['a cyclic list', 'RECORD_CYCLIC', [cyclicList()]],
  ['a function as a value', 'RECORD_VALUE_UNSUPPORTED', [{ id: 2, f: () => 1 }]],
  ['a symbol as a value', 'RECORD_VALUE_UNSUPPORTED', [{ id: 2, s: Symbol('s') }]],
  ['a lone surrogate', 'RECORD_TEXT_MALFORMED', [{ id: 2, v: 'a\ud800b' }]],
  ['an integer past 64 bits', 'RECORD_INTEGER_OUT_OF_RANGE', [{ id: 2n ** 70n }]],
])('%s is refused with %s, and nothing is lost', async ([, code, data, options = {}]) => {
  const { open } = await workspace();
  await open().run(good, { table: 't' });
  await expect(
    open().run(data as never, { ...(data && !isResource(data) ? { table: 't' } : {}), ...options } as never),
  ).rejects.toMatchObject({ code });
  expect(await open().pending()).toEqual([]);
  const info = await open().run([{ id: 3, v: 'after' }], { table: 't' });
  expect(info.tables).toMatchObject({ t: { rows: 1 } });
  expect((await rowsOf(open(), 't')).map(({ id }) => id)).toEqual([1, 3]);
});

function isResource(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'pipe' in data;
}

test.for<[options: Record<string, unknown>, code: string]>([
  [{ name: '../up' }, 'PIPELINE_NAME_INVALID'],
  [{ name: '' }, 'PIPELINE_NAME_INVALID'],
  [{ dataSet: 'x' }, 'OPTION_UNKNOWN'],
  [{ destination: 'duckdb' }, 'OPTION_INVALID'],
  [{ dataset: 7 }, 'OPTION_INVALID'],
  [{ replaceStrategy: 'truncate' }, 'OPTION_INVALID'],
  [{ naming: 'camel_case' }, 'NAMING_UNKNOWN'],
  [{ dataset: ' ' }, 'IDENTIFIER_EMPTY'],
])('pipeline() refuses %j with %s', ([options, code]) => {
  const make = () => pipeline({ name: 'p', destination: duckdb(':memory:'), ...options } as never);
  expect(make).toThrowError(expect.objectContaining({ code }));
});

test.for<[call: 'load' | 'retry', options: Record<string, unknown>, code: string]>([
  ['load', { onTableFailures: 'continue' }, 'OPTION_UNKNOWN'],
  ['load', { loadId: '1' }, 'OPTION_UNKNOWN'],
  ['load', { onTableFailure: 'skip' }, 'OPTION_INVALID'],
  ['retry', { load: '1' }, 'OPTION_UNKNOWN'],
  ['retry', { onTableFailure: true }, 'OPTION_INVALID'],
])('%s() refuses %j with %s', async ([call, options, code]) => {
  const { open } = await workspace();
  await expect(open()[call](options as never)).rejects.toMatchObject({ code });
});

test('a file that is no DuckDB file is left alone', async () => {
  const { open, file } = await workspace();
  await writeFile(file, 'id,name\n1,Ada\n'.repeat(1000));
  await expect(open().run(good, { table: 't' })).rejects.toMatchObject({ code: 'DESTINATION_NOT_DUCKDB' });
});

test('a file that another process holds is reported, and the data waits', async () => {
  const { open, file } = await workspace();
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    globalThis.held = await DuckDBInstance.create(${JSON.stringify(file)});
    console.log('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  await expect(open().run(good, { table: 't' })).rejects.toMatchObject({ code: 'DESTINATION_LOCKED' });
  holder.kill();
  await once(holder, 'exit');
  await open().run(good, { table: 't' });
  expect(await rowsOf(open(), 't')).toEqual(good);
});

test('names that collide at the destination are named', async () => {
  const { open } = await workspace();
  await expect(open({ naming: 'direct' }).run([{ Name: 1, name: 2 }], { table: 't' })).rejects.toMatchObject({
    code: 'IDENTIFIER_COLLISION',
    message: expect.stringMatching(/Name.*name/),
  });
  expect(await open().pending()).toEqual([]);
});

test('values and keys that other tools stumble over arrive as they are', async () => {
  const { open } = await workspace();
  const hostile = JSON.parse(
    '{"id":1,"__proto__":{"x":1},"constructor":"c","hasOwnProperty":2,"toString":"s"}',
  );
  await open().run(
    [
      { ...hostile, big: 2n ** 53n + 1n, nan: Number.NaN, inf: Number.POSITIVE_INFINITY, ratio: 1.5 },
      Object.assign(hostile, { id: 2, text: '𝒳 東京', ratio: Number.NaN }),
    ],
    { table: 't' },
  );
  const rows = await rowsOf(open(), 't');
  expect(rows[0]).toMatchObject({ id: 1, constructor: 'c', big: 2n ** 53n + 1n, ratio: 1.5 });
  expect(rows[1]).toMatchObject({ id: 2, proto__x: 1, text: '𝒳 東京', ratio: null });
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test('keys that differ only in case are one column, the last value wins', async () => {
  const { open } = await workspace();
  await open().run(
    [
      { id: 1, NAME: 'a', name: 'b' },
      { id: 2, name: 'd', NAME: 'c' },
    ],
    { table: 't' },
  );
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 1, name: 'b' },
    { id: 2, name: 'c' },
  ]);
});

test('5,000 columns', async () => {
  const { open } = await workspace();
  const wide = (id: number) => Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`c${i}`, id * i]));
  await open().run([wide(1), wide(2)], { table: 'wide' });
  const [sums] = await open().dataset().query('SELECT sum(c4999) AS last, count(*) AS n FROM data.wide');
  expect(sums).toEqual({ last: 3 * 4999, n: 2 });
});

test('objects and lists nested 200 deep', { timeout: 120_000 }, async () => {
  const { open } = await workspace();
  let object: unknown = 1;
  let list: unknown = [1];
  for (let level = 0; level < 200; level++) {
    object = { o: object };
    list = [list];
  }
  await open().run([{ id: 1, object, list }], { table: 't' });
  expect(await open().dataset().table('t').count()).toBe(1);
  expect((await open().dataset().tables()).length).toBe(202);
});

test('a busy file is not kept open between operations', async () => {
  const { open, file } = await workspace();
  await open().run(good, { table: 't' });
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_WRITE' });
  instance.closeSync();
});
