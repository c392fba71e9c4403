import type { RunOptions } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const strategies = ['delete-insert', 'upsert', 'insert-only', 'cdc', 'scd2'] as const;
type Strategy = (typeof strategies)[number];
type Way = 'append' | 'replace' | Strategy;

const hints = (way: Way): RunOptions & { readonly table: string } => ({
  table: 'users',
  primaryKey: 'id',
  rootKey: true,
  writeDisposition: way === 'append' || way === 'replace' ? way : { disposition: 'merge', strategy: way },
});

/** Keys are numbers or texts: those that could be taken for row ids, and those that could not. */
const deliveries = (key: (id: number) => number | string) => [
  [
    { id: key(1), pets: [{ n: 'a', toys: [{ t: 1 }] }, { n: 'b' }] },
    { id: key(2), pets: [{ n: 'c', toys: [{ t: 2 }, { t: 3 }] }] },
  ],
  [
    { id: key(2), pets: [{ n: 'd', toys: [{ t: 4 }] }] },
    { id: key(3), pets: [{ n: 'e' }] },
  ],
];

/** What is nested in the users that a strategy leaves, whatever loaded them before. */
const left: Readonly<Record<Exclude<Strategy, 'scd2'>, readonly [pets: string, toys: string]>> = {
  'delete-insert': ['abde', '14'],
  upsert: ['abde', '14'],
  'insert-only': ['abce', '123'],
  cdc: ['de', '4'],
};

const changes = (['append', 'replace', ...strategies] as const).flatMap((before) =>
  (['delete-insert', 'upsert', 'insert-only', 'cdc'] as const).map((after) => [before, after] as const),
);

describeEngines((engine) => {
  test.each(changes)(
    '%s, then %s: what is nested belongs to the rows that are there',
    async (before, after) => {
      for (const key of [(id: number) => id, (id: number) => `user ${id}`]) {
        const { open } = await workspace(engine);
        const [first = [], second = []] = deliveries(key);
        await open().run(first, hints(before));
        await open().run(second, hints(after));
        const nested = async (table: string, column: string) =>
          (await rowsOf(open(), table, column)).map((row) => row[column]).join('');
        expect([await nested('users__pets', 'n'), await nested('users__pets__toys', 't')]).toEqual(
          left[after],
        );
        // Once more, and nothing is there twice.
        await open().run(second, hints(after));
        expect([await nested('users__pets', 'n'), await nested('users__pets__toys', 't')]).toEqual(
          left[after],
        );
      }
    },
  );

  test.each(['upsert', 'cdc'] as const)(
    '%s: a row that has not changed gets its new id',
    async (strategy) => {
      const { open } = await workspace(engine);
      const [first = []] = deliveries((id) => id);
      await open().run(first, hints('delete-insert'));
      const writeDisposition = { disposition: 'merge', strategy, skipUnchangedRows: true } as const;
      await open().run(first, { ...hints(strategy), writeDisposition });
      const ids = async (table: string, column: string) =>
        new Set((await open().dataset().table(table).rows()).map((row) => row[column]));
      expect(await ids('users__pets', '_dlt_root_id')).toEqual(await ids('users', '_dlt_id'));
      expect(await open().dataset().rowCounts()).toEqual({ users: 2, users__pets: 3, users__pets__toys: 3 });
    },
  );
});
