import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { incremental, type PipelineOptions, resource, source } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { workspace } from './workspace.ts';

/** A source with a table `items` of so many rows, of which it gives only those it has not given before. */
const shop = (name: string, last: number) =>
  source(name, () => [
    resource(
      'items',
      { cursor: incremental<number>('id') },
      Array.from({ length: last }, (_, id) => ({ id })),
    ),
  ])();

describeEngines((engine) => {
  async function machines() {
    const { folder, open: openOne } = await workspace(engine);
    const open = (machine = 'a', options: Partial<PipelineOptions> = {}) =>
      openOne({ datasetPerSchema: true, workDir: join(folder, machine), ...options });
    /** Ids in the tables `items` of two schemas. */
    const ids = async () => {
      const counts: Record<string, unknown[]> = {};
      for (const schema of ['one', 'two'])
        counts[schema] = (await open().dataset(schema).table('items').orderBy('id').rows()).map(
          ({ id }) => id,
        );
      return counts;
    };
    return { open, ids, folder };
  }

  test('each schema but the first has a dataset of its own, with its part of everything', async () => {
    const { open, ids } = await machines();
    const pipeline = open();
    const info = await pipeline.run([shop('one', 2), shop('two', 3)]);
    expect(pipeline.datasetName).toBe('data');
    expect(Object.keys(info.tables)).toEqual(['items', 'data_two.items']);
    expect(await ids()).toEqual({ one: [0, 1], two: [0, 1, 2] });
    expect(await open().dataset().tables()).toEqual(['items']);
    const schemasOf = async (schema: string) =>
      (await open().dataset(schema).loads()).map(({ schemaName }) => schemaName);
    expect([await schemasOf('one'), await schemasOf('two')]).toEqual([['one'], ['two']]);
  });

  test('they go on from where they stopped, on any machine, in any company', async () => {
    const { open, ids } = await machines();
    await open('a').run([shop('one', 2), shop('two', 2)]);
    await open('b').run([shop('two', 3)]);
    await open('c').run([shop('one', 3)]);
    await open('d').run([shop('one', 4), shop('two', 4)]);
    expect(await ids()).toEqual({ one: [0, 1, 2, 3], two: [0, 1, 2, 3] });
    expect((await open('e').run([shop('two', 4), shop('one', 4)])).loadIds).toEqual([]);
  });

  test('a schema that came later is found by its name alone', async () => {
    const { open, ids } = await machines();
    await open('a').run([shop('one', 1)]);
    await open('a').run([shop('two', 1)]);
    // The dataset of the first schema has not heard of the second one.
    await open('b').run([shop('two', 2)]);
    await open('b').run([shop('one', 2)]);
    expect(await ids()).toEqual({ one: [0, 1], two: [0, 1] });
    const again = open('b');
    await again.sync();
    expect([...again.schemas.keys()].sort()).toEqual(['one', 'two']);
  });

  test('where a run stopped between two of them, each is as far as its own data', async () => {
    const { open, ids, folder } = await machines();
    const first = open('a');
    await first.extract([shop('one', 2), shop('two', 2)]);
    // Only one of the packages gets through before the machine is lost.
    const [lost] = (await first.pending()).slice(1);
    await rm(join(folder, 'a', 'test', 'packages', 'sealed', String(lost)), { recursive: true });
    await open('a').load();
    expect(await open('a').dataset('one').rowCounts()).toEqual({ items: 2 });
    expect(await open('a').dataset('two').rowCounts()).toEqual({});
    await open('b').run([shop('one', 2), shop('two', 2)]);
    expect(await ids()).toEqual({ one: [0, 1], two: [0, 1] });
  });

  test("two machines with different schemas do not get in each other's way, with the same one they do", async () => {
    const { open, ids } = await machines();
    await open('a').run([shop('one', 1), shop('two', 1)]);
    await open('a').extract(shop('one', 2));
    await open('b').run(shop('two', 2));
    await open('a').load();
    expect(await ids()).toEqual({ one: [0, 1], two: [0, 1] });
    await open('a').extract(shop('two', 3));
    await open('b').run(shop('two', 4));
    await expect(open('a').load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
  });

  test('what waits is thrown away in its own dataset', async () => {
    const { open, ids } = await machines();
    await open().run([shop('one', 1), shop('two', 1)]);
    await open().extract(shop('two', 2));
    expect(await open().normalize()).toMatchObject({ 'data_two.items': 1 });
    expect(await open().abort()).toHaveLength(1);
    await open().run(shop('two', 3));
    expect(await ids()).toEqual({ one: [0], two: [0, 1, 2] });
  });

  test('from the working folder alone', async () => {
    const { open, ids } = await machines();
    await open('a', { restore: false }).run([shop('one', 1), shop('two', 1)]);
    await open('a', { restore: false }).run([shop('one', 2), shop('two', 2)]);
    expect(await ids()).toEqual({ one: [0, 1], two: [0, 1] });
  });

  test('datasets may keep their names as they were written', async () => {
    const { open } = await machines();
    const pipeline = open('a', { dataset: 'my-data', normalizeDataset: false });
    await pipeline.run([shop('one', 1), shop('two', 1)]);
    expect(pipeline.datasetName).toBe('my-data');
    expect(await pipeline.dataset('two').rowCounts()).toEqual({ items: 1 });
    expect(open('b', { dataset: 'my-data' }).datasetName).toBe('my_data');
  });
});
