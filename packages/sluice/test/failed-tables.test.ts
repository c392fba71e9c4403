import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type PipelineOptions, resource } from 'sluice';
import { describe, expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const must = { must: { dataType: 'bigint', nullable: false } } as const;

/** Two chains of tables; the destination refuses the rows of one where they lack what they must have. */
const orders = (rows: readonly Record<string, unknown>[]) =>
  resource('orders', { columns: must, primaryKey: 'id' }, rows);
const users = (...ids: number[]) =>
  resource(
    'users',
    {},
    ids.map((id) => ({ id })),
  );
const broken = [{ id: 1, items: [{ n: 1 }, { n: 2 }] }];

describeEngines((engine) => {
  const going = {
    onTableFailure: 'continue',
    retry: { attempts: 1 },
  } as const satisfies Partial<PipelineOptions>;

  test('rows that lack a value are refused while they are extracted, unless tables may fail', async () => {
    const { open } = await workspace(engine);
    await expect(open().run([orders(broken), users(1)])).rejects.toMatchObject({
      code: 'ROW_NULL_NOT_ALLOWED',
    });
    expect(await open().pending()).toEqual([]);
  });

  test('by default nothing of the load is visible, and the table is named', async () => {
    const { open } = await workspace(engine);
    await open(going).extract([orders(broken), users(1)]);
    const failed = open().load();
    await expect(failed).rejects.toMatchObject({ code: 'LOAD_FAILED', place: { table: 'orders' } });
    await expect(failed).rejects.toThrow(/onTableFailure: 'continue'/);
    expect(await open().dataset().tables()).toEqual([]);
    expect(await open().pending()).toHaveLength(1);
  });

  test('the other tables are loaded, and the report says what waits', async () => {
    const { open } = await workspace(engine);
    const info = await open(going).run([orders(broken), users(1, 2)]);
    const [loadId] = info.loadIds;
    expect(info.failures).toEqual([
      { loadId, dataset: 'data', table: 'orders', rows: 3, message: expect.stringMatching(/must/) },
    ]);
    expect(info.tables).toMatchObject({
      orders: { rows: 0 },
      orders__items: { rows: 0 },
      users: { rows: 2 },
    });
    expect(String(info)).toContain('failed: orders, 3 rows wait: ');
    expect(await rowsOf(open(), 'users')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rowsOf(open(), 'orders')).toEqual([]);
    expect(await open().pending()).toEqual([]);
    expect(await open().failures()).toEqual(info.failures);
  });

  test.each(['replace', 'merge'] as const)(
    'rows of before stay as they are: %s',
    async (writeDisposition) => {
      const { open } = await workspace(engine);
      const hints = { writeDisposition };
      await open().run([orders([{ id: 1, must: 1, items: [{ n: 7 }] }]).with(hints), users(1)]);
      const info = await open(going).run([orders(broken).with(hints), users(2)]);
      expect(info.failures).toHaveLength(1);
      expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1, must: 1 }]);
      expect(await rowsOf(open(), 'orders__items', 'n')).toEqual([{ n: 7 }]);
      expect(await rowsOf(open(), 'users')).toEqual([{ id: 1 }, { id: 2 }]);
    },
  );

  test.each([
    ['a null', [{ id: 1, must: null }]],
    [
      'a null after values',
      [
        { id: 1, must: 1 },
        { id: 2, must: null },
      ],
    ],
    ['undefined', [{ id: 1, must: undefined }]],
    ['a number that is none', [{ id: 1, must: Number.NaN }]],
    [
      'a null in a key',
      [
        { id: 1, must: 1 },
        { id: null, must: 1 },
      ],
    ],
  ])('what is no value is left to the destination like what is missing: %s', async (_, rows) => {
    const { open } = await workspace(engine);
    const info = await open(going).run([orders(rows), users(1)]);
    expect(info.failures).toMatchObject([{ table: 'orders', rows: rows.length }]);
    expect(await rowsOf(open(), 'users')).toEqual([{ id: 1 }]);
  });

  test('several tables can fail', async () => {
    const { open } = await workspace(engine);
    const more = resource('more', { columns: must }, [{ id: 1 }]);
    const info = await open(going).run([orders(broken), more, users(1)]);
    expect(info.failures.map(({ table }) => table).sort()).toEqual(['more', 'orders']);
    expect(await rowsOf(open(), 'users')).toEqual([{ id: 1 }]);
  });

  test('a table that does not fit the load any more is left out like one that refuses its rows', async () => {
    const { open } = await workspace(engine);
    await open().run([orders([{ id: 1, must: 1 }]), users(1)]);
    await open().dataset().query('ALTER TABLE data.orders DROP COLUMN must');
    await open().dataset().query('ALTER TABLE data.orders ADD COLUMN must DATE');
    const info = await open(going).run([orders([{ id: 2, must: 2 }]), users(2)]);
    expect(info.failures).toMatchObject([
      { table: 'orders', rows: 1, message: expect.stringContaining('LOAD_SCHEMA_DRIFT') },
    ]);
    expect(await rowsOf(open(), 'users')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1, must: null }]);
  });

  test('a pending package can be loaded without the table it fails over', async () => {
    const { open } = await workspace(engine);
    await open(going).extract([orders(broken), users(1)]);
    await expect(open().load()).rejects.toThrow();
    const info = await open().load({ onTableFailure: 'continue' });
    expect(info.failures).toHaveLength(1);
    expect(await rowsOf(open(), 'users')).toEqual([{ id: 1 }]);
  });

  test('what waits is loaded once its cause is gone, with the ids it had; later loads do not matter', async () => {
    const { open, folder } = await workspace(engine);
    const info = await open(going).run([orders(broken), users(1)]);
    for (let id = 2; id < 15; id++) await open().run(users(id));
    await dropNotNull(open());
    const retried = await open().retry();
    expect(retried.tables).toEqual({
      orders: { rows: 1, created: false, newColumns: [] },
      orders__items: { rows: 2, created: false, newColumns: [] },
    });
    const rows = await open().dataset().table('orders').rows();
    expect(rows).toMatchObject([{ id: 1, must: null, _dlt_load_id: info.loadIds[0] }]);
    expect(await rowsOf(open(), 'orders__items', 'n')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await open().failures()).toEqual([]);
    expect((await open().retry()).loadIds).toEqual([]);
    // What was loaded meanwhile decides what the next run starts from.
    await open().run(users(15));
    expect(await rowsOf(open(), 'users')).toHaveLength(15);
    expect(existsSync(join(folder, 'work', 'test', 'packages', 'loaded', info.loadIds[0] ?? ''))).toBe(false);
  });

  test('what still fails waits on, and nothing is lost by trying', async () => {
    const { open } = await workspace(engine);
    await open(going).run([orders(broken), users(1)]);
    await expect(open().retry()).rejects.toMatchObject({ code: 'LOAD_SCHEMA_DRIFT' });
    expect(await open().pending()).toHaveLength(1);
    await dropNotNull(open());
    await open().load();
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1, must: null }]);
  });

  describe('what others have made of the schema meanwhile', () => {
    const later = (...rows: readonly Record<string, unknown>[]) => resource('users', {}, rows);

    test('stays: hints of other tables do not go back', async () => {
      const { open } = await workspace(engine);
      await open(going).run([orders(broken), users(1)]);
      await open().run(users(1).with({ writeDisposition: 'merge', primaryKey: 'id' }));
      await dropNotNull(open());
      await open().retry();
      const restored = open();
      await restored.sync();
      expect(restored.schema?.tables.get('users')).toMatchObject({ write_disposition: 'merge' });
      const versions = await open().dataset().query('SELECT 1 FROM data._dlt_version');
      expect(versions).toHaveLength(2);
    });

    test('is no obstacle: wider columns take what waited', async () => {
      const { open } = await workspace(engine);
      await open(going).run([orders([{ id: 1, v: 1 }]), later({ id: 1, v: 1 })]);
      await open({ widen: true }).run([orders([{ id: 2, must: 2, v: 2.5 }]), later({ id: 2, v: 2.5 })]);
      await dropNotNull(open());
      await open().retry();
      expect(await rowsOf(open(), 'orders')).toEqual([
        { id: 1, must: null, v: 1 },
        { id: 2, must: 2, v: 2.5 },
      ]);
    });

    test('is what an extraction goes on from while they wait', async () => {
      const { open } = await workspace(engine);
      await open(going).run([orders(broken), users(1)]);
      await open().run(later({ id: 2, x: 5 }));
      await expect(open().retry()).rejects.toMatchObject({ code: 'LOAD_SCHEMA_DRIFT' });
      await open().extract(later({ id: 3, x: 'text' }));
      await dropNotNull(open());
      await open().load();
      expect((await rowsOf(open(), 'users')).at(-1)).toEqual({ id: 3, x: null, x__v_text: 'text' });
    });
  });

  test('without the system tables no load goes on', async () => {
    const { open } = await workspace(engine);
    await open().run(users(1));
    await open().dataset().query('ALTER TABLE data._dlt_version DROP COLUMN engine_version');
    await expect(open(going).run(users(2))).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      place: { table: '_dlt_version', column: 'engine_version' },
    });
    expect(await open().pending()).toEqual([]);
  });

  test('packages are kept with their files as long as they are wanted', async () => {
    const { open, folder } = await workspace(engine);
    const loaded = join(folder, 'work', 'test', 'packages', 'loaded');
    const files = async () =>
      Promise.all(
        (await readdir(loaded)).sort().map(async (name) => (await readdir(join(loaded, name))).length),
      );
    for (let id = 1; id <= 4; id++) await open({ keepPackages: 2 }).run(users(id));
    const [first, second, third, fourth] = await files();
    expect([first, second]).toEqual([1, 1]);
    expect(third).toBeGreaterThan(2);
    expect(fourth).toBeGreaterThan(2);
    await open().run(users(5));
    expect(await files()).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('options', () => {
  test.each<[string, Partial<PipelineOptions>]>([
    ['onTableFailure', { onTableFailure: 'ignore' as 'stop' }],
    ['keepPackages', { keepPackages: -1 }],
    ['retry', { retry: { attempts: 0 } }],
    ['retry', { retry: { delay: 1 } as object }],
    ['retry', { retry: 3 as unknown as object }],
    ['progress', { progress: 'bar' as unknown as () => void }],
  ])('%s is checked: %o', async (option, options) => {
    const { open } = await workspace();
    expect(() => open(options)).toThrow(new RegExp(`option ${option} `));
  });
});

async function dropNotNull(opened: ReturnType<Awaited<ReturnType<typeof workspace>>['open']>): Promise<void> {
  await opened.dataset().query('ALTER TABLE data.orders ALTER COLUMN must DROP NOT NULL');
}
