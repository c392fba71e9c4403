import { describe, expect, test } from 'vitest';
import { deferred, extract, numbers, settle } from '../test/extract.ts';
import { resource, transformer } from './index.ts';

const parent = resource('p', numbers(5));

/** A function that answers when told, and knows how many calls are under way. */
function slowly<T>(answer: (n: number) => T) {
  const waiting = new Map<number, () => void>();
  let most = 0;
  return {
    call: async ({ n }: { n: number }) => {
      const gate = deferred();
      waiting.set(n, gate.resolve);
      most = Math.max(most, waiting.size);
      await gate.promise;
      waiting.delete(n);
      return answer(n);
    },
    release: (n: number) => waiting.get(n)?.(),
    started: () => [...waiting.keys()],
    most: () => most,
  };
}

describe('a transformer', () => {
  test.for<[kind: string, fn: (record: { n: number }) => unknown, expected: unknown[]]>([
    ['a record', ({ n }) => ({ n: -n }), numbers(5).map(({ n }) => ({ n: -n }))],
    ['a list', ({ n }) => [n, n], [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
    [
      'a generator',
      function* ({ n }) {
        yield n;
      },
      [1, 2, 3, 4, 5],
    ],
    [
      'an async generator',
      async function* ({ n }) {
        yield n;
        yield [n];
      },
      [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    ],
    ['a promise of a record', async ({ n }) => ({ n }), numbers(5)],
    ['a promise of a list', async ({ n }) => [n], [1, 2, 3, 4, 5]],
    ['nothing, now and then', ({ n }) => (n % 2 ? null : n), [2, 4]],
  ])('returns %s', async ([, fn, expected]) => {
    for (const concurrency of [1, 3]) {
      const { tables } = await extract([parent, transformer('t', { from: parent, concurrency }, fn)]);
      expect(tables).toEqual({ p: numbers(5), t: expected });
    }
  });

  test('has as many calls under way as asked, and keeps the order', async () => {
    const work = slowly((n) => n);
    const done = extract(transformer('t', { from: parent, concurrency: 3 }, work.call));
    await settle();
    expect(work.started()).toEqual([1, 2, 3]);
    work.release(2);
    work.release(3);
    await settle();
    // The first holds up the others: nothing new starts before it is done.
    expect(work.started()).toEqual([1]);
    work.release(1);
    await settle();
    expect(work.started()).toEqual([4, 5]);
    work.release(5);
    work.release(4);
    expect((await done).tables).toEqual({ t: [1, 2, 3, 4, 5] });
    expect(work.most()).toBe(3);
  });

  test('gives up the order where it may, and starts the next at once', async () => {
    const work = slowly((n) => n);
    const options = { from: parent, concurrency: 2, ordered: false };
    const done = extract(transformer('t', options, work.call));
    for (const [running, next] of [
      [[1, 2], 2],
      [[1, 3], 3],
      [[1, 4], 1],
      [[4, 5], 5],
      [[4], 4],
    ] as const) {
      await settle();
      expect(work.started()).toEqual(running);
      work.release(next);
    }
    expect((await done).tables).toEqual({ t: [2, 3, 1, 5, 4] });
  });

  test('keeps its window open from one page of the parent to the next', async () => {
    const work = slowly((n) => n);
    const paged = resource('p', [numbers(1), numbers(1, 2), numbers(1, 3)]);
    const done = extract(transformer('t', { from: paged, concurrency: 3 }, work.call));
    await settle();
    expect(work.started()).toEqual([1, 2, 3]);
    for (const n of [1, 2, 3]) work.release(n);
    await done;
  });

  test('reads ahead in what calls give, but not without end', async () => {
    const gate = deferred();
    let given = 0;
    const many = transformer('t', { from: parent, concurrency: 2 }, async function* ({ n }) {
      if (n === 1) await gate.promise;
      else if (n === 2) for (; given < 50_000; given++) yield given;
    });
    const done = extract(many);
    await settle();
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(2_000);
    gate.resolve();
    expect((await done).tables.t).toHaveLength(50_000);
  });

  test('with pages is called with what the parent yielded', async () => {
    const mixed = resource('p', [numbers(3), { n: 9 }, [], numbers(2)]).filter(({ n }) => n !== 1);
    const sizes = transformer('t', { from: mixed, pages: true }, (item) => ({ size: [item].flat().length }));
    expect((await extract(sizes)).tables.t).toEqual([2, 1, 0, 1].map((size) => ({ size })));
  });

  test('feeds another, and has steps and a limit of its own', async () => {
    const doubled = transformer('d', { from: parent }, ({ n }) => ({ n: n * 2 })).filter(({ n }) => n > 2);
    const quadrupled = transformer('q', { from: doubled }, ({ n }) => [{ n: n * 2 }, { n: 0 }]).limit(3);
    expect((await extract([quadrupled, doubled])).tables).toEqual({
      d: [4, 6, 8, 10].map((n) => ({ n })),
      q: [8, 0, 12].map((n) => ({ n })),
    });
  });

  test('that nobody needs any more stops the parent', async () => {
    let pulled = 0;
    const endless = resource('p', function* () {
      for (;;) yield { n: ++pulled };
    });
    const first = transformer('t', { from: endless }, ({ n }) => ({ n })).limit(4);
    expect((await extract(first)).tables.t).toHaveLength(4);
    expect(pulled).toBeLessThanOrEqual(100);
  });

  test('cannot be read before something feeds it', async () => {
    const loose = transformer('t', {}, (record: unknown) => record);
    await expect(extract(loose)).rejects.toMatchObject({ code: 'TRANSFORMER_UNBOUND' });
  });

  test.for<[options: object, fn?: unknown]>([
    [{ concurrency: 0 }],
    [{ concurrency: 1.5 }],
    [{ from: [] }],
    [{}, 'no function'],
  ])('with %o is refused', ([options, fn = () => null]) => {
    const make = () => transformer('t', options as { concurrency: number }, fn as () => null);
    expect(make).toThrow(expect.objectContaining({ code: 'HINT_INVALID' }));
  });
});
