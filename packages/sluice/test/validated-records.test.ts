import { type Pipeline, resource, source } from 'sluice';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { rowsOf, workspace } from './workspace.ts';

const User = z.object({
  id: z.int(),
  name: z.string().trim(),
  balance: z.string().meta({ sluice: { dataType: 'decimal', precision: 10, scale: 2 } }),
  joinedAt: z.coerce.date(),
  home: z.object({ city: z.string(), zip: z.string().optional() }).nullable(),
  pets: z.array(z.object({ name: z.string(), born: z.iso.date().optional(), toys: z.array(z.string()) })),
  settings: z.record(z.string(), z.unknown()),
  scores: z.map(z.string(), z.number()),
});

const ada = {
  id: 1,
  name: ' Ada ',
  balance: '1.10',
  joinedAt: '2024-05-01T12:00:00Z',
  home: { city: 'London' },
  pets: [{ name: 'Rex', born: '2020-01-02', toys: ['ball'] }],
  settings: { dark: true, size: { w: 1 } },
  scores: new Map([['chess', 1.5]]),
};

async function columnsOf(opened: Pipeline, table: string): Promise<string[]> {
  const found = await opened
    .dataset()
    .query(
      `SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = '${table}' ORDER BY column_index`,
    );
  return found
    .filter(({ column_name }) => !String(column_name).startsWith('_dlt_'))
    .map((row) => `${row.column_name} ${row.data_type}${row.is_nullable ? '' : '!'}`);
}

describe('a zod schema', () => {
  test('gives columns their types, and records their values', async () => {
    const { open } = await workspace();
    await open().run([ada], { table: 'users', record: User });
    expect(await columnsOf(open(), 'users')).toEqual([
      'id BIGINT!',
      'name VARCHAR!',
      'balance DECIMAL(10,2)!',
      'joined_at TIMESTAMP WITH TIME ZONE!',
      'home__city VARCHAR',
      'home__zip VARCHAR',
      'settings JSON!',
      'scores JSON!',
    ]);
    expect(await columnsOf(open(), 'users__pets')).toEqual(['name VARCHAR!', 'born DATE']);
    expect(await columnsOf(open(), 'users__pets__toys')).toEqual(['value VARCHAR!']);
    const [row] = await rowsOf(open(), 'users');
    expect(row).toMatchObject({
      ...{ id: 1, name: 'Ada', home__city: 'London', home__zip: null },
      ...{ scores: { chess: 1.5 }, settings: { dark: true, size: { w: 1 } } },
    });
  });

  test('grows: what it says of a table that has rows already is null in those', async () => {
    const { open } = await workspace();
    await open().run([{ id: 1, pets: [{ name: 'Rex' }] }], { table: 'users' });
    const Later = z.object({
      id: z.int(),
      email: z.email(),
      home: z.object({ city: z.string() }),
      pets: z.array(z.object({ name: z.string(), age: z.int() })),
      tags: z.array(z.string()),
    });
    const record = {
      id: 2,
      email: 'a@example.com',
      home: { city: 'London' },
      pets: [{ name: 'Mia', age: 3 }],
      tags: ['x'],
    };
    const info = await open().run([record], { table: 'users', record: Later });
    expect(info.schemaChanges).toEqual([
      'new column users.email',
      'new column users.home__city',
      'new column users__pets.age',
      expect.stringMatching(/^new table users__tags/),
    ]);
    expect(await rowsOf(open(), 'users')).toEqual([
      { id: 1, email: null, home__city: null },
      { id: 2, email: 'a@example.com', home__city: 'London' },
    ]);
    expect(await columnsOf(open(), 'users__tags')).toEqual(['value VARCHAR!']);
    await open().run([{ ...record, id: 3 }], { table: 'users', record: Later });
    expect((await rowsOf(open(), 'users')).length).toBe(3);
  });

  test('stands back where hints say otherwise', async () => {
    const { open } = await workspace();
    const users = resource(
      'users',
      {
        record: User,
        primaryKey: 'id',
        columns: { home: { dataType: 'json' }, name: { dataType: 'text', precision: 40, nullable: true } },
        nested: { pets: 'json' },
      },
      [ada],
    );
    await open().run(users);
    expect(await columnsOf(open(), 'users')).toEqual(
      expect.arrayContaining(['id BIGINT!', 'name VARCHAR', 'home JSON', 'pets JSON']),
    );
    expect(Object.keys((await open().dataset().rowCounts()) as object)).toEqual(['users']);
  });

  test('stands back from objects that hints keep whole, with all the lists in them', async () => {
    const record = z.object({
      id: z.int(),
      home: z.object({ rooms: z.array(z.object({ doors: z.array(z.int()) })) }),
    });
    const data = [{ id: 1, home: { rooms: [{ doors: [1] }] } }];
    for (const hints of [
      { columns: { home: { dataType: 'json' } } },
      { nested: { home: 'json' } },
    ] as const) {
      const { open } = await workspace();
      await open().run(resource('t', { record, ...hints }, data));
      expect(await rowsOf(open(), 't')).toEqual([{ id: 1, home: { rooms: [{ doors: [1] }] } }]);
    }
    const { open } = await workspace();
    await open().run(resource('t', { record, nested: { 'home.rooms': { primaryKey: [] } } }, data));
    expect(await rowsOf(open(), 't__home__rooms__doors', 'value')).toEqual([{ value: 1 }]);
  });

  test.for<[levels: number, tables: string[]]>([
    [0, ['users']],
    [1, ['users', 'users__pets']],
    [2, ['users', 'users__pets', 'users__pets__toys']],
  ])('keeps to %i levels of nesting, said by the resource or by the source', async ([maxNesting, tables]) => {
    const users = (hints: object) => resource('users', { record: User, ...hints }, [ada]);
    for (const data of [users({ maxNesting }), source('deep', { maxNesting }, () => [users({})])()]) {
      const { open } = await workspace();
      await open().run(data);
      expect(Object.keys((await open().dataset().rowCounts()) as object).toSorted()).toEqual(tables);
      const names = (await columnsOf(open(), 'users')).map((column) => column.split(' ')[0]);
      expect(names.includes('home__city')).toBe(maxNesting > 0);
    }
  });

  test('tells nothing of what a step makes of its records', async () => {
    const { open } = await workspace();
    const made = resource('users', { record: User }, [ada]).map(({ id, joinedAt }) => ({
      key: id,
      at: joinedAt,
    }));
    await open().run(made);
    expect(await columnsOf(open(), 'users')).toEqual(['key BIGINT', 'at TIMESTAMP WITH TIME ZONE']);
  });

  test('that a run gives is laid over all of its resources', async () => {
    const { open } = await workspace();
    const Small = z.object({ id: z.coerce.number().pipe(z.int()) });
    const info = await open().run([{ id: '1', x: 1 }, { id: '2' }], { table: 't', record: Small });
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(info.discarded).toEqual([
      { table: 't', entity: 'columns', name: 'x', mode: 'discard_value', rows: 1 },
    ]);
  });

  test('whose records are loaded whatever they are makes no promise about null, and variants take the rest', async () => {
    const { open } = await workspace();
    const Strict = z.object({ id: z.int(), n: z.int() });
    await open().run([{ id: 1, n: 2 }, { id: 2, n: 'two' }, { id: 3 }], {
      table: 't',
      record: Strict,
      schemaContract: { data_type: 'evolve' },
    });
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, n: 2, n__v_text: null },
      { id: 2, n: null, n__v_text: 'two' },
      { id: 3, n: null, n__v_text: null },
    ]);
  });

  test('leaves no contract behind: the next run may do without it', async () => {
    const { open } = await workspace();
    await open().run([{ id: 1 }], { table: 't', record: z.strictObject({ id: z.int() }) });
    await open().run([{ id: 2, more: 'x' }], { table: 't' });
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, more: null },
      { id: 2, more: 'x' },
    ]);
  });
});
