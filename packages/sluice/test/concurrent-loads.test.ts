import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

test('a package that two pipelines load at once is there once', async () => {
  const { open } = await workspace();
  await open().run([{ id: 0 }], { table: 't' });
  await open().extract([{ id: 1 }], { table: 't' });
  // Whoever comes second may be told so, or notice that nothing is left to do.
  await Promise.allSettled([open().load(), open().load(), open().load()]);
  expect(await rowsOf(open(), 't')).toEqual([{ id: 0 }, { id: 1 }]);
  expect(await open().pending()).toEqual([]);
  await open().run([{ id: 2 }], { table: 't' });
  expect(await rowsOf(open(), 't')).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
});
