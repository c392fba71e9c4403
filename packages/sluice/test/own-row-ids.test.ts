import { type ResourceHints, resource } from 'sluice';
import { describe, expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const merged = { writeDisposition: 'merge', primaryKey: 'id' } as const satisfies ResourceHints;

describeEngines((engine) => {
  describe('rows that bring their own ids, merged by delete-insert', () => {
    test('one of several with one key and one id comes in, with what is nested in it once', async () => {
      const { open } = await workspace(engine);
      const twice = { id: 1, _dlt_id: 'r1', items: [{ n: 1 }, { n: 2 }] };
      await open().run(
        resource('chain', merged, [twice, twice, { id: 2, _dlt_id: 'r2', items: [{ n: 3 }] }]),
      );
      expect(await rowsOf(open(), 'chain')).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await rowsOf(open(), 'chain__items', 'n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      await open().run(resource('chain', merged, [{ ...twice, items: [{ n: 9 }] }]));
      expect(await rowsOf(open(), 'chain__items', 'n')).toEqual([{ n: 3 }, { n: 9 }]);
    });

    test('the same of a table without nested ones, and the order of deduplication holds', async () => {
      const { open } = await workspace(engine);
      const hints = { ...merged, columns: { seq: { dedupSort: 'desc' } } } as const;
      await open().run(
        resource('flat', hints, [
          { id: 1, _dlt_id: 'r1', seq: 1 },
          { id: 1, _dlt_id: 'r1', seq: 3 },
          { id: 1, _dlt_id: 'r1', seq: 2 },
        ]),
      );
      expect(await rowsOf(open(), 'flat')).toEqual([{ id: 1, seq: 3 }]);
    });
  });

  test.each(['delete-insert', 'upsert', 'insert-only', 'cdc', 'scd2'] as const)(
    'that only some records have, %s',
    async (strategy) => {
      const { open } = await workspace(engine);
      const rows = [1, 2, 3].map((id) => ({
        id,
        _dlt_id: id === 3 ? 'own' : null,
        kids: [{ k: id, _dlt_id: null }, { k: id + 10 }],
      }));
      const writeDisposition = { disposition: 'merge', strategy } as const;
      for (let run = 0; run < 2; run++)
        await open().run(resource('t', { writeDisposition, primaryKey: 'id' }, rows));
      expect((await rowsOf(open(), 't')).map(({ id }) => id)).toEqual([1, 2, 3]);
      expect((await rowsOf(open(), 't__kids', 'k')).map(({ k }) => k)).toEqual([1, 2, 3, 11, 12, 13]);
    },
  );
});
