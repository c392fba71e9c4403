import { expect, test } from 'vitest';
import { forAll, turns } from './turns.ts';

test('never more at once than there are turns, and all of them come', async () => {
  const inTurns = turns(2);
  let running = 0;
  let most = 0;
  const work = async (value: number): Promise<number> => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    await new Promise(setImmediate);
    running--;
    return value;
  };
  const values = [1, 2, 3, 4, 5, 6, 7];
  expect(await Promise.all(values.map((value) => inTurns(() => work(value))))).toEqual(values);
  expect(most).toBe(2);
});

test('a turn that fails makes way for the next', async () => {
  const inTurns = turns(1);
  const failing = inTurns(() => Promise.reject(new Error('no')));
  const next = inTurns(async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

test('items are asked for when they can be worked on: a source without an end may stop in between', async () => {
  let isThrough = false;
  const seen: number[] = [];
  function* counting(): Generator<number> {
    for (let n = 1; !isThrough; n++) yield n;
  }
  await forAll(counting(), 2, async (n) => {
    await new Promise(setImmediate);
    seen.push(n);
    if (n === 10) isThrough = true;
  });
  expect(seen.length).toBeLessThanOrEqual(11);
});
