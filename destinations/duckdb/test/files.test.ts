import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadPackage } from '@sluice/load';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { duckdb } from '../src/index.ts';
import type { DatabaseOptions } from '../src/options.ts';
import { elsewhere, holdElsewhere, openElsewhere } from './elsewhere.ts';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

const open = (path: string, options: DatabaseOptions = {}) =>
  duckdb({ path, ...options }).open({ dataset: 'data' });
const tables = [{ name: 't', columns: [{ name: 'i', data_type: 'bigint' as const }], parts: [[{ i: 1 }]] }];

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

describe('a file that is open in another process', () => {
  beforeEach(() => bench.load({ tables }).then(() => undefined));

  test('cannot be opened', async () => {
    const letGo = await holdElsewhere(bench.file);
    const refused = await open(bench.file).catch((error: unknown) => error);
    await letGo();
    expect(refused).toMatchObject({ code: 'DESTINATION_LOCKED', place: { path: bench.file } });
    expect(bench.destination.classify(refused)).toBe('transient');
  });

  test('is loaded into as soon as it is free', async () => {
    const sealed = await bench.seal({ tables });
    const letGo = await holdElsewhere(bench.file);
    let closing: Promise<void> | undefined;
    const { alreadyPublished } = await loadPackage(sealed, bench.destination, {
      store: bench.store,
      onEvent: (event) => {
        if (event.type === 'load-retried') closing ??= letGo();
      },
      retry: { attempts: 20, minDelayMs: 50, maxDelayMs: 100 },
    });
    await closing;
    expect(closing).toBeDefined();
    expect(alreadyPublished).toBe(false);
    expect(await bench.rows('SELECT i FROM t')).toEqual([[1], [1]]);
  });

  test('can be read together with others that only read', async () => {
    const letGo = await holdElsewhere(bench.file, 'READ_ONLY');
    const reader = await open(bench.file, { readOnly: true });
    const { rows } = await reader.query('SELECT i FROM t');
    await reader.close();
    await expect(open(bench.file)).rejects.toMatchObject({ code: 'DESTINATION_LOCKED' });
    await letGo();
    expect(rows).toEqual([[1]]);
  });
});

describe('a file that is open in this process', () => {
  beforeEach(() => bench.load({ tables }).then(() => undefined));

  test('for writing, can be joined by a reader, who still cannot load', async () => {
    const writer = await open(bench.file);
    const destination = duckdb({ path: bench.file, readOnly: true });
    const reader = await destination.open({ dataset: 'data' });
    expect((await reader.query('SELECT i FROM t')).rows).toEqual([[1]]);
    await reader.close();
    await expect(destination.checkWritable?.()).rejects.toMatchObject({ code: 'DESTINATION_READ_ONLY' });
    await writer.close();
  });

  test('for reading, or with options of its own, is not opened for writing', async () => {
    const reader = await open(bench.file, { readOnly: true });
    await expect(open(bench.file)).rejects.toMatchObject({ code: 'DESTINATION_LOCKED' });
    await reader.close();
    const mine = await DuckDBInstance.fromCache(bench.file, { threads: '1' });
    await expect(open(bench.file)).rejects.toMatchObject({
      code: 'DESTINATION_LOCKED',
      message: expect.stringContaining('duckdb({ instance })'),
    });
    mine.closeSync();
    await (await open(bench.file)).close();
  });

  test('keeps its lock, whoever looks at it', async () => {
    const writer = await open(bench.file);
    await duckdb(bench.file).checkWritable?.();
    await open(bench.file, { readOnly: true }).then((reader) => reader.close());
    expect(openElsewhere(bench.file)).toBe('refused');
    await writer.close();
  });
});

/** A database file that says it is of another version of the format: DuckDB tells what its checksum would be. */
async function otherVersion(file: string, version: bigint): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  instance.closeSync();
  const bytes = await readFile(file);
  bytes.writeBigUInt64LE(version, 12);
  await writeFile(file, bytes);
  const refusal = String(await DuckDBInstance.create(file).catch((error: unknown) => error));
  bytes.writeBigUInt64LE(BigInt(/computed checksum (\d+)/.exec(refusal)?.[1] ?? 0), 0);
  await writeFile(file, bytes);
}

describe('files that cannot be opened', () => {
  test.each<[string, string, (file: string) => Promise<unknown>, DatabaseOptions?]>([
    ['some text', 'DESTINATION_NOT_DUCKDB', (file) => writeFile(file, 'hello '.repeat(5000))],
    ['nothing', 'DESTINATION_NOT_DUCKDB', (file) => writeFile(file, '')],
    ['a folder', 'DESTINATION_NOT_DUCKDB', (file) => mkdir(file)],
    ['a file of a newer DuckDB', 'DESTINATION_NOT_DUCKDB', (file) => otherVersion(file, 200n)],
    ['a file of a very old DuckDB', 'DESTINATION_NOT_DUCKDB', (file) => otherVersion(file, 1n)],
    [
      'a damaged file',
      'DESTINATION_NOT_DUCKDB',
      async (file) => {
        await otherVersion(file, 68n);
        const bytes = await readFile(file);
        await writeFile(file, bytes.fill(7, 20, 40));
      },
    ],
    ['a link that leads nowhere', 'DESTINATION_FILE_UNUSABLE', (file) => symlink('a/b/c', file)],
    ['missing, to be read', 'DESTINATION_FILE_UNUSABLE', async () => undefined, { readOnly: true }],
  ])('it is %s', async (_, code, make, options) => {
    await make(bench.file);
    const failing = open(bench.file, options);
    await expect(failing).rejects.toMatchObject({ code, place: { path: bench.file } });
    expect(bench.destination.classify(await failing.catch((error: unknown) => error))).toBe('permanent');
  });

  test('its folder is a file', async () => {
    await writeFile(join(bench.folder, 'file'), '');
    for (const path of ['file/x.duckdb', 'file/a/x.duckdb'])
      await expect(open(join(bench.folder, path))).rejects.toMatchObject({
        code: 'DESTINATION_FILE_UNUSABLE',
      });
  });
});

// Whoever runs as root may write everything: then the test becomes somebody else.
describe.skipIf(process.platform === 'win32')('rights', () => {
  const userId = process.getuid?.() === 0 ? 65534 : undefined;
  const script = `
    const { duckdb } = await import(process.argv[1]);
    const destination = duckdb(process.argv[2]);
    const answers = [];
    await destination.checkWritable().then(() => answers.push('writable'), (error) => answers.push(error.code));
    await destination.open({ dataset: 'data' }).then(async (connection) => {
      answers.push(JSON.stringify((await connection.query('SELECT i FROM t')).rows));
      await connection.close();
    }, (error) => answers.push(error.code));
    console.log(answers.join(' '));`;
  const source = new URL('../src/index.ts', import.meta.url).href;

  test.each([
    ['a file without write permission', 0o444, 0o777, 'DESTINATION_READ_ONLY [[1]]'],
    ['a folder without write permission', 0o666, 0o555, 'DESTINATION_READ_ONLY [[1]]'],
    ['a file without read permission', 0o000, 0o777, 'DESTINATION_FILE_UNUSABLE DESTINATION_FILE_UNUSABLE'],
  ])('%s', async (_, fileMode, folderMode, answers) => {
    await bench.load({ tables });
    await chmod(bench.file, fileMode);
    await chmod(bench.folder, folderMode);
    const found = elsewhere(script, [source, bench.file], userId);
    await chmod(bench.folder, 0o755);
    expect(found).toBe(answers);
  });
});
