import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { double, resource, source } from 'sluice';
import { describe, expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

/** The formats each engine offers, its own choice first. */
const offers = { duckdb: ['parquet', 'jsonl', 'csv'], postgres: ['pgcopy', 'csv'] } as const;

/** The part files of the packages that wait, as `table.format`. */
async function waitingFiles(folder: string): Promise<string[]> {
  const sealed = join(folder, 'work', 'test', 'packages', 'sealed');
  const files: string[] = [];
  for (const load of await readdir(sealed)) {
    const manifest = JSON.parse(await readFile(join(sealed, load, 'manifest.json'), 'utf8'));
    for (const { name, parts } of manifest.tables)
      for (const { format } of parts) files.push(`${name}.${format}`);
  }
  return files.toSorted();
}

const records = [
  {
    id: 1,
    text: 'a "quoted", text\r\nof two lines \\.',
    big: 2n ** 53n + 1n,
    n: double(1),
    ok: true,
    at: new Date('2024-01-02T03:04:05.006Z'),
    bytes: Uint8Array.of(0, 92, 255),
    kept: { a: [1, null, 'x\n"'] },
    kids: [{ name: '' }, { name: null, n: -0.5 }],
  },
  { id: 2, text: '', kept: 'null' },
  { id: 3, n: 0.1 },
];

describeEngines((engine) => {
  test('every format a destination offers loads the same rows', async () => {
    const seen: unknown[] = [];
    const first = await workspace(engine);
    const { name } = first.destination();
    const [preferred, ...others] = offers[name as keyof typeof offers];
    expect(first.destination().capabilities.fileFormats).toEqual([preferred, ...others]);
    for (const fileFormat of ['preferred', ...others] as const) {
      const { open, folder } = await workspace(engine);
      const hints = { nested: { kept: 'json' }, primaryKey: 'id', rootKey: true } as const;
      const things = resource('things', hints, records);
      await open().extract(things, { fileFormat });
      const format = fileFormat === 'preferred' ? preferred : fileFormat;
      expect(await waitingFiles(folder)).toEqual([`things.${format}`, `things__kids.${format}`]);
      await open().load();
      // Once more by merging, which reads the files in another way.
      await open().run(things, { fileFormat, writeDisposition: 'merge' });
      seen.push([await rowsOf(open(), 'things'), await rowsOf(open(), 'things__kids', 'name')]);
    }
    expect(seen[0]).toMatchObject([
      [
        { id: 1, big: 2n ** 53n + 1n },
        { id: 2, text: '' },
        { id: 3, n: 0.1 },
      ],
      {},
    ]);
    for (const rows of seen) expect(rows).toEqual(seen[0]);
  });

  test('the hint is kept in the schema, and holds for later runs and nested tables', async () => {
    const { open, folder } = await workspace(engine);
    const things = (id: number, fileFormat?: 'csv' | 'preferred') =>
      resource('things', { ...(fileFormat && { fileFormat }) }, [{ id, kids: [{ n: id }] }]);
    await open().run(things(1, 'csv'));
    await open().extract(things(2));
    expect(await waitingFiles(folder)).toEqual(['things.csv', 'things__kids.csv']);
    await open().load();
    await open().extract(things(3, 'preferred'));
    expect(await waitingFiles(folder)).not.toContain('things.csv');
    await open().load();
    expect(await rowsOf(open(), 'things__kids', 'n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    const again = open();
    await again.sync();
    const { file_format } = again.schema?.tables.get('things') ?? {};
    expect(file_format).toBe('preferred');
  });

  test('one table may have files of several formats, and of several layouts', async () => {
    const { open, folder } = await workspace(engine);
    const rows = [
      { id: 1, a: 'x' },
      { id: 2, b: 2, a: 'y' },
      { id: 3, b: 3.5 },
      { id: 4, c: true, csv: true },
      { id: 5, a: '', b: 1, csv: true },
      { id: 6, csv: true },
    ];
    const mixed = resource('mixed', { primaryKey: 'id' }, rows).with({
      table: () => 'mixed',
      fileFormat: (row) => (row.id > 3 ? 'csv' : 'preferred'),
    });
    const limits = { maxBatchRows: 1 };
    await open(limits).extract(mixed);
    const [preferred] = (await workspace(engine)).destination().capabilities.fileFormats;
    expect(await waitingFiles(folder)).toEqual([
      ...Array(3).fill('mixed.csv'),
      ...Array(3).fill(`mixed.${preferred}`),
    ]);
    await open().load();
    const expected = [
      { id: 1, a: 'x', b: null, c: null, csv: null },
      { id: 2, a: 'y', b: 2, c: null, csv: null },
      { id: 3, a: null, b: 3.5, c: null, csv: null },
      { id: 4, a: null, b: null, c: true, csv: true },
      { id: 5, a: '', b: 1, c: null, csv: true },
      { id: 6, a: null, b: null, c: null, csv: true },
    ];
    expect(await rowsOf(open(), 'mixed')).toEqual(expected);
    await open(limits).run(mixed, { writeDisposition: 'merge' });
    expect(await rowsOf(open(), 'mixed')).toEqual(expected);
  });

  test('columns of any name', async () => {
    const names = ['a "b", c', 'ünï', '__proto__', 'line\nbreak', "it's", 'x\\y'];
    const record = Object.fromEntries([['id', 1], ...names.map((name) => [name, name])]);
    const { name } = (await workspace(engine)).destination();
    for (const fileFormat of offers[name as keyof typeof offers].slice(1) as 'csv'[]) {
      const { open } = await workspace(engine);
      await open({ naming: 'direct' }).run([record, { id: 2 }], { table: 't', fileFormat });
      const rows = await rowsOf(open(), 't');
      // The convention replaces some characters, which is not what this is about.
      expect(rows.map((row) => Object.values(row))).toEqual([
        [1, ...names],
        [2, ...names.map(() => null)],
      ]);
      expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining(['ünï', 'x\\y']));
    }
  });

  test('a column that turns out to be double is read as double from every file', async () => {
    const { open } = await workspace(engine);
    const rows = [
      { id: 1, n: 1 },
      { id: 2, n: 2 ** 53 },
      { id: 3, n: 0.5 },
    ];
    await open({ maxBatchRows: 1 }).run(rows, { table: 't', fileFormat: 'csv' });
    expect(await rowsOf(open(), 't')).toEqual(rows);
  });

  describe('a format the destination does not load is refused', () => {
    let isRead = false;
    const producer = () => {
      isRead = true;
      return [{ id: 1, kids: [{ n: 1 }] }];
    };
    test.each([
      ['by the resource', resource('t', { fileFormat: 'model' as 'csv' }, producer), { resource: 't' }],
      [
        'by a nested table',
        resource('t', { nested: { kids: { fileFormat: 'model' as 'csv' } } }, producer),
        { resource: 't', table: 'kids' },
      ],
      ['by the run', resource('t', producer), { resource: 't' }],
    ])('%s: before anything is read', async (how, things, place) => {
      const { open } = await workspace(engine);
      isRead = false;
      const options = how === 'by the run' ? { fileFormat: 'insert_values' as 'csv' } : {};
      const first = resource('a', producer);
      await expect(open().run(source('s', () => [first, things])(), options)).rejects.toMatchObject({
        code: 'LOAD_STRATEGY_UNSUPPORTED',
        place: how === 'by the run' ? { resource: 'a' } : place,
      });
      expect(isRead).toBe(false);
      expect(await open().pending()).toEqual([]);
    });

    test('by a record: when it comes', async () => {
      const { open } = await workspace(engine);
      const things = resource('t', [{ id: 1 }, { id: 2 }]).with({
        table: () => 't',
        fileFormat: (row) => (row.id === 2 ? ('reference' as 'csv') : 'csv'),
      });
      await expect(open().run(things)).rejects.toMatchObject({
        code: 'LOAD_STRATEGY_UNSUPPORTED',
        place: { table: 't' },
      });
      expect(await open().pending()).toEqual([]);
    });
  });
});

test('a format that an earlier writer has stored, and nobody asks for, is left to the destination', async () => {
  const { open, file, folder } = await workspace();
  await open().run([{ id: 1 }], { table: 't', fileFormat: 'jsonl' });
  const destination = duckdb(file);
  const { capabilities } = destination;
  const older = { ...destination, capabilities: { ...capabilities, fileFormats: ['parquet'] as const } };
  await open({ destination: older }).extract([{ id: 2 }], { table: 't' });
  expect(await waitingFiles(folder)).toEqual(['t.parquet']);
});

describe('the size of part files', () => {
  test.each([
    [{}, 1],
    [{ maxBatchRows: 100 }, 10],
    [{ maxBatchRows: 334 }, 3],
    [{ maxBatchBytes: 2 ** 30 }, 1],
  ])('1000 rows with %o: %i files', async (limits, files) => {
    const { open, folder } = await workspace();
    const rows = Array.from({ length: 1000 }, (_, id) => ({ id, text: 'x'.repeat(1000) }));
    await open(limits).extract(rows, { table: 't' });
    expect(await waitingFiles(folder)).toHaveLength(files);
  });

  test('fewer bytes in memory make more files', async () => {
    const { open, folder } = await workspace();
    const rows = Array.from({ length: 1000 }, (_, id) => ({ id, text: 'x'.repeat(1000) }));
    await open({ maxBatchBytes: 2 ** 17 }).run(rows, { table: 't', writeDisposition: 'replace' });
    await open({ maxBatchBytes: 2 ** 17 }).extract(rows, { table: 't', writeDisposition: 'replace' });
    const { length } = await waitingFiles(folder);
    expect(length).toBeGreaterThan(7);
    expect(length).toBeLessThan(50);
    await open().load();
    expect(await rowsOf(open(), 't')).toHaveLength(1000);
  });

  test.each([
    { maxBatchRows: 0 },
    { maxBatchRows: 1.5 },
    { maxBatchBytes: 1000 },
    { maxBatchBytes: 2 ** 31 },
  ])('%o is refused', async (limits) => {
    const { open } = await workspace();
    expect(() => open(limits)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });
});

test.each(['jsonl', 'csv'] as const)(
  'many cores do not exhaust the memory of DuckDB with %s',
  async (fileFormat) => {
    const { open, folder } = await workspace();
    const destination = duckdb({ path: join(folder, 'store.duckdb'), threads: 16 });
    const rows = Array.from({ length: 400 }, (_, id) => ({ id, text: 'x'.repeat(1000) }));
    const many = resource('t', { primaryKey: 'id', fileFormat }, rows);
    for (const writeDisposition of ['append', 'merge'] as const)
      await open({ destination, maxBatchRows: 10 }).run(many, { writeDisposition });
    expect(await rowsOf(open(), 't')).toHaveLength(400);
  },
);

describe('long rows', () => {
  test.each(['jsonl', 'csv'] as const)('of nearly 16 MiB are loaded from %s', async (fileFormat) => {
    const { open } = await workspace();
    const rows = [
      { id: 1, text: '\n",'.repeat(2_500_000) },
      { id: 2, text: 'é'.repeat(8_000_000) },
    ];
    await open().run(rows, { table: 't', fileFormat });
    const sizes = await open().dataset().query('SELECT id, strlen(text) AS size FROM data.t ORDER BY id');
    expect(sizes).toEqual([
      { id: 1, size: 7_500_000 },
      { id: 2, size: 16_000_000 },
    ]);
  });

  test('beyond that are refused before they could stand in the way', async () => {
    const { open } = await workspace();
    const rows = [{ id: 1, text: 'é'.repeat(8_400_000) }];
    await expect(open().run(rows, { table: 't', fileFormat: 'csv' })).rejects.toMatchObject({
      code: 'FORMAT_ROW_TOO_LARGE',
      place: { table: 't' },
    });
    await open().run(rows, { table: 't' });
  });
});
