import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

test('of several operations on one working folder at once, one runs and the others are told who does', async () => {
  const { open } = await workspace();
  await open().run([{ id: 0 }], { table: 't' });
  await open().extract([{ id: 1 }], { table: 't' });
  const outcomes = await Promise.allSettled([
    open().load(),
    open().load(),
    open().run([{ id: 2 }], { table: 't' }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'PIPELINE_LOCKED', place: { pipeline: 'test' } });
  await open().run([{ id: 3 }], { table: 't' });
  expect((await rowsOf(open(), 't')).filter(({ id }) => id !== 2)).toEqual([{ id: 0 }, { id: 1 }, { id: 3 }]);
  expect(await open().pending()).toEqual([]);
});
