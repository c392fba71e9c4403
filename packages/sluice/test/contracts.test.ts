import type { SchemaContract } from '@sluice/schema';
import { type Pipeline, resource, SchemaContractError, source, withTable } from 'sluice';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { rowsOf, workspace } from './workspace.ts';

type Contract = SchemaContract | undefined;

/** A table with a column `id` and a nested one with a column `z`. */
async function loaded() {
  const space = await workspace();
  await space.open().run([{ id: 1, kids: [{ z: 1 }] }], { table: 't' });
  return space;
}

const contract = (schemaContract: Contract): { readonly schemaContract?: SchemaContract } =>
  schemaContract === undefined ? {} : { schemaContract };

describe('which contract counts', () => {
  interface Said {
    readonly run?: Contract;
    readonly resource?: Contract;
    readonly nested?: Contract;
    readonly source?: Contract;
  }

  const load = (opened: Pipeline, said: Said, records: readonly unknown[]) => {
    const made = source('s', contract(said.source), () => [
      resource(
        't',
        { ...contract(said.resource), nested: { kids: contract(said.nested) } },
        records as unknown[],
      ),
    ]);
    return opened.run(made(), contract(said.run));
  };

  /** Whether a new column came to the root table, and whether one to the nested table. */
  async function grown(said: Said): Promise<[root: boolean, nested: boolean]> {
    const { open } = await workspace();
    await load(open(), {}, [{ id: 1, kids: [{ z: 1 }] }]);
    await load(open(), said, [{ id: 2, more: 1, kids: [{ z: 2, more: 1 }] }]);
    const has = async (table: string) => 'more' in ((await rowsOf(open(), table, '_dlt_id'))[0] ?? {});
    return [await has('t'), await has('t__kids')];
  }

  const shut: Contract = { columns: 'discard_value' };
  const wide: Contract = { columns: 'evolve' };

  test.for<[said: Said, root: boolean, nested: boolean]>([
    [{}, true, true],
    [{ source: shut }, false, false],
    [{ resource: shut }, false, false],
    [{ nested: shut }, true, false],
    [{ run: shut }, false, false],
    [{ source: shut, resource: wide }, true, true],
    [{ source: wide, resource: shut }, false, false],
    [{ resource: shut, nested: wide }, false, true],
    [{ resource: wide, nested: shut }, true, false],
    [{ source: shut, nested: wide }, false, true],
    [{ run: wide, source: shut, resource: shut }, true, true],
    [{ run: shut, source: wide, resource: wide }, false, false],
    // A resource says nothing of `columns`: that is to let them evolve, not to leave it to the source.
    [{ source: shut, resource: { tables: 'freeze' } }, true, true],
  ])('%j', async ([said, root, nested]) => {
    expect(await grown(said)).toEqual([root, nested]);
  });

  test('what a resource said goes on until something else is said', async () => {
    const { open } = await workspace();
    await load(open(), { resource: shut }, [{ id: 1 }]);
    await load(open(), {}, [{ id: 2, more: 1 }]);
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1 }, { id: 2 }]);
    await load(open(), { resource: wide }, [{ id: 3, more: 1 }]);
    expect((await rowsOf(open(), 't')).at(-1)).toEqual({ id: 3, more: 1 });
  });

  test('what a run said goes on, too', async () => {
    const { open } = await loaded();
    await open().run([{ id: 2 }], { table: 't', schemaContract: shut });
    await open().run([{ id: 3, more: 1 }], { table: 't' });
    expect((await rowsOf(open(), 't')).at(-1)).toEqual({ id: 3 });
  });
});

describe('a new table', () => {
  test('may get columns for the whole of its first load, whatever the contract says of columns', async () => {
    const { open } = await workspace();
    const options = { table: 't', schemaContract: { columns: 'freeze' } } as const;
    await open().run([{ id: 1 }, { id: 2, a: 1 }, { id: 3, b: 1 }], options);
    expect(Object.keys((await rowsOf(open(), 't'))[0] ?? {})).toEqual(['id', 'a', 'b']);
    await expect(open().run([{ id: 4, c: 1 }], options)).rejects.toMatchObject({ column: 'c', row: 1 });
  });

  test('that only shows up nested in data has the columns of its first row', async () => {
    const { open } = await workspace();
    const info = await open().run([{ id: 1, kids: [{ a: 1 }, { a: 2, b: 2 }] }], {
      table: 't',
      schemaContract: { columns: 'discard_value' },
    });
    expect(await rowsOf(open(), 't__kids', 'a')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(info.discarded).toEqual([
      { table: 't__kids', entity: 'columns', name: 'b', mode: 'discard_value', rows: 1 },
    ]);
  });

  test('that a record schema tells of has all of them', async () => {
    const { open } = await workspace();
    const record = z.object({ id: z.int(), kids: z.array(z.object({ a: z.int(), b: z.int().optional() })) });
    const info = await open().run([{ id: 1, kids: [{ a: 1 }, { a: 2, b: 2 }] }], {
      ...{ table: 't', record },
      schemaContract: { columns: 'discard_value' },
    });
    expect(await rowsOf(open(), 't__kids', 'a')).toEqual([
      { a: 1, b: null },
      { a: 2, b: 2 },
    ]);
    expect(info.discarded).toEqual([]);
  });
});

describe('what was left out', () => {
  test.for<[what: string, schemaContract: Contract, records: unknown[], expected: unknown[], line: string]>([
    [
      'rows with a new column',
      { columns: 'discard_row' },
      [{ id: 2, more: 1 }, { id: 3, more: null }, { id: 4, more: 2, kids: [{ z: 1 }] }, { id: 5 }],
      [{ table: 't', entity: 'columns', name: 'more', mode: 'discard_row', rows: 2 }],
      '  t: 2 rows left out by columns: discard_row (more)',
    ],
    [
      'values of a new column',
      { columns: 'discard_value' },
      [
        { id: 2, more: 1, less: 'x' },
        { id: 3, more: 2 },
        { id: 4, less: null },
      ],
      [
        { table: 't', entity: 'columns', name: 'more', mode: 'discard_value', rows: 2 },
        { table: 't', entity: 'columns', name: 'less', mode: 'discard_value', rows: 1 },
      ],
      '  t: 2 values left out by columns: discard_value (more)',
    ],
    [
      'rows with values of another type',
      { data_type: 'discard_row' },
      [{ id: 'x' }, { id: 3 }, { id: 'y' }],
      [{ table: 't', entity: 'data_type', name: 'id__v_text', mode: 'discard_row', rows: 2 }],
      '  t: 2 rows left out by data_type: discard_row (id__v_text)',
    ],
    [
      'values of another type',
      { data_type: 'discard_value' },
      [{ id: 'x', kids: [{ z: 'y' }] }],
      [
        { table: 't', entity: 'data_type', name: 'id__v_text', mode: 'discard_value', rows: 1 },
        { table: 't__kids', entity: 'data_type', name: 'z__v_text', mode: 'discard_value', rows: 1 },
      ],
      '  t: 1 values left out by data_type: discard_value (id__v_text)',
    ],
    [
      'rows of a new nested table',
      { tables: 'discard_row' },
      [{ id: 2, toys: [{ a: 1 }, { a: 2, parts: [1] }] }],
      [{ table: 't__toys', entity: 'tables', name: 't__toys', mode: 'discard_row', rows: 2 }],
      '  t__toys: 2 rows left out by tables: discard_row',
    ],
    [
      'rows of a nested table',
      { columns: 'discard_row' },
      [{ id: 2, kids: [{ z: 1, more: 1 }, { z: 2 }] }],
      [{ table: 't__kids', entity: 'columns', name: 'more', mode: 'discard_row', rows: 1 }],
      '  t__kids: 1 rows left out by columns: discard_row (more)',
    ],
  ])('%s', async ([, schemaContract, records, expected, line]) => {
    const { open } = await loaded();
    const info = await open().run(records, { table: 't', ...contract(schemaContract) });
    expect(info.discarded).toEqual(expected);
    expect(JSON.parse(JSON.stringify(info)).discarded).toEqual(expected);
    expect(String(info).split('\n')).toContain(line);
  });

  test('records for a table that does not come to be', async () => {
    const { open } = await loaded();
    const records = [{ id: 2 }, withTable({ id: 3 }, 'u'), withTable({ id: 4 }, 'u')];
    const info = await open().run(resource('t', { schemaContract: { tables: 'discard_value' } }, records));
    expect(info.discarded).toEqual([
      { table: 'u', entity: 'tables', name: 'u', mode: 'discard_value', rows: 2 },
    ]);
    expect(info.tables.t?.rows).toBe(1);
  });

  test('is told even where nothing is left to be loaded', async () => {
    const { open } = await loaded();
    const none = () => resource('u', { schemaContract: { tables: 'discard_row' } }, [{ id: 3 }]);
    const info = await open().run(none());
    expect(info.loadIds).toEqual([]);
    expect(info.discarded).toEqual([
      { table: 'u', entity: 'tables', name: 'u', mode: 'discard_row', rows: 1 },
    ]);
    const warnings: unknown[] = [];
    const logger = { debug() {}, info() {}, warn: (...told: unknown[]) => warnings.push(told), error() {} };
    expect(await open({ logger }).extract(none())).toEqual([]);
    expect(warnings).toEqual([['A schema contract leaves nothing to be loaded', { table: 'u', rows: 1 }]]);
  });

  test('is told by whoever loads, also later, and what came before it too', async () => {
    const { open } = await loaded();
    const options = { table: 't', schemaContract: { columns: 'discard_value' } } as const;
    await open().extract([{ id: 2, more: 1 }], options);
    await open().extract([{ id: 3, more: 1, other: 2 }], options);
    expect((await open().load()).discarded).toEqual([
      { table: 't', entity: 'columns', name: 'more', mode: 'discard_value', rows: 2 },
      { table: 't', entity: 'columns', name: 'other', mode: 'discard_value', rows: 1 },
    ]);
  });

  test('by a validator and by the schema is told together, under the names of tables', async () => {
    const { open } = await loaded();
    const record = z.object({ id: z.int(), any: z.unknown() });
    const info = await open().run(
      [
        { id: 2, any: { b: 1 }, x: 1 },
        { id: 'y', any: 1 },
        { id: 3, any: 1 },
      ],
      {
        ...{ table: 'T', record },
        schemaContract: { columns: 'discard_value', data_type: 'discard_row' },
      },
    );
    expect(info.discarded).toEqual([
      { table: 't', entity: 'columns', name: 'x', mode: 'discard_value', rows: 1 },
      { table: 't', entity: 'data_type', name: 'id', mode: 'discard_row', rows: 1 },
      { table: 't', entity: 'columns', name: 'any__b', mode: 'discard_value', rows: 1 },
      { table: 't', entity: 'columns', name: 'any', mode: 'discard_value', rows: 1 },
    ]);
  });
});

describe('a broken contract', () => {
  async function violated(schemaContract: Contract, records: unknown[], options: object = {}) {
    const { open } = await loaded();
    try {
      await open().run(records, { table: 't', ...contract(schemaContract), ...options });
    } catch (error) {
      expect(await rowsOf(open(), 't')).toEqual([{ id: 1 }]);
      expect(await open().pending()).toEqual([]);
      if (error instanceof SchemaContractError) return error;
      throw error;
    }
    throw new Error('nothing was violated');
  }

  test.for<[schemaContract: Contract, records: unknown[], expected: object]>([
    [
      { columns: 'freeze' },
      [{ id: 2 }, { id: 3, more: 'secret' }],
      { entity: 'columns', table: 't', column: 'more', row: 2, valueType: 'text', value: 'secret' },
    ],
    [
      { data_type: 'freeze' },
      [{ id: 'secret' }],
      { entity: 'data_type', table: 't', column: 'id__v_text', row: 1, valueType: 'text', value: 'secret' },
    ],
    [
      { tables: 'freeze' },
      [{ id: 2, toys: [{ a: 'secret' }] }],
      { entity: 'tables', table: 't__toys', column: null, row: 1, valueType: null },
    ],
    [
      { columns: 'freeze', data_type: 'discard_row' },
      [{ id: 'x' }, { id: 2, kids: [{ z: 1 }] }, { id: 3, kids: [{ z: 1, more: 'secret' }] }],
      { entity: 'columns', table: 't__kids', column: 'more', row: 2, valueType: 'text' },
    ],
    [
      { columns: 'freeze', data_type: 'discard_row' },
      [{ id: 'x' }, { id: 2 }, { id: 3, more: 'secret' }],
      { entity: 'columns', table: 't', column: 'more', row: 3, valueType: 'text' },
    ],
  ])('%j: row by row', async ([schemaContract, records, expected]) => {
    const error = await violated(schemaContract, records);
    expect(error).toMatchObject({
      code: 'SCHEMA_CONTRACT_VIOLATED',
      mode: 'freeze',
      rowOf: 'table',
      ...expected,
    });
    expect(error.message + JSON.stringify(error)).not.toContain('secret');
    expect(JSON.stringify(error.item)).toContain('secret');
  });

  test('names the columns that tell rows apart', async () => {
    const { open } = await workspace();
    const options = { table: 't', primaryKey: ['id', 'shop'] } as const;
    await open().run([{ id: 1, shop: 'a' }], options);
    const broken = open().run([{ id: 2, shop: 'b', more: 1 }], {
      ...options,
      schemaContract: { columns: 'freeze' },
    });
    await expect(broken).rejects.toMatchObject({
      keyColumns: ['id', 'shop'],
      message: expect.stringContaining('whose rows are told apart by id, shop'),
    });
  });

  test('by a definition has no row', async () => {
    const error = await violated({ columns: 'freeze' }, [{ id: 2 }], {
      columns: { more: { dataType: 'text' } },
    });
    expect(error).toMatchObject({ entity: 'columns', column: 'more', row: null });
    expect(error.what).toContain('A definition brings a new column');
  });

  test('by a field that the schema of the records got is one by a definition', async () => {
    const record = z.object({ id: z.int(), more: z.string().optional() });
    expect(await violated({ columns: 'freeze' }, [{ id: 2 }], { record })).toMatchObject({
      column: 'more',
      row: null,
    });
  });

  test('before there is a table: the keys are those of the record', async () => {
    const record = z.strictObject({
      id: z.int(),
      homeAddress: z.strictObject({ zipCode: z.string() }).optional(),
    });
    const broken = [{ id: 2 }, { id: 3, homeAddress: { zipCode: '1', cityName: 'secret' } }];
    expect(await violated(undefined, broken, { record })).toMatchObject({
      ...{ entity: 'columns', table: 't', column: 'homeAddress.cityName', row: 2, rowOf: 'resource' },
      place: { resource: 't', path: 'homeAddress.cityName' },
    });
  });
});
