import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@sluice/extract';
import type { Destination } from '@sluice/load';
import { parseSchemaFile } from '@sluice/schema/files';
import { type PipelineOptions, resource, source } from 'sluice';
import { describe, expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

/** A workspace whose pipeline has folders of schema files: two, or one for both. */
async function withFiles({ folders = 2 }: { folders?: 1 | 2 } = {}) {
  const place = await workspace();
  const imports = join(place.folder, 'schemas', 'import');
  const exports = folders === 1 ? imports : join(place.folder, 'schemas', 'export');
  const warnings: unknown[] = [];
  const logger: Logger = {
    debug: () => {},
    info: () => {},
    warn: (message, details) => warnings.push({ message, ...details }),
    error: () => {},
  };
  const fileOf = (folder: string) => join(folder, 'test.schema.yaml');
  return {
    ...place,
    imports,
    exports,
    warnings,
    open: (options: Partial<PipelineOptions> = {}) =>
      place.open({ schemaFiles: { import: imports, export: exports }, logger, ...options }),
    read: (folder: string) => readFile(fileOf(folder), 'utf8'),
    schemaIn: async (folder: string) => parseSchemaFile(await readFile(fileOf(folder), 'utf8'), 'yaml'),
    async edit(folder: string, change: (text: string) => string) {
      const before = await readFile(fileOf(folder), 'utf8');
      const after = change(before);
      expect(after).not.toBe(before);
      await writeFile(fileOf(folder), after);
    },
  };
}

const orders = (...records: object[]) => resource('orders', {}, records);

describe('files appear', () => {
  test('with the load whose schema they show', async () => {
    const { open, imports, exports, schemaIn } = await withFiles();
    const one = open();
    await one.extract(orders({ id: 1 }));
    await expect(readdir(imports)).rejects.toMatchObject({ code: 'ENOENT' });
    await one.load();
    expect(await readdir(imports)).toEqual(['test.schema.yaml']);
    expect(await readdir(exports)).toEqual(['test.schema.yaml']);
    const shown = await schemaIn(exports);
    expect(shown.version_hash).toBe(one.schema?.version_hash);
    expect(shown.tables.get('orders')?.['x-normalizer']).toEqual({ 'seen-data': true });
    const initial = (await schemaIn(imports)).tables.get('orders');
    expect(initial?.columns.get('id')).toMatchObject({ data_type: 'bigint' });
    expect(initial).not.toHaveProperty('x-normalizer');
  });

  test('not with a load that fails', async () => {
    const { open, destination, imports, exports } = await withFiles();
    const broken: Destination = {
      ...destination(),
      open: () => Promise.reject(new Error('no')),
      classify: () => 'permanent',
    };
    await expect(open({ destination: broken, restore: false }).run(orders({ id: 1 }))).rejects.toThrow();
    await expect(readdir(imports)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readdir(exports)).rejects.toMatchObject({ code: 'ENOENT' });
    // What is pending is loaded by the next run, and its files come with it.
    await open().run(orders({ id: 2 }));
    expect(await readdir(exports)).toEqual(['test.schema.yaml']);
  });

  test('as JSON on demand, and of a dataset that is there already', async () => {
    const { open, imports, exports } = await withFiles();
    await open({ schemaFiles: {} }).run(orders({ id: 1 }));
    const files = { import: imports, export: exports, format: 'json' } as const;
    await open({ schemaFiles: files }).sync();
    const text = await readFile(join(exports, 'test.schema.json'), 'utf8');
    expect(JSON.parse(text).tables.orders.columns.id).toEqual({ data_type: 'bigint', nullable: true });
    await expect(readdir(imports)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('one for each schema', async () => {
    const { open, exports } = await withFiles();
    const of = (name: string) => source(name, () => [resource('t', {}, [{ a: 1 }])])();
    await open().run([of('one'), of('two')]);
    expect((await readdir(exports)).toSorted()).toEqual(['one.schema.yaml', 'two.schema.yaml']);
  });
});

describe('the export folder', () => {
  test('follows the schema, and stays as it is where nothing changed', async () => {
    const { open, exports, schemaIn } = await withFiles();
    await open().run(orders({ id: 1 }));
    const before = await stat(join(exports, 'test.schema.yaml'), { bigint: true });
    await open().run(orders({ id: 2 }));
    expect((await stat(join(exports, 'test.schema.yaml'), { bigint: true })).ino).toBe(before.ino);
    await open().run(orders({ id: 3, note: 'new' }));
    expect((await schemaIn(exports)).tables.get('orders')?.columns.has('note')).toBe(true);
    expect(await readdir(exports)).toEqual(['test.schema.yaml']);
  });

  test('is ours: what people write there is written over', async () => {
    const { open, exports, read, edit } = await withFiles();
    await open().run(orders({ id: 1 }));
    const shown = await read(exports);
    await edit(exports, () => 'nonsense');
    await open().run(orders({ id: 2 }));
    expect(await read(exports)).toBe(shown);
  });
});

describe('the import folder', () => {
  test('is read only, once its files are there', async () => {
    const { open, imports, read, warnings } = await withFiles();
    await open().run(orders({ id: 1 }));
    const initial = await read(imports);
    await open().run(orders({ id: 2, note: 'new' }));
    await open().run(orders({ id: 3 }));
    expect(await read(imports)).toBe(initial);
    expect(warnings).toEqual([]);
  });

  test('an edited file is obeyed by the next run, and only by that', async () => {
    const { open, imports, edit, warnings } = await withFiles();
    await open().run(orders({ id: 1, note: 'a' }));
    await edit(imports, (text) =>
      text.replace(
        '      note:\n        data_type: text\n        nullable: true\n',
        '      note:\n        data_type: text\n        nullable: true\n        description: What was said\n      price:\n        data_type: decimal\n',
      ),
    );
    const one = open();
    await one.run(orders({ id: 2, price: 5 }));
    expect(warnings).toEqual([
      expect.objectContaining({
        schema: 'test',
        file: join(imports, 'test.schema.yaml'),
        changes: expect.stringContaining('+ column price decimal'),
      }),
    ]);
    expect(one.schema?.tables.get('orders')?.columns.get('note')?.description).toBe('What was said');
    expect(await rowsOf(one, 'orders')).toEqual([
      { id: 1, note: 'a', price: null },
      { id: 2, note: null, price: '5.000000000' },
    ]);
    // Another machine sees that the file was obeyed: the dataset says so.
    const other = open({ workDir: join(imports, 'other') });
    await other.run(orders({ id: 3, later: true }));
    await other.run(orders({ id: 4 }));
    expect(warnings).toHaveLength(1);
    expect([...(other.schema?.tables.get('orders')?.columns.keys() ?? [])]).toContain('later');
  });

  test('a file there from the beginning is what the schema begins as', async () => {
    const { open, exports, read } = await withFiles();
    await open().run(orders({ id: 1 }));
    const text = (await read(exports)).replace(
      'data_type: bigint\n        nullable: true',
      'data_type: decimal\n        nullable: false',
    );
    const fresh = await withFiles();
    await mkdir(fresh.imports, { recursive: true });
    await writeFile(join(fresh.imports, 'test.schema.yaml'), text);
    const one = fresh.open();
    await one.run(orders({ id: 7 }));
    expect(await rowsOf(one, 'orders')).toEqual([{ id: '7.000000000' }]);
    expect(one.schema?.tables.get('orders')?.columns.get('id')).toMatchObject({
      data_type: 'decimal',
      nullable: false,
    });
    expect(await fresh.read(fresh.imports)).toBe(text);
  });

  test('what loading has noted stays, and so does what a replaced table held', async () => {
    const { open, imports, edit } = await withFiles();
    const all = (...records: object[]) => resource('orders', { writeDisposition: 'replace' }, records);
    await open().run(all({ id: 1 }));
    await edit(imports, (text) => `${text}description: edited\n`);
    const one = open();
    // Nothing to load: the table has to be emptied, because it had received data.
    await one.run(all());
    expect(await rowsOf(one, 'orders')).toEqual([]);
    expect(one.schema).toMatchObject({ description: 'edited' });
    expect(one.schema?.tables.get('orders')?.['x-normalizer']).toEqual({ 'seen-data': true });
  });

  test('settings that a file changes hold, also those of a source', async () => {
    const { open, imports, edit, read } = await withFiles();
    const test = (...records: object[]) => source('test', () => [resource('orders', {}, records)])();
    await open().run(test({ at: '2024-01-01T00:00:00Z' }));
    expect(await read(imports)).toContain('  detections:\n  - iso_timestamp\n');
    await edit(imports, (text) => text.replace('  detections:\n  - iso_timestamp\n', '  detections: []\n'));
    const one = open();
    await one.run(test({ seen: '2024-01-01T00:00:00Z' }));
    await one.run(test({ heard: '2024-01-01T00:00:00Z' }));
    const columns = one.schema?.tables.get('orders')?.columns;
    expect(['at', 'seen', 'heard'].map((name) => columns?.get(name)?.data_type)).toEqual([
      'timestamp',
      'text',
      'text',
    ]);
  });

  test('the replaced schema is an ancestor', async () => {
    const { open, imports, edit } = await withFiles();
    const first = open();
    await first.run(orders({ id: 1 }));
    await edit(imports, (text) => `${text}description: edited\n`);
    const second = open();
    await second.run(orders({ id: 2 }));
    expect(second.schema?.previous_hashes).toContain(first.schema?.version_hash);
    const versions = await second.dataset().query('SELECT count(*) AS n FROM data._dlt_version');
    expect(versions).toEqual([{ n: 2 }]);
  });

  test('columns whose type the file changes are named, and the load that would not fit is refused', async () => {
    const { open, imports, edit, warnings } = await withFiles();
    await open().run(orders({ id: 1, amount: 5 }));
    await edit(imports, (text) =>
      text.replace('amount:\n        data_type: bigint', 'amount:\n        data_type: text'),
    );
    await expect(open().run(orders({ id: 2, amount: 'five' }))).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
    });
    expect(warnings).toContainEqual(expect.objectContaining({ columns: ['orders.amount'] }));
  });

  test.each([
    ['tables:\n', 'tabels:\n', 'SCHEMA_INVALID', /test\.schema\.yaml: tabels is no key of the format/],
    [
      'id:\n        data_type: bigint',
      'id:\n        data_type: int',
      'SCHEMA_INVALID',
      /columns\.\w+\.data_type is none of/,
    ],
    ['name: test', 'name: other', 'SCHEMA_INVALID', /name is "other", and the file is that of "test"/],
    ['version: 1', 'version: [', 'SCHEMA_INVALID', /test\.schema\.yaml: line \d+ is no YAML/],
    ['names: snake_case', 'names: direct', 'IDENTIFIERS_FROZEN', /tables hold data under snake_case/],
  ])('a file with %j as %j stops the run before anything is read: %s', async (from, to, code, message) => {
    const { open, imports, edit } = await withFiles();
    await open().run(orders({ id: 1 }));
    await edit(imports, (text) => text.replace(from, to));
    let wasRead = false;
    const unread = resource('orders', {}, function* () {
      wasRead = true;
      yield { id: 2 };
    });
    await expect(open().run(unread)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(wasRead).toBe(false);
  });

  test('a file that is edited while a run goes on is for the next one', async () => {
    const { open, imports, edit, warnings } = await withFiles();
    await open().run(orders({ id: 1 }));
    const slow = resource('orders', {}, async function* () {
      await edit(imports, (text) => `${text}description: edited\n`);
      yield { id: 2, more: 1 };
    });
    const one = open();
    await one.run(slow);
    expect(one.schema).not.toHaveProperty('description');
    const two = open();
    await two.run(orders({ id: 3 }));
    expect(two.schema).toMatchObject({ description: 'edited' });
    expect(warnings).toHaveLength(1);
  });
});

test.each([1, 2] as const)(
  'packages that wait for each other take nobody for an editor: %i folder(s)',
  async (folders) => {
    const { open, imports, warnings } = await withFiles({ folders });
    const twice = async (id: number) => {
      await open().extract(orders({ id, [`a${id}`]: 1 }));
      await open().extract(orders({ id: id + 1, [`b${id}`]: 1 }));
      await open().load();
    };
    await twice(1);
    await twice(3);
    const one = open();
    await one.run(orders({ id: 5 }));
    expect(warnings).toEqual([]);
    const columns = [...(one.schema?.tables.get('orders')?.columns.keys() ?? [])];
    expect(columns.filter((name) => !name.startsWith('_dlt_'))).toEqual(['id', 'a1', 'b1', 'a3', 'b3']);
    const file = parseSchemaFile(await readFile(join(imports, 'test.schema.yaml'), 'utf8'), 'yaml');
    expect(file.tables.get('orders')?.columns.has('b3')).toBe(folders === 1);
  },
);

describe('one folder for both', () => {
  test('files are obeyed, and then brought up to date', async () => {
    const { open, imports, edit, schemaIn, warnings } = await withFiles({ folders: 1 });
    await open().run(orders({ id: 1 }));
    await open().run(orders({ id: 2, note: 'a' }));
    expect((await schemaIn(imports)).tables.get('orders')?.columns.has('note')).toBe(true);
    expect((await schemaIn(imports)).tables.get('orders')).not.toHaveProperty('x-normalizer');
    expect(warnings).toEqual([]);
    await edit(imports, (text) => text.replace('      note:\n', '      note:\n        description: said\n'));
    await open().run(orders({ id: 3, late: true }));
    await open().run(orders({ id: 4 }));
    const columns = (await schemaIn(imports)).tables.get('orders')?.columns;
    expect(columns?.get('note')?.description).toBe('said');
    expect(columns?.has('late')).toBe(true);
    expect(warnings).toHaveLength(1);
  });

  test('an edit that comes while a run goes on is not lost', async () => {
    const { open, imports, edit, schemaIn } = await withFiles({ folders: 1 });
    await open().run(orders({ id: 1 }));
    const slow = resource('orders', {}, async function* () {
      await edit(imports, (text) => `${text}description: edited\n`);
      yield { id: 2, more: 1 };
    });
    await open().run(slow);
    expect(await schemaIn(imports)).toMatchObject({ description: 'edited' });
    const one = open();
    await one.run(orders({ id: 3, more: 2 }));
    expect(one.schema).toMatchObject({ description: 'edited' });
    expect((await schemaIn(imports)).tables.get('orders')?.columns.has('more')).toBe(true);
  });

  test('a file that was there first is brought up to date as well', async () => {
    const { open, imports, read } = await withFiles({ folders: 1 });
    await open().run(orders({ id: 1 }));
    const text = await read(imports);
    const fresh = await withFiles({ folders: 1 });
    await mkdir(fresh.imports, { recursive: true });
    await writeFile(join(fresh.imports, 'test.schema.yaml'), text);
    await fresh.open().run(orders({ id: 1, note: 'a' }));
    await fresh.open().run(orders({ id: 2 }));
    expect((await fresh.schemaIn(fresh.imports)).tables.get('orders')?.columns.has('note')).toBe(true);
    expect(fresh.warnings).toEqual([]);
  });
});

test.each(['../out', 'a/b', 'a-b', 'x'.repeat(65)])('a schema called %j is refused', async (schemaName) => {
  const { open, folder } = await withFiles();
  await expect(open().run([{ id: 1 }], { table: 'orders', schemaName })).rejects.toMatchObject({
    code: 'SCHEMA_NAME_INVALID',
  });
  expect(await readdir(folder)).not.toContain('out.schema.yaml');
});

test('a folder that cannot be written does not undo the load; its file comes with the next operation', async () => {
  const { open, folder, exports } = await withFiles();
  await writeFile(join(folder, 'schemas'), 'a file where a folder should be');
  const files = { schemaFiles: { export: exports } };
  await expect(open(files).run(orders({ id: 1 }))).rejects.toMatchObject({ code: 'SCHEMA_FILE_FAILED' });
  await rm(join(folder, 'schemas'));
  const next = open(files);
  await next.load();
  expect(await readdir(exports)).toEqual(['test.schema.yaml']);
  await next.run(orders({ id: 2 }));
  expect(await rowsOf(next, 'orders')).toEqual([{ id: 1 }, { id: 2 }]);
});
