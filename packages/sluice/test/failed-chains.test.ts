import { type Resource, resource } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const must = { must: { dataType: 'bigint', nullable: false } } as const;
const merge = { writeDisposition: 'merge', primaryKey: 'id' } as const;
const upsert = { writeDisposition: { disposition: 'merge', strategy: 'upsert' }, primaryKey: 'id' } as const;
const replace = { writeDisposition: 'replace' } as const;
const csv = { fileFormat: 'csv' } as const;

/** Chains of every disposition, in files of two formats; those that fail come first, in the middle and last. */
function chains(run: number): Resource[] {
  const rows = [{ id: 1, v: run, kids: [{ k: run }] }];
  return [
    resource('a_fails', { ...merge, ...csv, columns: must }, rows),
    resource('b_merged', merge, rows),
    resource('c_upserted', { ...upsert, ...csv }, rows),
    resource('d_fails', { columns: must }, rows),
    resource('e_replaced', { ...replace, ...csv }, rows),
    resource('f_appended', csv, rows),
    resource('g_fails', { ...replace, ...csv, columns: must }, rows),
  ];
}

describeEngines((engine) => {
  test('whatever is left out, the other chains are as if it had never been there', async () => {
    const { open } = await workspace(engine);
    for (const run of [1, 2]) {
      const { failures } = await open({ onTableFailure: 'continue' }).run(chains(run));
      expect(failures.map(({ table }) => table).sort()).toEqual(['a_fails', 'd_fails', 'g_fails']);
    }
    const last = [{ id: 1, v: 2 }];
    const both = [{ id: 1, v: 1 }, ...last];
    const kidsOf = async (table: string) => (await rowsOf(open(), `${table}__kids`, 'k')).map(({ k }) => k);
    for (const table of ['b_merged', 'c_upserted', 'e_replaced']) {
      expect(await rowsOf(open(), table)).toEqual(last);
      expect(await kidsOf(table)).toEqual([2]);
    }
    expect(await rowsOf(open(), 'f_appended', 'v')).toEqual(both);
    expect(await kidsOf('f_appended')).toEqual([1, 2]);
    for (const table of ['a_fails', 'd_fails', 'g_fails']) {
      expect(await rowsOf(open(), table)).toEqual([]);
      await open().dataset().query(`ALTER TABLE data.${table} ALTER COLUMN must DROP NOT NULL`);
    }
    await open().retry();
    const retried = (rows: object[]) => rows.map((row) => ({ ...row, must: null }));
    expect(await rowsOf(open(), 'a_fails')).toEqual(retried(last));
    expect(await rowsOf(open(), 'd_fails', 'v')).toEqual(retried(both));
    expect(await rowsOf(open(), 'g_fails')).toEqual(retried(last));
    expect(await kidsOf('a_fails')).toEqual([2]);
    expect(await kidsOf('d_fails')).toEqual([1, 2]);
    expect(await kidsOf('g_fails')).toEqual([2]);
    expect(await open().failures()).toEqual([]);
  });
});
