import { join } from 'node:path';
import { incremental, resource } from 'sluice';
import { expect, test } from 'vitest';
import { beforePublishing } from './before-publishing.ts';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const log = (...ids: number[]) =>
  resource(
    'log',
    { cursor: incremental<number>('id') },
    ids.map((id) => ({ id })),
  );

const ids = (...wanted: number[]) => wanted.map((id) => ({ id }));

describeEngines((engine) => {
  /** Two machines run one pipeline: each has a working folder of its own, the destination is the same. */
  async function machines() {
    const { folder, open } = await workspace(engine);
    const machine = (name: string) => () => open({ workDir: join(folder, name) });
    return [machine('a'), machine('b')] as const;
  }

  test('of two runs that began at the same state, the first to publish wins and the other writes nothing', async () => {
    const [a, b] = await machines();
    await a().run(log(1));
    await a().extract(log(1, 2));
    await b().extract(log(1, 2, 3));
    await b().load();
    await expect(a().load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
    expect(await rowsOf(a(), 'log')).toEqual(ids(1, 2, 3));

    // The loser goes on from where the winner stopped.
    await a().abort();
    await a().run(log(1, 2, 3, 4));
    expect(await rowsOf(a(), 'log')).toEqual(ids(1, 2, 3, 4));
  });

  test('the same for two first runs', async () => {
    const [a, b] = await machines();
    await a().extract(log(1));
    await b().extract(log(1));
    await a().load();
    await expect(b().load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
    expect(await rowsOf(a(), 'log')).toEqual(ids(1));
  });

  test('the other one publishes between our plan and our publish', async () => {
    const { folder, destination, open } = await workspace(engine);
    const theirs = open({ workDir: join(folder, 'theirs') });
    const ours = open({ destination: beforePublishing(destination(), () => theirs.run(log(1, 2))) });
    await expect(ours.run(log(1))).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
    expect(await rowsOf(ours, 'log')).toEqual(ids(1, 2));
    expect(await ours.dataset().query('SELECT count(*) AS loads FROM data._dlt_loads')).toEqual([
      { loads: 1 },
    ]);
  });

  test('of two runs at the same time every row is there once', async () => {
    const [a, b] = await machines();
    await a().run(log(0));
    const outcomes = await Promise.allSettled([a().run(log(0, 1, 2)), b().run(log(0, 1, 2))]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await rowsOf(a(), 'log')).toEqual(ids(0, 1, 2));
  });

  test('a package that waits behind one in conflict is not loaded either', async () => {
    const [a, b] = await machines();
    await a().run(log(1));
    await a().extract(log(2));
    await a().extract(log(3));
    await b().run(log(9));
    await expect(a().load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
    expect(await a().pending()).toHaveLength(2);
    expect(await rowsOf(a(), 'log')).toEqual(ids(1, 9));
  });

  const shared = { table: 't', schemaName: 'shared' };
  const joined = [
    { id: 1, ours: null, theirs: null },
    { id: 2, ours: 'x', theirs: null },
    { id: 3, ours: null, theirs: 1 },
  ];

  test('a schema that another pipeline changes between sealing and publishing is joined; both restore it', async () => {
    const { folder, open } = await workspace(engine);
    const pipelineOf = (name: string) => open({ name, workDir: join(folder, name) });
    await pipelineOf('first').run([{ id: 1 }], shared);
    // Extracted first, published last: load ids alone would take its schema for the older one.
    await pipelineOf('first').extract([{ id: 2, ours: 'x' }], shared);
    await pipelineOf('second').run([{ id: 3, theirs: 1 }], shared);
    await pipelineOf('first').load();
    expect(await rowsOf(pipelineOf('first'), 't')).toEqual(joined);
    for (const name of ['first', 'second']) {
      const restored = open({ name, workDir: join(folder, `${name} elsewhere`) });
      await restored.sync();
      const columns = [...(restored.schemas.get('shared')?.tables.get('t')?.columns.keys() ?? [])];
      expect(columns.filter((column) => !column.startsWith('_dlt_')).sort()).toEqual([
        'id',
        'ours',
        'theirs',
      ]);
    }
  });

  test('the same between planning and publishing', async () => {
    const { folder, destination, open } = await workspace(engine);
    await open().run([{ id: 1 }], shared);
    const second = open({ name: 'second', workDir: join(folder, 'second') });
    let runs = 0;
    const interrupt = async () => {
      if (runs++ === 0) await second.run([{ id: 3, theirs: 1 }], shared);
    };
    await open({ destination: beforePublishing(destination(), interrupt) }).run(
      [{ id: 2, ours: 'x' }],
      shared,
    );
    expect(runs).toBe(2);
    expect(await rowsOf(open(), 't')).toEqual(joined);
  });

  test('a column that both made, in two types, is a conflict', async () => {
    const { folder, open } = await workspace(engine);
    const second = open({ name: 'second', workDir: join(folder, 'second') });
    await open().run([{ id: 1 }], shared);
    await open().extract([{ id: 2, x: 'text' }], shared);
    await second.run([{ id: 3, x: 1 }], shared);
    await expect(open().load()).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_CONFLICT',
      place: { table: 't', column: 'x' },
    });
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, x: null },
      { id: 3, x: 1 },
    ]);
  });
});
