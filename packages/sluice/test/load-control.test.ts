import type { Destination } from '@sluice/load';
import { checkCapabilities } from '@sluice/load/check';
import { type LoadEvent, resource } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const orders = (...ids: number[]) =>
  resource(
    'orders',
    { writeDisposition: 'merge', primaryKey: 'id' },
    ids.map((id) => ({ id, items: [{ n: id }] })),
  );

describeEngines((engine) => {
  test('the capabilities are valid', async () => {
    const { destination } = await workspace(engine);
    expect(() => checkCapabilities(destination())).not.toThrow();
  });

  test('what happens is told as it happens', async () => {
    const { open } = await workspace(engine);
    const events: LoadEvent[] = [];
    const { loadIds } = await open({ progress: (event) => events.push(event) }).run(orders(1, 2));
    const [loadId] = loadIds;
    expect(events[0]).toEqual({
      type: 'load-started',
      loadId,
      dataset: 'data',
      jobs: 2,
      rows: 4,
      bytes: expect.any(Number),
    });
    expect(events.map(({ type }) => type)).toEqual([
      'load-started',
      'job-staged',
      'job-staged',
      'load-publishing',
      'load-published',
    ]);
    const staged = events.filter((event) => event.type === 'job-staged');
    expect(staged.map(({ table, rows, done, jobs }) => [table, rows, done, jobs]).sort()).toEqual([
      ['orders', 2, expect.any(Number), 2],
      ['orders__items', 2, expect.any(Number), 2],
    ]);
    expect(staged.map(({ done }) => done)).toEqual([1, 2]);
  });

  test('a retry and a table that failed are told, too', async () => {
    const { open, destination } = await workspace(engine);
    const events: LoadEvent[] = [];
    const flaky = failing(destination(), 1);
    const broken = resource('broken', { columns: { must: { dataType: 'bigint', nullable: false } } }, [
      { id: 1 },
    ]);
    await open({
      destination: flaky,
      retry: { minDelayMs: 1 },
      onTableFailure: 'continue',
      progress: (event) => events.push(event),
    }).run([orders(1), broken]);
    expect(events.find(({ type }) => type === 'load-retried')).toMatchObject({
      attempt: 1,
      error: { message: 'try again' },
    });
    expect(events.find(({ type }) => type === 'table-failed')).toMatchObject({
      failure: { table: 'broken', rows: 1 },
    });
  });

  test('a destination that is away when a run begins is asked again', async () => {
    const { open, destination } = await workspace(engine);
    const real = destination();
    const away = new Error('away');
    let left = 2;
    const returning: Destination = {
      ...real,
      open: (options) => (left-- > 0 ? Promise.reject(away) : real.open(options)),
      classify: (error) => (error === away ? 'transient' : real.classify(error)),
    };
    await open({ destination: returning, retry: { minDelayMs: 1 } }).run(orders(1));
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1 }]);
  });

  test('a callback that fails is logged, and the load goes on', async () => {
    const { open } = await workspace(engine);
    const warnings: string[] = [];
    const ignore = () => {};
    const logger = {
      debug: ignore,
      info: ignore,
      warn: (text: string) => warnings.push(text),
      error: ignore,
    };
    const progress = () => {
      throw new Error('no terminal');
    };
    await open({ logger, progress }).run(orders(1));
    expect(new Set(warnings)).toEqual(new Set(['The callback for progress failed']));
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1 }]);
  });

  test('stopped while it waits for another writer, a load ends at once and stays to be loaded', async () => {
    const { open, destination } = await workspace(engine);
    await open().run(orders(1));
    await open().extract(orders(2));
    const release = await holdWrites(destination());
    const stop = new AbortController();
    const reason = new Error('enough');
    const loading = open().load({ signal: stop.signal });
    setTimeout(() => stop.abort(reason), 200);
    await expect(loading).rejects.toBe(reason);
    await release();
    expect(await open().pending()).toHaveLength(1);
    await open().load();
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('stopped between two attempts, a load ends at once', async () => {
    const { open, destination } = await workspace(engine);
    const stop = new AbortController();
    const reason = new Error('enough');
    const running = open({
      destination: failing(destination(), 9),
      retry: { minDelayMs: 3_600_000, maxDelayMs: 3_600_000 },
      progress: ({ type }) => {
        if (type === 'load-retried') setTimeout(() => stop.abort(reason));
      },
    }).run(orders(1), { signal: stop.signal });
    await expect(running).rejects.toBe(reason);
    await open().load();
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1 }]);
  });

  test('what was published before it was stopped is not thrown away', async () => {
    const { open, destination } = await workspace(engine);
    const stop = new AbortController();
    const lost = wrapConnection(destination(), (connection) => ({
      ...connection,
      begin: async (load) => {
        const session = await connection.begin(load);
        const publish: typeof session.publish = async (plan) => {
          await session.publish(plan);
          stop.abort(new Error('enough'));
          throw new Error('The answer is lost');
        };
        return { ...session, publish };
      },
    }));
    const failing = resource('failing', { columns: { must: { dataType: 'bigint', nullable: false } } }, [{}]);
    const running = open({ destination: lost, onTableFailure: 'continue' });
    await expect(running.run([orders(1), failing], { signal: stop.signal })).rejects.toThrow('enough');
    const [loadId] = await open().extract(orders(2));
    expect(await open().abort()).toEqual([loadId]);
    expect((await open().load()).failures).toMatchObject([{ table: 'failing', rows: 1 }]);
    expect(await rowsOf(open(), 'orders')).toEqual([{ id: 1 }]);
    expect(await open().failures()).toHaveLength(1);
    expect(await open().pending()).toEqual([]);
  });

  test('a plan says in words what it would do', async () => {
    const { open, destination } = await workspace(engine);
    await open().run(orders(1));
    const real = destination();
    let text: string[] = [];
    const watched = wrapConnection(real, (connection) => ({
      ...connection,
      begin: async (load) => {
        const session = await connection.begin(load);
        return {
          ...session,
          publish: (plan) => {
            text = connection.explain(plan).map((step) => `${step.part} ${step.table ?? ''}: ${step.text}`);
            return session.publish(plan);
          },
        };
      },
    }));
    await open({ destination: watched }).run(
      resource('orders', { writeDisposition: 'merge', primaryKey: 'id' }, [{ id: 1, note: 'new' }]),
    );
    expect(text[0]).toMatch(/^tables : ALTER TABLE .*"orders".* ADD COLUMN "note"/s);
    expect(text.find((step) => step.startsWith('rows orders: -- read 1 rows in 1 file as '))).toBeDefined();
    expect(text.some((step) => step.startsWith('rows orders: DELETE FROM '))).toBe(true);
    expect(text.at(-1)).toMatch(/^records : INSERT INTO .*"_dlt_loads"/s);
  });
});

type Connection = Awaited<ReturnType<Destination['open']>>;

function wrapConnection(real: Destination, wrap: (connection: Connection) => Connection): Destination {
  return { ...real, open: async (options) => wrap(await real.open(options)) };
}

/** A destination whose first publishes fail in a way that may pass. */
function failing(real: Destination, times: number): Destination {
  const again = new Error('try again');
  let left = times;
  const failingOnes = wrapConnection(real, (connection) => ({
    ...connection,
    begin: async (load) => {
      const session = await connection.begin(load);
      return { ...session, publish: (plan) => (left-- > 0 ? Promise.reject(again) : session.publish(plan)) };
    },
  }));
  return { ...failingOnes, classify: (error) => (error === again ? 'transient' : real.classify(error)) };
}

/** Changes a table that every publish writes to, in a transaction that stays open until it is let go. */
async function holdWrites(destination: Destination): Promise<() => Promise<void>> {
  const connection = await destination.open({ dataset: 'data' });
  await connection.query('BEGIN');
  await connection.query('ALTER TABLE data._dlt_loads ADD COLUMN held INTEGER');
  return async () => {
    await connection.query('ROLLBACK');
    await connection.close();
  };
}
