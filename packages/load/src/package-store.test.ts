import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSchema, newTable, stringifySchema } from '@sluice/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageJobs } from './package-jobs.ts';
import { type PackageStore, packageStore } from './package-store.ts';
import type { PackageContents } from './package-writer.ts';
import type { SealedPackage } from './sealed-package.ts';

let folder: string;
let store: PackageStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-packages-'));
  store = packageStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As another process would read it. */
const attempt = (second: number) => ({ insertedAt: `2026-01-01T00:00:0${second}.000000Z`, failures: [] });
const readAgain = () => packageStore(folder).sealed();
const bytes = (text: string) => new TextEncoder().encode(text);

function contents(others: Partial<PackageContents> = {}): PackageContents {
  const schema = { ...newSchema('shop'), version: 3, version_hash: 'hash' };
  return {
    pipeline: 'shop',
    dataset: 'shop_data',
    predecessor: null,
    schema,
    document: stringifySchema(schema),
    codeVersion: '1.2.3',
    ...others,
  };
}

async function sealOne(loadId: string, others: Partial<PackageContents> = {}) {
  const writer = await store.create(loadId);
  writer.writePart({ table: 'a', format: 'parquet', rows: 2, columns: ['x', 'y'] }, [
    bytes('one'),
    bytes('two'),
  ]);
  writer.writePart({ table: 'b/../\\:*?', format: 'jsonl', rows: 1, columns: ['x'] }, [bytes('')]);
  const [sealed] = await store.seal([await writer.prepare(contents(others))]);
  return sealed as SealedPackage;
}

test('a package comes back as it was sealed', async () => {
  const state = { version: 1, engineVersion: 4, state: 'text', hash: 'state hash' };
  const sealed = await sealOne('1.5', {
    state,
    baseStateHash: null,
    baseSchemaHash: 'base',
    emptyTables: ['c'],
    newColumns: new Map([['a', ['y']]]),
    predecessor: '1.2',
  });
  expect(await store.sealed()).toEqual([sealed]);
  const [read] = await readAgain();
  expect(read).toEqual(sealed);
  expect(read?.manifest).toMatchObject({
    format: 1,
    loadId: '1.5',
    predecessor: '1.2',
    pipeline: 'shop',
    dataset: 'shop_data',
    schema: { name: 'shop', version: 3, engineVersion: 11, base: 'base', hash: 'hash' },
    state: { base: null, hash: 'state hash' },
    codeVersion: '1.2.3',
  });
  expect(read?.state).toMatchObject({ ...state, rowId: expect.stringMatching(/^[\w+/]{14}$/) });
  expect(
    read?.manifest.tables.map(({ name, newColumns, parts }) => [name, newColumns, parts.length]),
  ).toEqual([
    ['a', ['y'], 1],
    ['b/../\\:*?', [], 1],
    ['c', [], 0],
  ]);
});

test('parts are numbered files, and jobs lead to them', async () => {
  const sealed = await sealOne('1.5');
  expect((await readdir(join(folder, 'sealed', '1.5'))).toSorted()).toEqual([
    '000001.parquet',
    '000002.jsonl',
    'manifest.json',
    'schema.json',
  ]);
  const [job] = packageJobs(sealed, 'a');
  expect(job).toMatchObject({
    id: '1.5.000001',
    table: 'a',
    format: 'parquet',
    rows: 2,
    bytes: 6,
    columns: ['x', 'y'],
  });
  expect(await readFile(job?.file ?? '', 'utf8')).toBe('onetwo');
  expect(packageJobs(sealed, 'nope')).toEqual([]);
});

test('jobs say what their columns are, in the order of the file', async () => {
  const columns = [
    { name: 'y', data_type: 'text' },
    { name: 'x', data_type: 'bigint' },
  ] as const;
  const schema = { ...newSchema('shop'), tables: new Map([['a', newTable('a', { columns })]]) };
  const [job] = packageJobs(await sealOne('1.5', { schema }), 'a');
  expect(job?.definitions).toEqual([
    { name: 'x', data_type: 'bigint' },
    { name: 'y', data_type: 'text' },
  ]);
});

test('a part can be rewritten until the package is sealed', async () => {
  const writer = await store.create('1.5');
  const part = writer.writePart({ table: 'a', format: 'parquet', rows: 1, columns: ['x'] }, [bytes('int64')]);
  const widened = writer.rewritePart(part, [bytes('float64')]);
  expect(widened).toMatchObject({ id: part.id, path: part.path, rows: 1, bytes: 7 });
  await store.seal([await writer.prepare(contents())]);
  const [sealed] = await readAgain();
  expect(sealed?.manifest.tables[0]?.parts).toHaveLength(1);
  expect(sealed?.manifest.tables[0]?.parts[0]?.bytes).toBe(7);
});

test('packages are listed oldest first', async () => {
  for (const loadId of ['1795223588.5', '1795223588.45', '1795223588.0']) await sealOne(loadId);
  expect((await store.sealed()).map(({ manifest }) => manifest.loadId)).toEqual([
    '1795223588.0',
    '1795223588.45',
    '1795223588.5',
  ]);
});

test('nothing is sealed before it is, and leftovers go', async () => {
  const writer = await store.create('1.5');
  writer.writePart({ table: 'a', format: 'parquet', rows: 1, columns: ['x'] }, [bytes('x')]);
  expect(await store.sealed()).toEqual([]);
  await store.removeUnsealed();
  expect(await readdir(folder)).toEqual([]);
});

test('an abandoned package leaves nothing', async () => {
  const writer = await store.create('1.5');
  await writer.abandon();
  expect(await readdir(join(folder, 'new'))).toEqual([]);
});

test('finishing keeps the manifest and drops the rest; only the last few are kept', async () => {
  const loadIds = Array.from({ length: 12 }, (_, index) => `17000000${10 + index}.0`);
  for (const loadId of loadIds) {
    await sealOne(loadId);
    await store.markPublishing(loadId, attempt(0));
    await store.finish(loadId);
  }
  expect(await store.sealed()).toEqual([]);
  expect(await store.loaded()).toEqual(loadIds.slice(-10));
  expect(await readdir(join(folder, 'loaded', '1700000021.0'))).toEqual(['manifest.json']);
});

test('finishing goes on where a crash cut it off', async () => {
  await sealOne('1.5');
  const loaded = join(folder, 'loaded', '1.5');
  await mkdir(loaded, { recursive: true });
  await writeFile(join(loaded, 'manifest.json'), '{"half":');
  await store.finish('1.5');
  expect(JSON.parse(await readFile(join(loaded, 'manifest.json'), 'utf8'))).toMatchObject({ loadId: '1.5' });
  expect(await readdir(join(folder, 'new'))).toEqual([]);
  expect(await store.sealed()).toEqual([]);
});

test('discarding takes a package away', async () => {
  await sealOne('1.5');
  await store.discard('1.5');
  expect(await store.sealed()).toEqual([]);
  expect(await readdir(join(folder, 'new'))).toEqual([]);
});

test('the publishing mark remembers every attempt', async () => {
  await sealOne('1.5');
  expect(await store.attempts('1.5')).toEqual([]);
  await store.markPublishing('1.5', attempt(0));
  await store.markPublishing('1.5', attempt(1));
  expect(await store.attempts('1.5')).toEqual([attempt(0), attempt(1)]);
  expect(await store.sealed()).toHaveLength(1);
});

describe('a damaged package is an error, never skipped', () => {
  const file = (name: string) => join(folder, 'sealed', '1.5', name);
  test.each<[string, () => Promise<void>, RegExp]>([
    ['a part is missing', () => rm(file('000001.parquet')), /000001\.parquet is missing/],
    ['a part is shorter', () => truncate(file('000001.parquet'), 3), /has 3 bytes, its manifest says 6/],
    ['a part is longer', () => appendFile(file('000001.parquet'), '!'), /has 7 bytes/],
    [
      'a byte is another',
      () => writeFile(file('000001.parquet'), 'onetwO'),
      /000001\.parquet is not what was written/,
    ],
    ['no manifest', () => rm(file('manifest.json')), /manifest\.json is missing/],
    ['half a manifest', () => truncate(file('manifest.json'), 50), /manifest\.json is not readable/],
    [
      'a manifest of another kind',
      () => writeFile(file('manifest.json'), '{"format":2}'),
      /manifest\.json is not readable/,
    ],
    ['no schema', () => rm(file('schema.json')), /schema\.json is missing/],
    ['no state', () => rm(file('state.json')), /state\.json is missing/],
  ])('%s', async (_, damage, message) => {
    await sealOne('1.5', { state: { version: 1, engineVersion: 4, state: 's', hash: 'h' } });
    await damage();
    const reading = readAgain();
    await expect(reading).rejects.toMatchObject({ code: 'PACKAGE_DAMAGED', place: { loadId: '1.5' } });
    await expect(reading).rejects.toThrow(message);
  });

  test('a manifest cannot lead out of its folder', async () => {
    await sealOne('1.5');
    const manifest = await readFile(file('manifest.json'), 'utf8');
    await writeFile(file('manifest.json'), manifest.replace('000001.parquet', '../000001.parquet'));
    await expect(readAgain()).rejects.toMatchObject({ code: 'PACKAGE_DAMAGED' });
  });
});
