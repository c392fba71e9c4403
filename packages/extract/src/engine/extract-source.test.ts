import { describe, expect, test, vi } from 'vitest';
import { begin, deferred, extract, numbers, settle } from '../../test/extract.ts';
import {
  type Context,
  incremental,
  type Page,
  type ResourceSummary,
  resource,
  source,
  transformer,
} from '../index.ts';

/** An async generator that notes when it is closed. */
function watched(items: readonly unknown[], log: string[], wait?: Promise<unknown>) {
  return async function* () {
    try {
      for (const item of items) {
        log.push('pulled');
        yield item;
      }
      await wait;
    } finally {
      log.push('closed');
    }
  };
}

describe('pages', () => {
  test('of records that are yielded one by one have a hundred, those that are yielded as pages stay', async () => {
    const sizes = async (data: Iterable<unknown> | AsyncIterable<unknown>) =>
      (await extract(resource('r', data))).pages.map(({ items }) => items.length);
    expect(await sizes(numbers(250))).toEqual([100, 100, 50]);
    expect(
      await sizes(
        (async function* () {
          yield* numbers(250);
        })(),
      ),
    ).toEqual([100, 100, 50]);
    expect(await sizes([numbers(250), numbers(2)])).toEqual([250, 2]);
    expect(await sizes([{ n: 0 }, numbers(2), { n: 3 }])).toEqual([3, 1]);
  });

  test('of a generator that never waits are made without a wait for each record', async () => {
    let turns = 0;
    let isCounting = false;
    const endTurn = () => {
      turns++;
      isCounting = false;
    };
    await extract(
      resource('r', function* () {
        for (let n = 0; n < 1_000; n++) {
          if (!isCounting) queueMicrotask(endTurn);
          isCounting = true;
          yield { n };
        }
      }),
    );
    expect(turns).toBeLessThan(20);
  });

  test('say once what the tables are', async () => {
    const { pages } = await extract(resource('r', { primaryKey: 'n' }, [numbers(1), numbers(1)]));
    expect(pages.map(({ definitions }) => definitions?.map(({ name }) => name))).toEqual([['r'], undefined]);
  });

  test('of an empty page only make the table known; yielding nothing does not even that', async () => {
    const { pages } = await extract([resource('empty', [[]]), resource('nothing', [])]);
    expect(pages).toMatchObject([{ table: 'empty', items: [], definitions: [{ name: 'empty' }] }]);
  });

  test('of which steps leave nothing are not there at all', async () => {
    const { pages } = await extract(resource('r', [numbers(3)]).filter(() => false));
    expect(pages).toEqual([]);
  });

  test('are read no faster than they are taken', async () => {
    const log: string[] = [];
    const pages = begin(resource('r', watched([[1], [2], [3]], log)));
    await pages.next();
    await settle();
    expect(log).toEqual(['pulled']);
    await pages.return(undefined);
    expect(log).toEqual(['pulled', 'closed']);
  });
});

test('what is to be loaded is told before anything is read', async () => {
  const log: unknown[] = [];
  const parent = resource('p', { selected: false }, () => {
    log.push('read');
    return numbers(1);
  });
  const child = transformer('c', { from: parent, fileFormat: 'csv' }, (item) => item);
  await extract([parent, child, resource('other', [numbers(1)])], {
    onResources: (resources) => log.push(...resources.map(({ name, hints }) => [name, hints.fileFormat])),
  });
  expect(log).toEqual([['c', 'csv'], ['other', undefined], 'read']);
});

describe('the end of each resource', () => {
  test('is told, with what became of it, transformers first', async () => {
    const ends: ResourceSummary[] = [];
    const onResourceEnd = (summary: ResourceSummary) => void ends.push(summary);
    const full = resource('full', { table: 'tab' }, [numbers(2), numbers(1)]);
    await extract(
      [
        full,
        resource('empty', { writeDisposition: 'replace' }, []),
        resource('by record', []).with({ table: () => 'x' }),
        transformer('t', { from: full }, () => null),
      ],
      { onResourceEnd },
    );
    expect(
      ends.map(({ definitions, ...rest }) => ({ ...rest, definitions: definitions.map(({ name }) => name) })),
    ).toEqual([
      { resource: 't', tables: [], definitions: ['t'], pulled: 3, rows: 0 },
      { resource: 'full', tables: ['tab'], definitions: ['tab'], pulled: 2, rows: 3 },
      { resource: 'empty', tables: [], definitions: ['empty'], pulled: 0, rows: 0 },
      { resource: 'by record', tables: [], definitions: [], pulled: 0, rows: 0 },
    ]);
  });
});

describe('reading ends', () => {
  test('with everything closed when nobody reads on', async () => {
    const log: string[] = [];
    let signal: AbortSignal | undefined;
    const parent = resource('p', watched([{ n: 1 }, { n: 2 }, { n: 3 }], log));
    const child = transformer('c', { from: parent, concurrency: 2 }, async function* (_, context) {
      signal = context.signal;
      try {
        yield 1;
        yield 2;
      } finally {
        log.push('child closed');
      }
    });
    const pages = begin(source('s', () => [child.limit(1).with({}), parent])());
    for await (const _ of pages) break;
    await settle();
    expect(log.filter((entry) => entry === 'closed')).toHaveLength(1);
    expect(signal?.aborted).toBe(true);
  });

  test('at once when the signal is aborted, even where a producer hangs', async () => {
    const controller = new AbortController();
    const hanging = resource('r', async function* () {
      yield [{ n: 1 }];
      await new Promise(() => {});
    });
    const pages = begin(hanging, { signal: controller.signal });
    await pages.next();
    const next = pages.next();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(next).rejects.toBe(reason);
  });

  test('when the signal is aborted while a generator that never waits goes on and on', async () => {
    const controller = new AbortController();
    const endless = resource('r', function* () {
      for (let n = 0; ; n++) yield { n };
    }).filter(() => false);
    setTimeout(() => controller.abort(), 20);
    await expect(extract(endless, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('when the signal is aborted while calls of a transformer are under way', async () => {
    const controller = new AbortController();
    const hanging = transformer(
      't',
      { from: resource('p', numbers(9)), concurrency: 3 },
      () => new Promise(() => {}),
    );
    const done = extract(hanging, { signal: controller.signal });
    await settle();
    controller.abort();
    await expect(done).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('before it begins when the signal was aborted before', async () => {
    const producer = vi.fn(() => []);
    const done = extract(resource('r', producer), { signal: AbortSignal.abort() });
    await expect(done).rejects.toMatchObject({ name: 'AbortError' });
    expect(producer).not.toHaveBeenCalled();
  });

  const boom = () => {
    throw new Error('boom');
  };
  const parent = resource('p', numbers(3));
  test.for<[where: string, make: () => Parameters<typeof extract>[0], at: string]>([
    ['a function', () => resource('r', boom), 'r'],
    ['a promise', () => resource('r', Promise.reject(new Error('boom'))), 'r'],
    [
      'a generator',
      () =>
        resource('r', function* () {
          yield 1;
          boom();
        }),
      'r',
    ],
    [
      'an async generator',
      () =>
        resource('r', async function* () {
          yield 1;
          boom();
        }),
      'r',
    ],
    ['a step', () => parent.map(boom), 'p'],
    ['an async step', () => parent.filter(async () => boom()), 'p'],
    ['a hint', () => parent.with({ table: boom }), 'p'],
    ['a transformer', () => [parent, transformer('t', { from: parent }, boom)], 't'],
    [
      'a transformer with a window',
      () => [parent, transformer('t', { from: parent, concurrency: 2 }, async () => boom())],
      't',
    ],
    [
      'a resource beside others',
      () => [parent.with({ parallel: true }), resource('r', { parallel: true }, boom)],
      'r',
    ],
  ])('with EXTRACT_FAILED where %s throws', async ([, make, at]) => {
    await expect(extract(make())).rejects.toMatchObject({
      code: 'EXTRACT_FAILED',
      place: { source: 'src', resource: at },
      cause: expect.objectContaining({ message: 'boom' }),
      what: expect.stringContaining('boom'),
    });
  });

  test('with other producers closed', async () => {
    const log: string[] = [];
    const never = new Promise(() => {});
    const broken = resource('b', { parallel: true }, async function* () {
      await settle();
      boom();
      yield 1;
    });
    const open = resource('o', { parallel: true }, async function* ({ signal }) {
      try {
        yield 1;
        await Promise.race([never, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
      } finally {
        log.push('closed');
      }
    });
    await expect(extract([broken, open])).rejects.toMatchObject({ code: 'EXTRACT_FAILED' });
    expect(log).toEqual(['closed']);
  });
});

describe('resources that are read side by side', () => {
  test('do not wait for each other, and not for the rest', async () => {
    const gate = deferred();
    const slow = resource('slow', { parallel: true }, async function* () {
      yield [1];
      await gate.promise;
      yield [2];
    });
    const fast = resource('fast', { parallel: true }, async function* () {
      yield* [[3], [4], [5]];
    });
    const pages: Page[] = [];
    for await (const page of begin([slow, resource('plain', [[6]]), fast])) {
      pages.push(page);
      if (pages.length === 5) gate.resolve();
    }
    expect(pages.map(({ items }) => items[0]).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pages.at(-1)?.items).toEqual([2]);
  });
});

describe('the context', () => {
  test('has everything a source needs', async () => {
    let seen: Context | undefined;
    const http = { json: async () => 1 } as never;
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const r = resource('r', (context) => {
      seen = context;
      context.state.page = 1;
      context.sourceState.token = 'x';
      return [];
    });
    const { state } = await extract(r, { http, logger, config: { a: 1 }, secrets: { b: 2 } });
    expect(seen).toMatchObject({ cursor: undefined, config: { a: 1 }, secrets: { b: 2 }, http, logger });
    expect(state).toEqual({ token: 'x', resources: { r: { page: 1 } } });
  });

  test('leaves the state alone where nobody asks for it', async () => {
    const state = vi.fn(() => ({}));
    await extract(resource('r', numbers(3)), { state });
    expect(state).not.toHaveBeenCalled();
  });

  test('has no HTTP outside a pipeline', async () => {
    const r = resource('r', ({ http }) => http.paginate('/'));
    await expect(extract(r)).rejects.toMatchObject({ code: 'CONTEXT_DETACHED' });
  });
});

describe('what is remembered', () => {
  test.for(['replace', { disposition: 'replace' }] as const)(
    'goes when %j starts anew',
    async (writeDisposition) => {
      const state = { resources: { r: { page: 7 }, other: {} } };
      await extract(resource('r', { writeDisposition }, []), { state });
      expect(state).toEqual({ resources: { other: {} } });
    },
  );

  test('of a cursor belongs to the pages that were handed on', async () => {
    const state = { resources: { r: { incremental: {} as Record<string, { last_value: unknown }> } } };
    const r = resource('r', { cursor: incremental('n') }, [numbers(2), numbers(2, 3)]);
    const seen: unknown[] = [];
    for await (const _ of begin(r, { state })) seen.push(state.resources.r.incremental.n?.last_value);
    expect(seen).toEqual([2, 4]);
  });

  test('of a parent waits for its transformers', async () => {
    const state = { resources: { p: { incremental: {} as Record<string, { last_value: unknown }> } } };
    const p = resource('p', { cursor: incremental('n') }, [numbers(2)]);
    const seen: unknown[] = [];
    for await (const _ of begin([p, transformer('t', { from: p }, ({ n }) => [n])], { state }))
      seen.push(state.resources.p.incremental.n?.last_value);
    expect(seen.every((last) => last === null)).toBe(true);
    expect(state.resources.p.incremental.n?.last_value).toBe(2);
  });
});
