import { expect, test } from 'vitest';
import { forEachLimited } from './for-each-limited.ts';

test('does every item once, never more than the limit at a time', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await forEachLimited([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    done.push(item);
    running--;
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('stops at a failure, after what runs has ended', async () => {
  const begun: number[] = [];
  const failing = forEachLimited([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 2) throw new Error('two');
  });
  await expect(failing).rejects.toThrow('two');
  expect(begun.length).toBeLessThan(5);
});

test('nothing to do', async () => {
  await expect(forEachLimited([], 4, () => Promise.reject(new Error('never')))).resolves.toBeUndefined();
});
