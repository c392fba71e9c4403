import { resource } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

const merged = { table: 't', writeDisposition: 'merge', primaryKey: 'id' } as const;

test('a deleted or changed row takes everything nested in it along', async () => {
  const { open } = await workspace();
  const options = { ...merged, columns: { gone: { hardDelete: true, dataType: 'bool' } } } as const;
  await open().run(
    [
      { id: 1, k: [{ n: 1, s: [1, 2] }] },
      { id: 2, k: [{ n: 2, s: [3] }] },
      { id: 3, k: [{ n: 3 }] },
    ],
    options,
  );
  await open().run(
    [
      { id: 1, gone: true },
      { id: 2, gone: false, k: [{ n: 22 }] },
      { id: 4, gone: true, k: [{ n: 4 }] },
    ],
    options,
  );
  expect(await rowsOf(open(), 't')).toEqual([
    { id: 2, gone: false },
    { id: 3, gone: null },
  ]);
  expect(await rowsOf(open(), 't__k', 'n')).toEqual([{ n: 3 }, { n: 22 }]);
  expect(await open().dataset().rowCounts()).toEqual({ t: 2, t__k: 2, t__k__s: 0 });
});

test('nested tables that come later; of rows with one key one stays, with what is nested in it', async () => {
  const { open } = await workspace();
  await open().run([{ id: 1 }, { id: 2 }], merged);
  await open().run(
    [
      { id: 1, k: [{ s: [{ q: 1 }] }] },
      { id: 1, k: [{ s: [{ q: 2 }] }] },
    ],
    merged,
  );
  expect(await open().dataset().rowCounts()).toEqual({ t: 2, t__k: 1, t__k__s: 1 });
  await open().run([{ id: 1, k: [] }], merged);
  expect(await open().dataset().rowCounts()).toEqual({ t: 2, t__k: 0, t__k__s: 0 });
});

test('replacing with nothing empties the whole chain, and makes no table that never was', async () => {
  const { open } = await workspace();
  const replaced = (rows: object[]) => resource('t', { writeDisposition: 'replace' }, rows);
  await open().run(replaced([{ id: 1, k: [{ n: 1 }] }]));
  await open().run(replaced([]));
  expect(await open().dataset().rowCounts()).toEqual({ t: 0, t__k: 0 });
  const { loadIds } = await open().run(resource('never', { writeDisposition: 'replace' }, []));
  expect(loadIds).toEqual([]);
});
