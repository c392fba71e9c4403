import type { MergeDisposition } from 'sluice';
import { describe, expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

type Strategy = NonNullable<MergeDisposition['strategy']>;

const merged = (strategy: Strategy, options: Partial<MergeDisposition> = {}) =>
  ({
    table: 't',
    primaryKey: 'id',
    writeDisposition: { disposition: 'merge', strategy, ...options },
  }) as const;

const history = (options: Partial<MergeDisposition> = {}) =>
  ({ table: 't', writeDisposition: { disposition: 'merge', strategy: 'scd2', ...options } }) as const;

describeEngines((engine) => {
  describe('of several rows with one key, one is taken', () => {
    test.each(['upsert', 'insert-only', 'cdc'] as const)('%s, new ones and known ones', async (strategy) => {
      const { open } = await workspace(engine);
      const twice = (v: string) => [
        { id: 1, seq: 1, v: 'early' },
        { id: 1, seq: 2, v },
        { id: 2, seq: 1, v },
      ];
      const options = { ...merged(strategy), columns: { seq: { dedupSort: 'desc' } } } as const;
      await open().run(twice('a'), options);
      expect((await rowsOf(open(), 't')).map(({ id, v }) => [id, v])).toEqual([
        [1, 'a'],
        [2, 'a'],
      ]);
      await open().run(twice('b'), options);
      const v = strategy === 'insert-only' ? 'a' : 'b';
      expect((await rowsOf(open(), 't')).map((row) => [row.id, row.v])).toEqual([
        [1, v],
        [2, v],
      ]);
    });
  });

  test('lists shrink, grow and vanish with the row they are in', async () => {
    const { open } = await workspace(engine);
    const lists = async () => (await rowsOf(open(), 't__k', 'n')).map(({ n }) => n);
    await open().run(
      [
        {
          id: 1,
          k: [
            { n: 1, s: [1] },
            { n: 2, s: [2, 3] },
          ],
        },
        { id: 2, k: [{ n: 9 }] },
      ],
      merged('upsert'),
    );
    await open().run([{ id: 1, k: [{ n: 3 }] }], merged('upsert'));
    expect(await lists()).toEqual([3, 9]);
    expect(await open().dataset().rowCounts()).toEqual({ t: 2, t__k: 2, t__k__s: 0 });
    await open().run(
      [
        { id: 1, k: [{ n: 4 }, { n: 5 }, { n: 6 }] },
        { id: 2, k: [] },
      ],
      merged('upsert'),
    );
    expect(await lists()).toEqual([4, 5, 6]);
  });

  test('a table that was only added to is merged by its key, whatever the ids of its rows', async () => {
    const { open } = await workspace(engine);
    await open().run(
      [
        { id: 1, v: 'a' },
        { id: 2, v: 'a' },
      ],
      { table: 't' },
    );
    await open().run(
      [
        { id: 1, v: 'b' },
        { id: 3, v: 'b' },
      ],
      { ...merged('upsert') },
    );
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, v: 'b' },
      { id: 2, v: 'a' },
      { id: 3, v: 'b' },
    ]);
  });

  test('rows that have not changed keep the load they came with', async () => {
    const { open } = await workspace(engine);
    const options = merged('upsert', { skipUnchangedRows: true });
    const loads = async () => {
      const rows = await open().dataset().table('t').orderBy('id').rows();
      return rows.map((row) => row._dlt_load_id);
    };
    await open().run(
      [
        { id: 1, v: 'a', o: null },
        { id: 2, v: 'b', o: 1 },
      ],
      options,
    );
    const [first] = await loads();
    const { loadIds } = await open().run(
      [
        { id: 1, v: 'a', o: null },
        { id: 2, v: 'b', o: null },
      ],
      options,
    );
    expect(await loads()).toEqual([first, ...loadIds]);
  });

  test('the filter comes before rows with one key are reduced to one', async () => {
    const { open } = await workspace(engine);
    const options = {
      ...merged('delete-insert', { sourceFilter: 'd < 5' }),
      columns: { seq: { dedupSort: 'desc' } },
    } as const;
    await open().run([{ id: 1, d: 0, seq: 0, k: [{ n: 0 }] }], options);
    await open().run(
      [
        { id: 1, d: 1, seq: 1, k: [{ n: 1 }] },
        { id: 1, d: 9, seq: 2, k: [{ n: 2 }] },
        { id: 2, d: 9, seq: 1, k: [{ n: 3 }] },
      ],
      options,
    );
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1, d: 1, seq: 1 }]);
    expect(await rowsOf(open(), 't__k', 'n')).toEqual([{ n: 1 }]);
  });

  test('cdc deletes what is gone, as far as its scope says', async () => {
    const { open } = await workspace(engine);
    const rows = (...ids: number[]) =>
      ids.map((id) => ({ id, day: id < 10 ? 'mon' : 'tue', k: [{ of: id }] }));
    await open().run(rows(1, 2, 11, 12), merged('cdc'));
    await open().run(rows(1, 11), merged('cdc', { destinationScope: "{table}.day = 'mon'" }));
    expect((await rowsOf(open(), 't')).map(({ id }) => id)).toEqual([1, 11, 12]);
    await open().run(rows(1), merged('cdc', { destinationScope: '' }));
    expect((await rowsOf(open(), 't__k', 'of')).map(({ of }) => of)).toEqual([1]);
  });

  test('content that comes twice, and comes back, is told apart by when it was valid', async () => {
    const { open } = await workspace(engine);
    const at = (month: number) => history({ boundaryTimestamp: new Date(Date.UTC(2024, month - 1, 1)) });
    const a = { id: 1, v: 'a', k: [{ n: 1 }] };
    await open().run([a, a], at(1));
    await open().run([{ ...a, v: 'b' }], at(2));
    await open().run([a], at(3));
    const rows = await open().dataset().table('t').orderBy('_dlt_valid_from').rows();
    const month = (value: unknown) => (value === null ? null : Number(String(value).slice(5, 7)));
    expect(rows.map((row) => [row.v, month(row._dlt_valid_from), month(row._dlt_valid_to)])).toEqual([
      ['a', 1, 2],
      ['a', 1, 2],
      ['b', 2, 3],
      ['a', 3, null],
    ]);
    // One for each content: rows with one id share what is nested in them.
    expect(await open().dataset().rowCounts()).toEqual({ t: 4, t__k: 2 });
  });

  describe('replacing by each strategy', () => {
    test.each(['insert-from-staging', 'truncate-and-insert', 'staging-optimized'] as const)(
      '%s',
      async (replaceStrategy) => {
        const { open, destination } = await workspace(engine);
        const run = (rows: object[]) =>
          open({ replaceStrategy }).run(rows, { table: 't', writeDisposition: 'replace' });
        if (!destination().capabilities.replaceStrategies.includes(replaceStrategy)) {
          await expect(run([{ id: 1 }])).rejects.toMatchObject({ code: 'LOAD_STRATEGY_UNSUPPORTED' });
          return;
        }
        await run([{ id: 1, k: [1, 2] }, { id: 2 }]);
        await run([{ id: 3, k: [3], later: true }]);
        expect(await rowsOf(open(), 't')).toEqual([{ id: 3, later: true }]);
        expect(await open().dataset().rowCounts()).toEqual({ t: 1, t__k: 1 });
        await run([]);
        expect(await open().dataset().rowCounts()).toEqual({ t: 0, t__k: 0 });
      },
    );
  });

  test('a merge without a key adds its rows only where that was asked for', async () => {
    const { open } = await workspace(engine);
    const keyless = { table: 't', writeDisposition: 'merge' } as const;
    await expect(open().run([{ id: 1 }], keyless)).rejects.toMatchObject({ code: 'MERGE_KEY_MISSING' });
    await open({ allowKeyless: true }).run([{ id: 1 }], keyless);
    await open({ allowKeyless: true }).run([{ id: 1 }], keyless);
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1 }, { id: 1 }]);
  });

  test.each<[string, Partial<MergeDisposition>, string]>([
    [
      'an option the strategy does not have',
      { strategy: 'insert-only', sourceFilter: 'a' },
      'WRITE_DISPOSITION_UNKNOWN',
    ],
    ['an option the usual strategy does not have', { skipUnchangedRows: true }, 'LOAD_STRATEGY_UNSUPPORTED'],
    ['a placeholder there is none of', { destinationScope: '{rows}' }, 'MERGE_CONDITION_INVALID'],
  ])('%s is refused, and nothing is written', async (_, options, code) => {
    const { open } = await workspace(engine);
    const writeDisposition = { disposition: 'merge', ...options } as const;
    const run = async () => open().run([{ id: 1 }], { table: 't', primaryKey: 'id', writeDisposition });
    await expect(run()).rejects.toMatchObject({ code });
    expect(await open().pending()).toEqual([]);
  });
});
