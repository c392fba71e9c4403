import { Readable } from 'node:stream';
import { resource, source, transformer } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

const people = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Grace' },
];

async function* later<T>(records: readonly T[]) {
  yield* records;
}

function* now<T>(records: readonly T[]) {
  yield* records;
}

test.for<[kind: string, data: () => unknown]>([
  ['an array', () => people],
  ['a set', () => new Set(people)],
  ['a generator', () => now(people)],
  ['a generator function', () => () => now(people)],
  ['an async generator', () => later(people)],
  ['an async generator function', () => () => later(people)],
  ['a generator of pages', () => now([people])],
  ['a promise of an array', () => Promise.resolve(people)],
  ['a Node stream', () => Readable.from(people)],
  ['a web stream', () => Readable.toWeb(Readable.from(people))],
])('%s is loaded', async ([, data]) => {
  const { open } = await workspace();
  await open().run(data(), { table: 'people' });
  expect(await rowsOf(open(), 'people')).toEqual(people);
});

test('nested objects become columns, lists become linked tables', async () => {
  const { open } = await workspace();
  const record = {
    id: 1,
    home: { city: 'London', at: { lat: 51.5 } },
    pets: [{ name: 'Rex', toys: [{ name: 'ball' }] }, { name: 'Mia' }],
    tags: ['a', 'b'],
    grid: [[1, 2], [3]],
  };
  const info = await open().run([record], { table: 'users' });
  expect(Object.fromEntries(Object.entries(info.tables).map(([name, { rows }]) => [name, rows]))).toEqual({
    users: 1,
    users__pets: 2,
    users__pets__toys: 1,
    users__tags: 2,
    users__grid: 2,
    users__grid__list: 3,
  });
  expect(await rowsOf(open(), 'users')).toEqual([{ id: 1, home__city: 'London', home__at__lat: 51.5 }]);
  expect(await rowsOf(open(), 'users__tags', '_dlt_list_idx')).toEqual([{ value: 'a' }, { value: 'b' }]);
  const linked = await open()
    .dataset()
    .query(
      'SELECT p.name, t.name AS toy FROM data.users u JOIN data.users__pets p ON p._dlt_parent_id = u._dlt_id JOIN data.users__pets__toys t ON t._dlt_parent_id = p._dlt_id',
    );
  expect(linked).toEqual([{ name: 'Rex', toy: 'ball' }]);
});

test('scalars become rows with a column `value`', async () => {
  const { open } = await workspace();
  await open().run([1, 2, 3], { table: 'numbers' });
  expect(await rowsOf(open(), 'numbers', 'value')).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
});

test('append adds, replace starts anew, merge updates by key', async () => {
  const { open } = await workspace();
  const load = (rows: unknown[], writeDisposition: 'append' | 'replace' | 'merge') =>
    open().run(rows, { table: 't', writeDisposition, primaryKey: 'id' });
  await load([{ id: 1, v: 'a', k: [{ n: 1 }] }], 'merge');
  await load(
    [
      { id: 1, v: 'b', k: [{ n: 2 }, { n: 3 }] },
      { id: 2, v: 'c' },
    ],
    'merge',
  );
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 1, v: 'b' },
    { id: 2, v: 'c' },
  ]);
  expect(await rowsOf(open(), 't__k', 'n')).toEqual([{ n: 2 }, { n: 3 }]);
  await load([{ id: 2, v: 'd' }], 'append');
  expect((await rowsOf(open(), 't')).length).toBe(3);
  await load([{ id: 9, v: 'z' }], 'replace');
  expect(await rowsOf(open(), 't')).toEqual([{ id: 9, v: 'z' }]);
  expect(await rowsOf(open(), 't__k', 'n')).toEqual([]);
});

test('the schema evolves from run to run, and within one', async () => {
  const { open } = await workspace();
  await open().run([{ id: 1 }], { table: 't' });
  const info = await open().run(
    [
      { id: 2, name: 'x' },
      { id: 3, tags: [1] },
    ],
    { table: 't' },
  );
  expect(info.schemaChanges).toEqual(['new column t.name', expect.stringMatching(/^new table t__tags/)]);
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 1, name: null },
    { id: 2, name: 'x' },
    { id: 3, name: null },
  ]);
});

test('a value that does not fit its column goes into a variant column', async () => {
  const { open } = await workspace();
  await open().run([{ id: 1, v: 7 }], { table: 't' });
  await open().run(
    [
      { id: 2, v: 'seven' },
      { id: 3, v: '8' },
    ],
    { table: 't' },
  );
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 1, v: 7, v__v_text: null },
    { id: 2, v: null, v__v_text: 'seven' },
    { id: 3, v: 8, v__v_text: null },
  ]);
});

test('a new column of integers becomes double at its first fraction, wherever that is', async () => {
  const { open } = await workspace();
  const rows = Array.from({ length: 100_000 }, (_, id) => ({ id, v: id }));
  await open().run([...rows, { id: 100_000, v: 0.5 }], { table: 't' });
  const [sum] = await open()
    .dataset()
    .query('SELECT sum(v) AS total, typeof(any_value(v)) AS type FROM data.t');
  expect(sum).toEqual({ total: 4_999_950_000.5, type: 'DOUBLE' });
});

test('resources, transformers and steps of a source', async () => {
  const { open } = await workspace();
  const shop = source('shop', () => {
    const orders = resource('orders', { primaryKey: 'id' }, [
      { id: 1, lines: 2, secret: 'x' },
      { id: 2, lines: 1, secret: 'y' },
      { id: 3, lines: 0, secret: 'z' },
    ])
      .filter((order) => order.lines > 0)
      .map(({ secret: _, ...order }) => order);
    const lines = transformer('lines', { from: orders }, (order) =>
      Array.from({ length: order.lines }, (_, line) => ({ order: order.id, line })),
    );
    return [orders, lines];
  });
  const info = await open().run(shop());
  expect(info.tables).toMatchObject({ orders: { rows: 2 }, lines: { rows: 3 } });
  expect(await rowsOf(open(), 'orders')).toEqual([
    { id: 1, lines: 2 },
    { id: 2, lines: 1 },
  ]);
  await open().run(shop().select('lines'));
  expect(await open().dataset().rowCounts()).toMatchObject({ orders: 2, lines: 6 });
});

test('extract, normalize and load do in three steps what run does in one', async () => {
  const { open } = await workspace();
  const [loadId] = await open().extract(people, { table: 'people' });
  expect(await open().pending()).toEqual([loadId]);
  expect(await open().normalize()).toMatchObject({ people: 2 });
  const info = await open().load();
  expect(info.loadIds).toEqual([loadId]);
  expect(await rowsOf(open(), 'people')).toEqual(people);
  expect(await open().pending()).toEqual([]);
});

test('what a run returns can itself be loaded', async () => {
  const { open } = await workspace();
  const info = await open().run(people, { table: 'people' });
  expect(JSON.parse(JSON.stringify(info))).toMatchObject({ tables: { people: { rows: 2 } } });
  await open().run([info], { table: '_load_info' });
  expect(await open().dataset().table('_load_info').count()).toBe(1);
});

test('a run without news loads nothing', async () => {
  const { open } = await workspace();
  await open().run(people, { table: 'people' });
  const info = await open().run([], { table: 'people' });
  expect(info.loadIds).toEqual([]);
  expect(`${info}`).toContain('nothing new');
});
