import { Readable } from 'node:stream';
import { tableFromArrays } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { extract, numbers } from '../test/extract.ts';
import { resource, transformer } from './index.ts';

const three = numbers(3);

function* now<T>(items: readonly T[]) {
  yield* items;
}

async function* later<T>(items: readonly T[]) {
  yield* items;
}

const stream = <T>(items: readonly T[]) =>
  new ReadableStream<T>({
    start(controller) {
      for (const item of items) controller.enqueue(item);
      controller.close();
    },
  });

describe('a resource reads', () => {
  test.for<[kind: string, producer: () => unknown]>([
    ['an array', () => three],
    ['a set', () => new Set(three)],
    ['a generator', () => now(three)],
    ['an async generator', () => later(three)],
    ['a promise of an array', () => Promise.resolve(three)],
    ['a promise of an async generator', () => Promise.resolve(later(three))],
    ['a Node stream', () => Readable.from(three)],
    ['a web stream', () => stream(three)],
    ['a web stream that is not iterable', () => ({ getReader: () => stream(three).getReader() })],
    ['a function of any of these', () => () => three],
    ['an async function', () => async () => three],
    ['pages', () => [three.slice(0, 2), three.slice(2)]],
    ['pages of an async generator', () => later([three.slice(0, 2), three.slice(2)])],
    ['pages and records, mixed', () => [three[0], [three[1], three[2]]]],
    ['yielded promises', () => three.map((record) => Promise.resolve(record))],
    ['yielded generators', () => now([now(three.slice(0, 1)), later(three.slice(1))])],
    ['records with gaps', () => [null, ...three, undefined]],
    ['pages with gaps', () => [[null, ...three, undefined]]],
  ])('%s', async ([, producer]) => {
    const { tables } = await extract(resource('r', producer() as Iterable<unknown>));
    expect(tables).toEqual({ r: three });
  });

  test.for<[kind: string, records: readonly unknown[]]>([
    ['scalars', [1, 'a', true, 2n]],
    ['maps', [new Map([['a', 1]])]],
    ['bytes', [new Uint8Array([1])]],
    ['dates', [new Date(0)]],
    ['records that have a field `then`', [JSON.parse('{"then": "x"}')]],
    [
      'records of a class',
      [
        new (class Point {
          x = 1;
        })(),
      ],
    ],
  ])('%s as records', async ([, records]) => {
    const { tables } = await extract(resource('r', records));
    expect(tables.r).toEqual(records);
  });

  test.for<[kind: string, data: unknown]>([
    ['a string', 'a'],
    ['an object', { a: 1 }],
    ['null', null],
    ['a number', 1],
    ['a map', new Map()],
  ])('and refuses %s', async ([, data]) => {
    const read = extract(resource('r', () => data as Iterable<unknown>));
    await expect(read).rejects.toMatchObject({
      code: 'DATA_NOT_ITERABLE',
      place: { source: 'src', resource: 'r' },
    });
  });

  test('a function again each time, and a generator only once', async () => {
    const again = resource('r', () => now(three));
    expect((await extract(again)).tables).toEqual((await extract(again)).tables);
    const once = resource('r', now(three));
    await extract(once);
    await expect(extract(once)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  });
});

describe('steps', () => {
  const numbered = resource('r', numbers(6));

  test('run in the order they were added, async or not', async () => {
    const seen: number[] = [];
    const changed = numbered
      .map(({ n }) => ({ n: n * 10 }))
      .filter(async ({ n }) => n > 20)
      .tap(({ n }) => seen.push(n))
      .flatMap(({ n }) => [{ n }, { n: n + 1 }])
      .map(async ({ n }) => (n === 41 ? null : { m: n }))
      .filter(({ m }) => m !== 60);
    const { tables } = await extract(changed);
    expect(tables.r).toEqual([30, 31, 40, 50, 51, 61].map((m) => ({ m })));
    expect(seen).toEqual([30, 40, 50, 60]);
  });

  test('change nothing in the resource they are added to', async () => {
    numbered.filter(() => false).limit(1);
    expect((await extract(numbered)).tables.r).toHaveLength(6);
  });

  test.for<[kind: string, change: (record: { n: number }) => unknown, expected: unknown[]]>([
    [
      'a generator',
      function* ({ n }) {
        yield { n };
        yield { n: -n };
      },
      [{ n: 1 }, { n: -1 }],
    ],
    [
      'an async generator',
      async function* ({ n }) {
        yield { n };
      },
      [{ n: 1 }],
    ],
    ['a promise of a list', async ({ n }) => [{ n }, null], [{ n: 1 }]],
    ['one record', ({ n }) => ({ n }), [{ n: 1 }]],
    ['a map', ({ n }) => new Map([['n', n]]), [new Map([['n', 1]])]],
    ['a text', () => 'abc', ['abc']],
    ['nothing', () => null, []],
  ])('flatMap takes %s', async ([, change, expected]) => {
    const { tables } = await extract(resource('r', numbers(1)).flatMap(change));
    expect(tables.r ?? []).toEqual(expected);
  });

  test('a record that does not fit its schema is refused without its values', async () => {
    const even = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: (value: unknown) => {
          const { n } = value as { n: number };
          return n % 2 === 0 ? { value: { half: n / 2 } } : { issues: [{ message: 'odd', path: ['n'] }] };
        },
      },
    };
    const halves = resource('r', { record: even }, [{ n: 2 }, { n: 4 }]).map(({ half }) => half);
    expect((await extract(halves)).tables.r).toEqual([1, 2]);
    const odd = extract(numbered.with({ record: even }));
    await expect(odd).rejects.toMatchObject({
      code: 'RECORD_INVALID',
      what: 'A record does not fit its schema',
      place: { resource: 'r', path: 'n' },
      cause: { issues: [{ message: 'odd', path: ['n'] }] },
    });
  });

  test('a resource is an async iterable of its records', async () => {
    const records: unknown[] = [];
    for await (const { n } of numbered.filter(({ n }) => n > 4)) records.push(n);
    expect(records).toEqual([5, 6]);
  });

  test('a fed transformer is one too', async () => {
    const doubled = transformer('d', {}, ({ n }: { n: number }) => ({ n: n * 2 }));
    const records: unknown[] = [];
    for await (const record of numbered.limit(2).pipe(doubled)) records.push(record);
    expect(records).toEqual([{ n: 2 }, { n: 4 }]);
  });

  test('leaving the loop closes the producer', async () => {
    const closed: string[] = [];
    const endless = resource('r', function* () {
      try {
        for (let n = 0; ; n++) yield { n };
      } finally {
        closed.push('closed');
      }
    });
    for await (const { n } of endless) if (n === 3) break;
    expect(closed).toEqual(['closed']);
  });
});

describe('a limit', () => {
  const counted = (items: readonly unknown[]) => {
    const pulled: unknown[] = [];
    const made = resource('r', function* () {
      for (const item of items) {
        pulled.push(item);
        yield item;
      }
    });
    return { made, pulled };
  };
  const pages = [numbers(3), numbers(3, 4), numbers(3, 7)];

  test.for<[limit: number | object, rows: number, pulled: number]>([
    [7, 7, 3],
    [6, 6, 2],
    [1, 1, 1],
    [0, 0, 0],
    [100, 9, 3],
    [{ rows: 4 }, 4, 2],
    [{ items: 2 }, 6, 2],
    [{ items: 2, rows: 5 }, 5, 2],
    [{ ms: 60_000 }, 9, 3],
    [{ ms: 0 }, 0, 0],
  ])('of %o over three pages of three: %i rows, %i pages pulled', async ([limit, rows, pulls]) => {
    const { made, pulled } = counted(pages);
    const { tables } = await extract(made.limit(limit));
    expect(tables.r ?? []).toHaveLength(rows);
    expect(pulled).toHaveLength(pulls);
  });

  test('counts records that are yielded one by one exactly, and pulls no more', async () => {
    const { made, pulled } = counted(numbers(50));
    expect((await extract(made.limit(7))).tables.r).toHaveLength(7);
    expect(pulled).toHaveLength(7);
  });

  test('counts what is left after all steps, wherever it was added', async () => {
    const { made } = counted(numbers(50));
    const { tables } = await extract(made.limit(2).filter((record) => (record as { n: number }).n > 10));
    expect(tables.r).toEqual([{ n: 11 }, { n: 12 }]);
  });

  test('does not count pages of which nothing is left', async () => {
    const { made } = counted(pages);
    const { tables } = await extract(
      made.filter((record) => (record as { n: number }).n > 3).limit({ items: 1 }),
    );
    expect(tables.r).toEqual(numbers(3, 4));
  });

  test('cuts Arrow tables', async () => {
    const table = (numRows: number) => tableFromArrays({ n: new Int32Array(numRows) });
    const { pages: found } = await extract(resource('r', [table(5), table(5)]).limit(7));
    expect(
      found.map(({ kind, items }) => [kind, (items as { numRows: number }[]).map(({ numRows }) => numRows)]),
    ).toEqual([
      ['arrow', [5]],
      ['arrow', [2]],
    ]);
  });

  test('that makes no sense is refused', () => {
    expect(() => resource('r', []).limit(-1)).toThrow(expect.objectContaining({ code: 'HINT_INVALID' }));
    expect(() => resource('r', []).limit({ row: 1 } as object)).toThrow(
      expect.objectContaining({ code: 'HINT_INVALID' }),
    );
  });
});

test('a name must be visible', () => {
  expect(() => resource(' ', [])).toThrow(expect.objectContaining({ code: 'RESOURCE_NAME_INVALID' }));
});
