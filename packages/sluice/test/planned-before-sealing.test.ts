import type { Destination } from '@sluice/load';
import { resource } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const tree = (writeDisposition: 'append' | 'merge', id: number) =>
  resource('tree', { writeDisposition, primaryKey: 'id' }, [{ id, leaves: [{ n: id }] }]);

describeEngines((engine) => {
  test('what the tables that are there cannot take is refused before it could stand in the way', async () => {
    const { open } = await workspace(engine);
    await open().run(tree('append', 1));
    await expect(open().run(tree('merge', 1))).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      place: { table: 'tree__leaves' },
    });
    expect(await open().pending()).toEqual([]);
    await open().run(tree('append', 2));
    expect(await rowsOf(open(), 'tree')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rowsOf(open(), 'tree__leaves', 'n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('a column that was altered by hand is noticed while the run can still be repeated', async () => {
    const { open } = await workspace(engine);
    await open().run([{ id: 1, n: 1 }], { table: 't' });
    await open().dataset().query('ALTER TABLE data.t DROP COLUMN n');
    await open().dataset().query('ALTER TABLE data.t ADD COLUMN n DATE');
    const again = () => open().run([{ id: 2, n: 2 }], { table: 't' });
    await expect(again()).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { table: 't', column: 'n' },
    });
    expect(await open().pending()).toEqual([]);
    await open().dataset().query('ALTER TABLE data.t DROP COLUMN n');
    await again();
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, n: null },
      { id: 2, n: 2 },
    ]);
  });

  test('on top of packages that wait, the plan is made when their turn has come', async () => {
    const { open } = await workspace(engine);
    await open().extract(tree('append', 1));
    await open().extract(tree('append', 2));
    expect(await open().pending()).toHaveLength(2);
    await open().load();
    expect(await rowsOf(open(), 'tree')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('a destination that cannot be reached at that moment costs nothing that was extracted', async () => {
    const { open, destination } = await workspace(engine);
    const real = destination();
    const unreachable = new Error('unreachable');
    let opened = 0;
    const flaky: Destination = {
      ...real,
      // The first time is for the state to start from.
      open: (options) => (++opened === 1 ? real.open(options) : Promise.reject(unreachable)),
      classify: (error) => (error === unreachable ? 'transient' : real.classify(error)),
    };
    await open({ destination: flaky }).extract(tree('append', 1));
    expect(opened).toBe(2);
    expect(await open().pending()).toHaveLength(1);
    await open().load();
    expect(await rowsOf(open(), 'tree')).toEqual([{ id: 1 }]);
  });
});
