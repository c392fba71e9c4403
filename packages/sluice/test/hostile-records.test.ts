import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { decimal, pipeline } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

test.for<[what: string, records: object[]]>([
  ['a key that a later record lacks', [{ id: 1 }, { v: 2 }]],
  ['a key that is null first', [{ id: null }, { id: 2 }]],
  ['a key that is no number', [{ id: 0.5 }, { id: 1.5 }, { id: Number.NaN }]],
])('%s is refused before anything is sealed', async ([, records]) => {
  const { open } = await workspace();
  await expect(open().run(records, { table: 't', primaryKey: 'id' })).rejects.toMatchObject({
    code: 'ROW_NULL_NOT_ALLOWED',
    place: { table: 't', column: 'id' },
  });
  expect(await open().pending()).toEqual([]);
});

test.for(['_dlt_loads', '_dlt_version', '_dlt_pipeline_state', '_dlt_mine'])(
  'records for %s are refused: they would be lost',
  async (table) => {
    const { open } = await workspace();
    await expect(open().run([{ id: 1 }], { table })).rejects.toMatchObject({ code: 'TABLE_NAME_RESERVED' });
    expect(await open().pending()).toEqual([]);
  },
);

test('rows of another dataset, format columns and all, keep their links to each other', async () => {
  const { open } = await workspace();
  const records = [1, 2, 3].map((id) => ({
    id,
    k: [10, 20].map((n) => ({ n: n + id, _dlt_root_id: 'old' })),
  }));
  await open().run(records, { table: 't', writeDisposition: 'merge', primaryKey: 'id' });
  const linked = await open()
    .dataset()
    .query('SELECT t.id, k.n FROM data.t JOIN data.t__k k ON k._dlt_root_id = t._dlt_id ORDER BY n');
  expect(linked).toEqual([11, 12, 13, 21, 22, 23].map((n) => ({ id: n % 10, n })));
});

test('instances of classes are records', async () => {
  class User {
    readonly id: number;
    readonly name = 'Ada';
    constructor(id: number) {
      this.id = id;
    }
  }
  const { open } = await workspace();
  await open().run([new User(1), { id: 2, friends: [new User(3)] }], { table: 't' });
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 1, name: 'Ada' },
    { id: 2, name: null },
  ]);
  expect(await rowsOf(open(), 't__friends')).toEqual([{ id: 3, name: 'Ada' }]);
});

test('lists with holes, and keys that are now a list, now an object, now a scalar', async () => {
  const { open } = await workspace();
  const holes: unknown[] = [1];
  holes[3] = 4;
  await open().run(
    [
      { id: 1, l: holes },
      { id: 2, l: [null, undefined, { a: 1 }, [null], []] },
      { id: 3, l: 7 },
      { id: 4, l: { z: 1 } },
      { id: 5, l: 'x' },
    ],
    { table: 't' },
  );
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 1, l: null, l__z: null, l__v_text: null },
    { id: 2, l: null, l__z: null, l__v_text: null },
    { id: 3, l: 7, l__z: null, l__v_text: null },
    { id: 4, l: null, l__z: 1, l__v_text: null },
    { id: 5, l: null, l__z: null, l__v_text: 'x' },
  ]);
  expect(await open().dataset().rowCounts()).toEqual({ t: 5, t__l: 9, t__l__list: 1 });
});

test('times before 1970, with offsets, and at the ends of what is a time', async () => {
  const { open } = await workspace();
  const times = [
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['1600-02-29T00:00:00+05:30', '1600-02-28T18:30:00.000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
    [new Date(-1), '1969-12-31T23:59:59.999000Z'],
    ['0001-01-01T00:00:00+05:00', null],
    ['2024-02-30T00:00:00Z', null],
  ];
  await open().run(
    times.map(([at], id) => ({ id, at })),
    { table: 't' },
  );
  const rows = await rowsOf(open(), 't');
  expect(rows.map(({ at }) => at)).toEqual(times.map(([, expected]) => expected));
  expect(rows.map(({ at__v_text }) => at__v_text).filter((text) => text !== null)).toEqual([
    '0001-01-01T00:00:00+05:00',
    '2024-02-30T00:00:00Z',
  ]);
});

test('a fraction after parts of a nested table were written', async () => {
  const { open } = await workspace();
  function* records() {
    for (let id = 0; id < 1500; id++)
      yield { id, k: Array.from({ length: 100 }, (_, n) => ({ n: id === 1499 && n === 99 ? 0.5 : n })) };
  }
  await open().run(records(), { table: 't' });
  const [sums] = await open()
    .dataset()
    .query(
      'SELECT count(*) AS c, sum(n) AS s, count(DISTINCT _dlt_id) AS ids, typeof(any_value(n)) AS type FROM data.t__k',
    );
  expect(sums).toEqual({ c: 150_000, s: 1500 * 4950 - 98.5, ids: 150_000, type: 'DOUBLE' });
});

test.for(['select', 'group by', 'a"b', "a'b", 'İstanbul', '表', 'x;drop table t', 'line\nbreak', 'a.b'])(
  'a table and a column called %j',
  async (name) => {
    const { open } = await workspace();
    for (const naming of ['snake_case', 'direct']) {
      const opened = () => open({ naming, name: naming, dataset: naming });
      const load = (id: number) =>
        opened().run([{ id, [name]: 'v', k: [{ [name]: 1 }] }], {
          table: name,
          primaryKey: 'id',
          writeDisposition: 'merge',
        });
      for (const id of [1, 1, 2]) await load(id);
      expect(Object.values(await opened().dataset().rowCounts())).toEqual([2, 2]);
    }
  },
);

test('paths that look like patterns, literals or partitions', async () => {
  const { folder } = await workspace();
  const odd = pipeline({
    name: "it's",
    destination: duckdb(join(folder, `o'dd "n.a=me.duckdb`)),
    dataset: 'select',
    workDir: join(folder, "w'ork [1]* a=b"),
  });
  const options = { table: 't', primaryKey: 'id', writeDisposition: 'merge' } as const;
  for (let run = 0; run < 2; run++) await odd.run([{ id: 1, k: [1] }], options);
  expect(await odd.dataset().rowCounts()).toEqual({ t: 1, t__k: 1 });
});

test('a double keeps all its digits', async () => {
  const { open } = await workspace();
  const doubles = [-0.0014396998069044298, 0.1 + 0.2, 5e-324, 1.7976931348623157e308];
  await open().run(
    doubles.map((double, id) => ({ id, double })),
    { table: 't' },
  );
  expect((await rowsOf(open(), 't')).map(({ double }) => double)).toEqual(doubles);
});

test('a text keeps its U+0000, and bytes are bytes where there are none', async () => {
  const { open } = await workspace();
  await open().run(
    [
      { id: 1, text: 'a\u0000b', bytes: new Uint8Array() },
      { id: 2, text: '\u0000', bytes: Uint8Array.of(0) },
    ],
    { table: 't' },
  );
  const rows = await open()
    .dataset()
    .query('SELECT length(text) AS length, hex(bytes) AS hex, typeof(bytes) AS type FROM data.t ORDER BY id');
  expect(rows).toEqual([
    { length: 3, hex: '', type: 'BLOB' },
    { length: 1, hex: '00', type: 'BLOB' },
  ]);
});

test.each([
  ['a decimal', decimal('1.12345678919')],
  ['a double', 1e-12],
])('%s of more digits than its column has is refused, not rounded', async (_, amount) => {
  const { open } = await workspace();
  const run = open().run([{ amount: decimal('1.5') }, { amount }], { table: 't' });
  await expect(run).rejects.toMatchObject({
    code: 'RECORD_DECIMAL_OUT_OF_RANGE',
    place: { table: 't', column: 'amount' },
  });
});
