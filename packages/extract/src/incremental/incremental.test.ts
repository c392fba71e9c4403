import { double, PlainDate, parseIso, Timestamp, timeZone, type Value } from '@sluice/schema';
import type { SourceState } from '@sluice/state';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract, numbers } from '../../test/extract.ts';
import {
  type Cursor,
  type Incremental,
  incremental,
  type ResourceHints,
  resource,
  silentLogger,
} from '../index.ts';

type Row = Readonly<Record<string, unknown>>;

/** Runs one after the other on one state. */
function runs(cursor: Incremental, hints: ResourceHints = {}) {
  const state: SourceState = {};
  return async (pages: Iterable<unknown>) => {
    const { tables } = await extract(resource('r', { ...hints, cursor }, pages), { state });
    const cursors = state.resources?.r?.incremental as Record<string, unknown> | undefined;
    return { rows: (tables.r ?? []) as Row[], state: cursors?.[cursor.path] };
  };
}

const pairs = (...rows: [id: number, u: unknown][]) => [rows.map(([id, u]) => ({ id, u }))];
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);
const range = (from: number, to: number) =>
  pairs(...Array.from({ length: to - from + 1 }, (_, n): [number, number] => [from + n, from + n]));

describe('worked examples', () => {
  test('A: what was loaded at the latest value is known again', async () => {
    const run = runs(incremental('u', { initialValue: 1 }), { primaryKey: 'id' });
    const first = await run(pairs([0, 0], [1, 1], [2, 3], [3, 3], [4, 2]));
    expect(ids(first.rows)).toEqual([1, 2, 3, 4]);
    expect(first.state).toMatchObject({ last_value: 3, start_value: 1, unique_hashes: { length: 2 } });
    const second = await run(pairs([2, 3], [3, 3], [5, 3], [6, 2]));
    expect(ids(second.rows)).toEqual([5]);
    expect(second.state).toMatchObject({ last_value: 3, start_value: 3, unique_hashes: { length: 3 } });
    const third = await run(pairs([2, 3], [7, 5]));
    expect(ids(third.rows)).toEqual([7]);
    expect(third.state).toMatchObject({ last_value: 5, start_value: 3, unique_hashes: ['+ZB5qOrG8FH6'] });
    expect((await run([[]])).state).toEqual(third.state);
  });

  test('B: an open start needs no hashes', async () => {
    const run = runs(incremental('u', { initialValue: 1, range: { start: 'open' } }));
    expect(ids((await run(pairs([1, 1], [2, 3]))).rows)).toEqual([2]);
    const { rows, state } = await run(pairs([2, 3], [3, 3], [7, 5]));
    expect(ids(rows)).toEqual([7]);
    expect(state).toMatchObject({ unique_hashes: [] });
  });

  test('C: a range with an end leaves no state', async () => {
    const { rows, state } = await runs(incremental('u', { initialValue: 2, endValue: 5 }))(range(0, 7));
    expect(ids(rows)).toEqual([2, 3, 4]);
    expect(state).toBeUndefined();
    const closed = incremental('u', {
      initialValue: 2,
      endValue: 5,
      range: { start: 'open', end: 'closed' },
    });
    expect(ids((await runs(closed)(range(0, 7))).rows)).toEqual([3, 4, 5]);
  });

  test('D: a lag looks again, and is not stored', async () => {
    const run = runs(incremental('u', { initialValue: 1, lag: 2 }));
    expect(ids((await run(range(0, 7))).rows)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const second = await run(range(4, 6));
    expect(ids(second.rows)).toEqual([5, 6]);
    expect(second.state).toMatchObject({ last_value: 7, start_value: 7, unique_hashes: [] });
    expect(ids((await run(range(4, 9))).rows)).toEqual([5, 6, 7, 8, 9]);
  });

  test.for<[name: string, options: object, order: number[], rows: number[], pulled: number]>([
    ['E: descending', { initialValue: 3, rowOrder: 'desc' }, [8, 7, 6, 5, 4, 3, 2, 1], [8, 7, 6, 5, 4, 3], 7],
    [
      'F: ascending to an end',
      { initialValue: 2, endValue: 5, rowOrder: 'asc' },
      [1, 2, 3, 4, 5, 6, 7, 8],
      [2, 3, 4],
      5,
    ],
  ])('%s stops reading at the first record out of range', async ([, options, order, expected, pulled]) => {
    for (const asPages of [true, false]) {
      let pulls = 0;
      let isClosed = false;
      const pages = (function* () {
        try {
          for (const n of order) {
            pulls++;
            yield asPages ? [{ id: n, u: n }] : { id: n, u: n };
          }
        } finally {
          isClosed = true;
        }
      })();
      const { rows } = await runs(incremental('u', options))(pages);
      expect({ rows: ids(rows), pulls, isClosed }).toEqual({ rows: expected, pulls: pulled, isClosed: true });
    }
  });

  test.for<[onMissing: 'raise' | 'include' | 'exclude', rows: unknown]>([
    ['raise', 'CURSOR_PATH_MISSING'],
    ['include', [1, 2, 3]],
    ['exclude', [2]],
  ])('G: records without a value, %s', async ([onMissing, expected]) => {
    const read = runs(incremental('u', { onMissing }))([[{ id: 1 }, { id: 2, u: 1 }, { id: 3, u: null }]]);
    if (typeof expected === 'string')
      await expect(read).rejects.toMatchObject({ code: expected, place: { resource: 'r' } });
    else expect(ids((await read).rows)).toEqual(expected);
  });

  test('H: without a key, the whole record counts', async () => {
    const run = runs(incremental('u'));
    await run([[{ u: 1, x: 'a' }]]);
    expect(
      (
        await run([
          [
            { x: 'a', u: 1 },
            { u: 1, x: 'b' },
          ],
        ])
      ).rows,
    ).toEqual([{ u: 1, x: 'b' }]);
  });

  test('I: the least value can be the latest', async () => {
    const run = runs(incremental('u', { lastValue: 'min' }));
    expect((await run(pairs([1, 5], [2, 3], [3, 9]))).state).toMatchObject({ last_value: 3 });
    expect(ids((await run(pairs([1, 5], [2, 3], [3, 2]))).rows)).toEqual([3]);
  });

  test('J: points in time lag by seconds', async () => {
    const hour = (text: string) => new Date(`2024-01-10T${text}:00Z`);
    const run = runs(incremental('u', { lag: 3600 }));
    await run(pairs([1, hour('12:00')]));
    const { rows, state } = await run(pairs([2, hour('10:59')], [3, hour('11:30')]));
    expect(ids(rows)).toEqual([3]);
    expect(state).toMatchObject({ last_value: new Timestamp(BigInt(hour('12:00').getTime()) * 1000n, 0) });
  });

  test('K: a limit walks through the data run by run', async () => {
    const state: SourceState = {};
    const load = async () => {
      const cursor = incremental('n', { rowOrder: 'asc' });
      const made = resource(
        'r',
        { cursor },
        numbers(7).map((record) => [record]),
      ).limit({ items: 3 });
      return ((await extract(made, { state })).tables.r as { n: number }[] | undefined)?.map(({ n }) => n);
    };
    expect([await load(), await load(), await load(), await load()]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7],
      undefined,
    ]);
  });

  test('a limit that cuts a page leaves the rest of it to the next run', async () => {
    const state: SourceState = {};
    const load = async () => {
      const made = resource('r', { cursor: incremental('n') }, [numbers(5)]).limit(2);
      return ((await extract(made, { state })).tables.r as { n: number }[]).map(({ n }) => n);
    };
    expect([await load(), await load(), await load()]).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('L: of several matches the first counts, and the path names the state as it was written', async () => {
    const { state } = await runs(incremental('$.m.ts[*]'))([[{ m: { ts: [4, 9] } }]]);
    expect(state).toMatchObject({ last_value: 4 });
  });
});

describe('the producer sees', () => {
  const seen = async (cursor: Incremental, last?: Value) => {
    const state = {
      resources: {
        r:
          last === undefined
            ? {}
            : {
                incremental: {
                  u: { initial_value: null, last_value: last, unique_hashes: [], start_value: null },
                },
              },
      },
    };
    let view: Cursor<unknown> | undefined;
    const made = resource('r', { cursor }, (context) => {
      view = context.cursor;
      return [] as unknown[];
    });
    await extract(made, { state });
    return view;
  };
  const instant = new Timestamp(1_500_000_001n, 0);

  test.for<[what: string, cursor: Incremental, last: Value | undefined, start: unknown]>([
    ['nothing before the first run', incremental('u'), undefined, undefined],
    ['the initial value', incremental('u', { initialValue: 5 }), undefined, 5],
    ['the last value of the run before', incremental('u', { initialValue: 5 }), 9, 9],
    ['the last value less the lag', incremental('u', { initialValue: 5, lag: 3 }), 9, 6],
    ['no less than the initial value', incremental('u', { initialValue: 8, lag: 3 }), 9, 8],
    ['a text as a text', incremental('u'), '2024-01-01', '2024-01-01'],
    ['an instant as a date', incremental('u', { initialValue: new Date(0) }), instant, new Date(1_500_000)],
    [
      'an instant as a date, rounded the other way',
      incremental('u', { lastValue: 'min' }),
      instant,
      new Date(1_500_001),
    ],
    [
      'an instant as it is where the initial value is one',
      incremental('u', { initialValue: new Timestamp(0n, 0) }),
      instant,
      instant,
    ],
    ['a wall clock as it is', incremental('u'), new Timestamp(5n, null), new Timestamp(5n, null)],
    ['a date as it is', incremental('u'), new PlainDate(5), new PlainDate(5)],
  ])('%s', async ([, cursor, last, start]) => {
    const view = await seen(cursor, last);
    expect(view?.startValue).toEqual(start);
    expect(view?.lastValue).toEqual(start);
    expect(view?.exact.startValue).toEqual(view?.exact.lastValue);
  });

  test('a Temporal object where the initial value is one', async () => {
    class Instant {
      readonly [Symbol.toStringTag] = 'Temporal.Instant';
      readonly epochNanoseconds = 0n;
      static from(text: string) {
        return { read: text };
      }
    }
    const view = await seen(incremental('u', { initialValue: new Instant() }), instant);
    expect(view?.startValue).toEqual({ read: '1970-01-01T00:25:00.000001+00:00' });
  });

  test('how far it has come', async () => {
    const lasts: unknown[] = [];
    const made = resource('r', { cursor: incremental<number>('n') }, async function* ({ cursor }) {
      for (const page of [numbers(2), numbers(2, 3)]) {
        yield page;
        lasts.push(cursor.lastValue);
      }
    });
    await extract(made);
    expect(lasts).toEqual([2, 4]);
  });

  test('what else was said', async () => {
    const cursor = incremental('u', {
      initialValue: 1,
      endValue: 9,
      rowOrder: 'asc',
      range: { end: 'closed' },
    });
    expect(await seen(cursor)).toMatchObject({
      path: 'u',
      initialValue: 1,
      endValue: 9,
      rowOrder: 'asc',
      range: { start: 'closed', end: 'closed' },
      startOutOfRange: false,
    });
  });

  test.for<[what: string, options: object, code: string]>([
    ['without a start', { endValue: 2 }, 'CURSOR_RANGE_INVALID'],
    ['that ends before it starts', { initialValue: 3, endValue: 2 }, 'CURSOR_RANGE_INVALID'],
    [
      'that ends before it starts, downwards',
      { initialValue: 2, endValue: 3, lastValue: 'min' },
      'CURSOR_RANGE_INVALID',
    ],
    ['of two kinds', { initialValue: 'a', endValue: 2 }, 'CURSOR_NOT_COMPARABLE'],
  ])('no range %s', async ([, options, code]) => {
    await expect(seen(incremental('u', options))).rejects.toMatchObject({ code, place: { resource: 'r' } });
  });
});

test('a range that cannot hold anything is only warned of where no function asks for it', async () => {
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  const cursor = incremental('u', { initialValue: 3, endValue: 2 });
  const made = resource('r', { cursor }, pairs([1, 1]));
  expect((await extract(made, { logger })).tables).toEqual({});
  expect(warnings).toEqual([expect.stringContaining('beyond its end value')]);
});

describe('a cursor', () => {
  test('can be ordered by a function', async () => {
    // The longest text is the latest.
    const lastValue = (values: readonly string[]) => values.reduce((a, b) => (b.length > a.length ? b : a));
    const run = runs(incremental<string>('u', { lastValue }));
    expect((await run(pairs([1, 'aa'], [2, 'bbb'], [3, 'c']))).state).toMatchObject({ last_value: 'bbb' });
    const { rows, state } = await run(pairs([2, 'bbb'], [4, 'c'], [5, 'dddd']));
    expect(ids(rows)).toEqual([5]);
    expect(state).toMatchObject({ last_value: 'dddd' });
  });

  test.for<[what: string, values: unknown[]]>([
    ['numbers and texts', [1, 'x']],
    ['dates and texts', [new Date(0), '1970-01-01']],
    ['instants and wall clocks', [new Timestamp(0n, 0), new Timestamp(0n, null)]],
    ['objects', [{ a: 1 }, { a: 2 }]],
    ['NaN', [1, Number.NaN]],
  ])('cannot compare %s', async ([, values]) => {
    const read = runs(incremental('u'))([values.map((u) => ({ u }))]);
    await expect(read).rejects.toMatchObject({
      code: 'CURSOR_NOT_COMPARABLE',
      place: { source: 'src', resource: 'r' },
    });
  });

  test('compares numbers of every kind', async () => {
    const { rows } = await runs(incremental('u', { initialValue: 1 }))(
      pairs([1, 2n], [2, double(3)], [3, 0.5], [4, 2n ** 60n], [5, 1]),
    );
    expect(ids(rows)).toEqual([1, 2, 4, 5]);
  });

  test('reads maps like objects', async () => {
    const { state } = await runs(incremental('u'))([[new Map([['u', 3]])]]);
    expect(state).toMatchObject({ last_value: 3 });
  });

  test('is the resource’s key where it has none of its own, and an empty one keeps repeated records', async () => {
    const load = async (cursor: Incremental, hints: ResourceHints) => {
      const run = runs(cursor, hints);
      await run([[{ id: 1, u: 1, x: 'a' }]]);
      return (await run([[{ id: 1, u: 1, x: 'b' }]])).rows.length;
    };
    expect(await load(incremental('u'), {})).toBe(1);
    expect(await load(incremental('u'), { primaryKey: 'id' })).toBe(0);
    expect(await load(incremental('u', { primaryKey: 'x' }), { primaryKey: 'id' })).toBe(1);
    expect(await load(incremental('u', { primaryKey: [] }), { primaryKey: 'id' })).toBe(1);
  });

  test.for<[options: object]>([
    [{ initial_value: 1 }],
    [{ lag: '1' }],
    [{ rowOrder: 'ascending' }],
    [{ onMissing: 'ignore' }],
    [{ range: { from: 'open' } }],
    [{ lastValue: 'last' }],
    [{ primaryKey: 1 }],
  ])('refuses %j', ([options]) => {
    expect(() => incremental('u', options)).toThrow(
      expect.objectContaining({ code: 'CURSOR_OPTION_INVALID' }),
    );
  });

  test('refuses a path that is none', () => {
    expect(() => incremental('a..')).toThrow(expect.objectContaining({ code: 'CURSOR_PATH_INVALID' }));
  });
});

test('law: however data is cut into runs and pages, each record is loaded once', async () => {
  const records = fc.array(fc.nat(20), { maxLength: 60 }).map((steps) => {
    let u = 0;
    return steps.map((step, id) => {
      u += step % 3;
      return { id, u };
    });
  });
  const cuts = fc.array(fc.nat(60), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(records, cuts, fc.boolean(), async (all, ends, asPages) => {
      const run = runs(incremental('u'), { primaryKey: 'id' });
      const loaded: unknown[] = [];
      for (const end of [...ends.sort((a, b) => a - b), all.length]) {
        const known = all.slice(0, end);
        const { rows } = await run(asPages ? [known.slice(0, 7), known.slice(7)] : known);
        loaded.push(...ids(rows));
      }
      expect(loaded).toEqual(ids(all));
    }),
    { numRuns: 60 },
  );
});

// What the real dlt lets through.
describe('a start without an offset among records with one, and the other way round', () => {
  const abroad = ['11:59', '12:01', '13:01', '14:59', '15:01'].map((clock) => `2024-07-01T${clock}:00+05:00`);
  const naive = ['09:59', '10:01', '11:59', '12:01'].map((clock) => `2024-07-01T${clock}:00`);

  test.for<[initial: string, texts: readonly string[], zone: string, kept: number]>([
    ['2024-07-01T10:00:00', abroad, 'UTC', 1],
    ['2024-07-01T10:00:00', abroad, 'Europe/Berlin', 3],
    ['2024-07-01T10:00:00+00:00', naive, 'UTC', 3],
    ['2024-07-01T10:00:00+00:00', naive, 'Europe/Berlin', 1],
  ])('from %s, %j in %s: the last %i', async ([initial, texts, zone, kept]) => {
    const cursor = incremental('u', { initialValue: parseIso(initial) });
    const records = texts.map((text) => ({ text, u: parseIso(text) }));
    const { tables } = await extract(resource('r', { cursor }, [records]), { timeZone: timeZone(zone) });
    expect((tables.r as Row[]).map(({ text }) => text)).toEqual(texts.slice(-kept));
  });
});
