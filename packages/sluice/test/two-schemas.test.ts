import { incremental, resource, source } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const shop = (last: number) =>
  source('shop', () => [
    resource(
      'orders',
      { cursor: incremental('id') },
      Array.from({ length: last }, (_, id) => ({ id })),
    ),
  ])();

const crm = (fails = false) =>
  source('crm', () => [
    resource('people', { cursor: incremental('id') }, async function* () {
      yield { id: 1 };
      if (fails) throw new Error('the server is gone');
      yield { id: 2 };
    }),
  ])();

describeEngines((engine) => {
  test('two schemas in one run go on together, on any machine', async () => {
    const { open, forgetWork } = await workspace(engine);
    const first = open();
    expect((await first.run([shop(2), crm()])).loadIds).toHaveLength(2);
    expect([...first.schemas.keys()].sort()).toEqual(['crm', 'shop']);
    expect((await open().run([shop(2), crm()])).loadIds).toEqual([]);
    await forgetWork();
    expect((await open().run([shop(2), crm()])).loadIds).toEqual([]);
    await open().run([shop(3)]);
    await open().run([shop(3), crm()]);
    expect(await open().dataset().rowCounts()).toEqual({ orders: 3, people: 2 });
  });

  test('where one of them fails, neither moves', async () => {
    const { open } = await workspace(engine);
    await expect(open().run([shop(2), crm(true)])).rejects.toMatchObject({ code: 'EXTRACT_FAILED' });
    expect(await open().pending()).toEqual([]);
    await open().run([shop(2), crm()]);
    expect(await open().dataset().rowCounts()).toEqual({ orders: 2, people: 2 });
  });

  test('a table that two schemas share never takes values its columns cannot hold', async () => {
    const { open } = await workspace(engine);
    const load = (name: string, v: unknown) =>
      open().run(source(name, () => [resource('t', {}, [{ id: 1, v }])])());
    await load('first', 1);
    await expect(load('second', 0.7)).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { schema: 'second', table: 't', column: 'v' },
    });
    await open().abort();
    await load('third', 3);
    expect((await rowsOf(open(), 't', 'v')).map(({ v }) => v)).toEqual([1, 3]);
  });
});
