import * as arrow from 'apache-arrow';
import { incremental, pipeline, resource, silentLogger } from 'sluice';
import { describe, expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const people = (rows: readonly { id: number; name: string | null }[]) =>
  new arrow.Table({
    id: arrow.vectorFromArray(
      rows.map(({ id }) => id),
      new arrow.Int32(),
    ),
    name: arrow.vectorFromArray(
      rows.map(({ name }) => name),
      new arrow.Utf8(),
    ),
  });
const two = people([
  { id: 1, name: 'a' },
  { id: 2, name: null },
]);

/** A column of 64-bit integers, which the library's builders take for milliseconds where they are times. */
const longs = (type: arrow.DataType, ...values: bigint[]) =>
  new arrow.Vector([arrow.makeData({ type: type as arrow.Timestamp, data: BigInt64Array.from(values) })]);

const everything = new arrow.Table({
  id: longs(new arrow.Int64(), 1n),
  small: arrow.vectorFromArray([-5], new arrow.Int8()),
  unsigned: arrow.vectorFromArray([65_535], new arrow.Uint16()),
  ratio: arrow.vectorFromArray([0.5], new arrow.Float32()),
  flag: arrow.vectorFromArray([true], new arrow.Bool()),
  name: arrow.vectorFromArray(['ünï'], new arrow.Utf8()),
  word: arrow.vectorFromArray(['w'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())),
  raw: arrow.vectorFromArray([Uint8Array.of(0, 255)], new arrow.Binary()),
  price: arrow.vectorFromArray([Uint32Array.of(1234, 0, 0, 0)], new arrow.Decimal(2, 10)),
  day: arrow.vectorFromArray([new Date(86_400_000)], new arrow.DateDay()),
  clock: longs(new arrow.TimeMicrosecond(), 3_600_000_001n),
  at: longs(new arrow.TimestampMicrosecond('UTC'), 1_700_000_000_123_456n),
  local: longs(new arrow.TimestampNanosecond(), 1_700_000_000_000_001_000n),
  list: arrow.vectorFromArray([[1, 2]], new arrow.List(new arrow.Field('item', new arrow.Int32()))),
  inner: arrow.vectorFromArray([{ x: 1 }], new arrow.Struct([new arrow.Field('x', new arrow.Int32())])),
  nothing: arrow.vectorFromArray([null], new arrow.Null()),
});

describeEngines((engine) => {
  test('values of every type arrive', async () => {
    const { open } = await workspace(engine);
    const one = open({ logger: silentLogger });
    const info = await one.run(everything, { table: 't' });
    expect(info.tables.t).toMatchObject({ rows: 1, created: true });
    expect(info.tables.t?.newColumns).toHaveLength(15);
    const [{ raw, ...row } = {}] = await rowsOf(one, 't');
    expect({ ...row, raw: [...(raw as Uint8Array)] }).toEqual({
      id: 1,
      small: -5,
      unsigned: 65_535,
      ratio: 0.5,
      flag: true,
      name: 'ünï',
      word: 'w',
      raw: [0, 255],
      price: '12.34',
      day: '1970-01-02',
      clock: '01:00:00.000001',
      at: '2023-11-14T22:13:20.123456Z',
      local: '2023-11-14T22:13:20.000001Z',
      list: [1, 2],
      inner: { x: 1 },
    });
    const again = await one.run(everything, { table: 't' });
    expect(again.tables.t).toMatchObject({ rows: 1, created: false, newColumns: [] });
  });

  test('a table may be merged into, replaced and emptied', async () => {
    const { open, forgetWork } = await workspace(engine);
    const merge = { table: 't', writeDisposition: 'merge', primaryKey: 'id' } as const;
    await open().run(two, merge);
    await forgetWork();
    await open().run(people([{ id: 2, name: 'b' }]).batches[0] ?? two, merge);
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    const replace = { table: 't', writeDisposition: 'replace' } as const;
    await open().run([two.slice(1), two.slice(0, 1)], replace);
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: null },
    ]);
    await open().run(two.slice(0, 0), replace);
    expect(await rowsOf(open(), 't')).toEqual([]);
    await open().run(two, replace);
    // Nothing at all: the table is emptied, and gets no columns that only records have.
    const info = await open().run([], replace);
    expect([info.tables.t, await rowsOf(open(), 't')]).toEqual([
      { rows: 0, created: false, newColumns: [] },
      [],
    ]);
  });

  test('rows have no ids unless asked for, or where the table has them', async () => {
    const { open } = await workspace(engine);
    await open().run(two, { table: 'plain' });
    await open({ arrow: { loadId: true, rowId: true } }).run(two, { table: 'asked' });
    await open().run([{ id: 0, name: 'r' }], { table: 'records' });
    const info = await open().run(two, { table: 'records' });
    const [plain] = await open().dataset().table('plain').rows();
    expect(Object.keys(plain ?? {})).toEqual(['id', 'name']);
    for (const table of ['asked', 'records']) {
      const rows = await open().dataset().table(table).rows();
      expect(new Set(rows.map(({ _dlt_id }) => _dlt_id)).size).toBe(rows.length);
    }
    const loads = await open().dataset().table('records').rows();
    expect(loads.filter(({ _dlt_load_id }) => _dlt_load_id === info.loadIds[0])).toHaveLength(2);
  });

  test('records cannot follow rows without ids', async () => {
    const { open } = await workspace(engine);
    await open().run(two, { table: 't' });
    const one = open();
    await expect(one.run([{ id: 3 }], { table: 't' })).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
    });
    await one.abort();
    await one.run(people([{ id: 3, name: null }]), { table: 't' });
    expect(await rowsOf(one, 't')).toHaveLength(3);
  });

  test('hints of the resource win, whatever comes first', async () => {
    const { open } = await workspace(engine);
    const hints = {
      columns: {
        name: { dataType: 'text', nullable: false },
        extra: { dataType: 'bool' },
        id: { dataType: 'text' },
      },
    } as const;
    const one = open();
    await one.run(resource('t', hints, [people([{ id: 1, name: 'a' }])]));
    expect(await rowsOf(one, 't')).toEqual([{ id: '1', name: 'a', extra: null }]);
    expect([...(one.schema?.tables.get('t')?.columns.keys() ?? [])]).toEqual(['id', 'name', 'extra']);
    await expect(one.run(resource('t', hints, [two]))).rejects.toMatchObject({
      code: 'ROW_NULL_NOT_ALLOWED',
    });
    expect(await one.pending()).toEqual([]);
  });

  test('a contract of the run is held against every batch, and tells what it left out', async () => {
    const { open } = await workspace(engine);
    await open().run(two.select(['id']), { table: 't' });
    const one = open();
    const info = await one.run([two, two], { table: 't', schemaContract: { columns: 'discard_row' } });
    expect(info.tables.t?.rows).toBe(2);
    expect(info.discarded).toEqual([
      { table: 't', entity: 'columns', name: 'name', mode: 'discard_row', rows: 2 },
    ]);
    await expect(one.run(two, { table: 't', schemaContract: 'freeze' })).rejects.toMatchObject({
      code: 'SCHEMA_CONTRACT_VIOLATED',
    });
    expect(await one.pending()).toEqual([]);
  });

  test('the first load of a table may add columns whatever its contract says', async () => {
    const { open } = await workspace(engine);
    const one = open();
    const data = [two.select(['id']), two];
    await one.run(resource('t', { schemaContract: { columns: 'freeze' } }, data));
    expect(await rowsOf(one, 't')).toHaveLength(4);
    await expect(
      one.run(resource('t', { schemaContract: { columns: 'freeze' } }, [everything])),
    ).rejects.toMatchObject({ code: 'SCHEMA_CONTRACT_VIOLATED' });
  });

  test('a cursor goes on from the last value, in batches too', async () => {
    const { open } = await workspace(engine);
    const load = (data: unknown) =>
      open().run(resource('t', { cursor: incremental('id'), primaryKey: 'id' }, [data]));
    await load(two);
    const info = await load(
      new arrow.Table(two.schema, [...two.batches, ...people([{ id: 3, name: 'c' }]).batches]),
    );
    expect(info.tables.t?.rows).toBe(1);
    expect((await rowsOf(open(), 't')).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('many batches, and columns that come and go', async () => {
    const { open } = await workspace(engine);
    const one = open();
    const batch = (from: number, rows: number, name: string) =>
      arrow.tableFromArrays({
        id: Int32Array.from({ length: rows }, (_, row) => from + row),
        [name]: Float64Array.from({ length: rows }, (_, row) => (from + row) / 2),
      });
    async function* data() {
      for (let from = 0; from < 3000; from += 100) yield batch(from, 100, from % 200 === 0 ? 'a' : 'b');
      yield batch(3000, 150_000, 'a');
    }
    const info = await one.run(data(), { table: 't' });
    expect(info.tables.t).toMatchObject({ rows: 153_000, newColumns: ['id', 'a', 'b'] });
    const sum = (column: string) => `sum(${column})::float8`;
    const [row] = await one
      .dataset()
      .query(
        `SELECT count(*) AS rows, ${sum('id')} AS id, ${sum('a')} AS a, ${sum('b')} AS b, count(DISTINCT id) AS ids FROM data.t`,
      );
    const ids = Array.from({ length: 153_000 }, (_, id) => id);
    const total = (of: number[]) => of.reduce((all, id) => all + id, 0);
    const inB = ids.filter((id) => id < 3000 && id % 200 >= 100);
    const inA = ids.filter((id) => id >= 3000 || id % 200 < 100);
    expect(Object.values(row ?? {}).map(Number)).toEqual([
      153_000,
      total(ids),
      total(inA) / 2,
      total(inB) / 2,
      153_000,
    ]);
  });
});

describe('duckdb', () => {
  test('has nanoseconds for wall clocks', async () => {
    const { open } = await workspace();
    const one = open();
    const at = longs(new arrow.TimestampNanosecond(), 1_700_000_000_123_456_789n);
    const columns = { at: { dataType: 'timestamp', precision: 9, timezone: false } } as const;
    const info = await one
      .run([new arrow.Table({ at }), [{ at: '2024-01-01T00:00:00.5' }]], {
        table: 't',
        columns,
      })
      .catch((error: unknown) => error);
    // Rows without ids and rows with them do not go together.
    expect(info).toMatchObject({ code: 'ROW_NULL_NOT_ALLOWED' });
    await one.run([[{ at: '2024-01-01T00:00:00.5' }], new arrow.Table({ at })], { table: 't', columns });
    expect(await rowsOf(one, 't', 'at')).toEqual([
      { at: '2023-11-14T22:13:20.123456789' },
      { at: '2024-01-01T00:00:00.500000000' },
    ]);
  });

  test('a time zone of the pipeline is that of clocks without one', async () => {
    const { open } = await workspace();
    const one = open({ timezone: 'Europe/Berlin' });
    const data = new arrow.Table({
      id: longs(new arrow.Int64(), 1n),
      clock: longs(new arrow.TimestampMillisecond(), BigInt(Date.UTC(2024, 6, 1, 12))),
      instant: longs(new arrow.TimestampMillisecond('UTC'), BigInt(Date.UTC(2024, 6, 1, 12))),
      wall: longs(new arrow.TimestampMillisecond('UTC'), BigInt(Date.UTC(2024, 6, 1, 12))),
    });
    await one.run(data, { table: 't', columns: { wall: { timezone: false } } });
    expect(await rowsOf(one, 't')).toEqual([
      {
        id: 1,
        clock: '2024-07-01T10:00:00.000000Z',
        instant: '2024-07-01T12:00:00.000000Z',
        wall: '2024-07-01T14:00:00.000000',
      },
    ]);
  });
});

test.for<[what: string, arrow: object, code: string]>([
  ['what is no object', [] as object, 'OPTION_UNKNOWN'],
  ['an unknown option', { loadID: true }, 'OPTION_UNKNOWN'],
  ['a flag that is none', { rowId: 'yes' }, 'OPTION_INVALID'],
  ['a conversion there is none of', { conversion: 'some' }, 'OPTION_INVALID'],
])('the option arrow refuses %s', async ([, options, code]) => {
  const { destination, folder } = await workspace();
  const given = code === 'OPTION_UNKNOWN' && Array.isArray(options) ? { 0: true } : options;
  expect(() => pipeline({ name: 'test', destination: destination(), workDir: folder, arrow: given })).toThrow(
    expect.objectContaining({ code }),
  );
});
