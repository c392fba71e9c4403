import type { SourceState } from '@sluice/state';
import * as arrow from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { extract } from '../../test/extract.ts';
import { type IncrementalOptions, incremental, resource } from '../index.ts';

const table = (rows: readonly { id: number; u: unknown }[], type: arrow.DataType = new arrow.Int64()) =>
  new arrow.Table({
    id: arrow.vectorFromArray(
      rows.map(({ id }) => id),
      new arrow.Int32(),
    ),
    u: arrow.vectorFromArray(
      rows.map(({ u }) => u),
      type,
    ),
  });

function loader(options: IncrementalOptions<unknown> = {}) {
  const state: SourceState = {};
  return async (data: Iterable<unknown>, limit?: number) => {
    const made = resource('r', { cursor: incremental('u', options), primaryKey: 'id' }, data);
    const { pages } = await extract(limit === undefined ? made : made.limit(limit), { state });
    expect(pages.every(({ kind }) => kind === 'arrow')).toBe(true);
    const tables = pages.flatMap(({ items }) => items) as arrow.Table[];
    const cursor = (state.resources?.r?.incremental as Record<string, Record<string, unknown>> | undefined)
      ?.u;
    return { ids: tables.flatMap((part) => [...(part.getChild('id')?.toArray() ?? [])]), cursor };
  };
}

describe('a cursor over Arrow tables', () => {
  const rows = [
    { id: 1, u: 1n },
    { id: 2, u: 3n },
    { id: 3, u: 3n },
  ];

  test('keeps what is new, and knows the latest rows again', async () => {
    const load = loader({ initialValue: 1 });
    expect(await load([table(rows)])).toEqual({
      ids: [1, 2, 3],
      cursor: {
        initial_value: 1,
        last_value: 3,
        unique_hashes: ['Cn/dwi436vBb', 'Tp44cKMYfAuJ'],
        start_value: 1,
      },
    });
    const next = [
      { id: 3, u: 3n },
      { id: 4, u: 3n },
      { id: 5, u: 2n },
      { id: 6, u: 6n },
    ];
    expect(await load([[table(next)]])).toMatchObject({
      ids: [4, 6],
      cursor: { last_value: 6, start_value: 3 },
    });
  });

  test('takes the same rows for the same as over records', async () => {
    const state: SourceState = {};
    const load = async (data: Iterable<unknown>) =>
      (await extract(resource('r', { cursor: incremental('u') }, data), { state })).pages;
    await load([{ id: 7, u: 1 }]);
    expect(await load([table([{ id: 7, u: 1n }])])).toEqual([]);
    expect(await load([table([{ id: 8, u: 1n }])])).toHaveLength(1);
  });

  test('stops looking where a limit does', async () => {
    const load = loader();
    expect((await load([table(rows)], 1)).cursor).toMatchObject({ last_value: 1 });
    expect((await load([table(rows)], 1)).ids).toEqual([2]);
  });

  test.for<['include' | 'exclude', number[]]>([
    ['include', [1, 2]],
    ['exclude', [1]],
  ])('may %s rows without a value', async ([onMissing, expected]) => {
    const holey = table([
      { id: 1, u: 5n },
      { id: 2, u: null },
    ]);
    expect((await loader({ onMissing })([holey])).ids).toEqual(expected);
  });

  test('must be a column of the table', async () => {
    const other = new arrow.Table({ id: arrow.vectorFromArray([1], new arrow.Int32()) });
    await expect(loader()([other])).rejects.toMatchObject({ code: 'CURSOR_PATH_MISSING' });
  });

  test.for<[type: arrow.DataType, values: unknown[], last: string]>([
    [new arrow.Int32(), [1, 2], '2'],
    [new arrow.Int64(), [1n, 2n ** 60n], String(2n ** 60n)],
    [new arrow.Float64(), [1, 2], 'Double {"value":2}'],
    [new arrow.Utf8(), ['a', 'b'], 'b'],
    [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()), ['a', 'b'], 'b'],
    [new arrow.DateDay(), [new Date(0), new Date('2024-01-31')], 'PlainDate {"days":19753}'],
    [new arrow.TimeMillisecond(), [1, 2], 'PlainTime {"micros":2000,"offsetSeconds":null}'],
    [new arrow.TimestampMicrosecond(null), [0, 1.5], 'Timestamp {"micros":"1500","offsetSeconds":null}'],
    [new arrow.TimestampMillisecond('UTC'), [0, 2], 'Timestamp {"micros":"2000","offsetSeconds":0}'],
  ])('of type %s', async ([type, values, last]) => {
    const { cursor } = await loader()([
      table(
        values.map((u, id) => ({ id, u })),
        type,
      ),
    ]);
    expect(shown(cursor?.last_value)).toBe(last);
  });

  test('of nanoseconds, to the microsecond', async () => {
    const type = new arrow.TimestampNanosecond('UTC');
    const made = (...data: bigint[]) =>
      new arrow.Table({
        id: arrow.vectorFromArray(
          data.map((_, id) => id),
          new arrow.Int32(),
        ),
        u: new arrow.Vector([arrow.makeData({ type, data: BigInt64Array.from(data) })]),
      });
    const load = loader();
    const { cursor } = await load([made(1999n, 2001n)]);
    expect(shown(cursor?.last_value)).toBe('Timestamp {"micros":"2","offsetSeconds":0}');
    expect((await load([made(1999n, 2001n, 3000n)])).ids).toEqual([2]);
  });

  test('over a table of several batches', async () => {
    const [one, two] = [table(rows.slice(0, 1)), table(rows.slice(1))];
    const both = new arrow.Table(one.schema, [...one.batches, ...two.batches]);
    const load = loader({ initialValue: 2 });
    expect(await load([both])).toMatchObject({ ids: [2, 3], cursor: { last_value: 3 } });
  });

  test('of decimals', async () => {
    const words = new Uint32Array([12_345, 0, 0, 0, 0xffff_cfc7, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff]);
    const type = new arrow.Decimal(2, 10, 128);
    const u = new arrow.Vector([arrow.makeData({ type, length: 2, data: words })]);
    const id = arrow.vectorFromArray([1, 2], new arrow.Int32());
    const { cursor } = await loader()([new arrow.Table({ id, u })]);
    expect(shown(cursor?.last_value)).toBe('Decimal {"text":"123.45"}');
    const least = await loader({ lastValue: 'min' })([new arrow.Table({ id, u })]);
    expect(shown(least.cursor?.last_value)).toBe('Decimal {"text":"-123.45"}');
  });
});

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const text = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner));
  return `${value.constructor.name} ${text}`;
}
