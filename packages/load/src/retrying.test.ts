import { expect, test } from 'vitest';
import { retrying } from './retrying.ts';

const later = new Error('later');
const never = new Error('never');
const mayPass = (error: unknown) => error === later;
const quick = { retry: { attempts: 3, minDelayMs: 0 }, mayPass };

/** Fails with these errors, one each time, and then works. */
function failing(...errors: Error[]) {
  let calls = 0;
  const work = async () => {
    calls++;
    const error = errors.shift();
    if (error) throw error;
    return 'done';
  };
  return { work, calls: () => calls };
}

test.each<[errors: Error[], outcome: string | Error, calls: number]>([
  [[], 'done', 1],
  [[later, later], 'done', 3],
  [[later, later, later], later, 3],
  [[never], never, 1],
  [[later, never], never, 2],
])('after %o', async (errors, outcome, expected) => {
  const { work, calls } = failing(...errors);
  const result = await retrying(work, quick).catch((error: unknown) => error);
  expect(result).toBe(outcome);
  expect(calls()).toBe(expected);
});

test('stopped while it waits, it ends with the reason', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const { work, calls } = failing(later, later);
  const retry = { minDelayMs: 3_600_000, maxDelayMs: 3_600_000 };
  const waiting = retrying(work, { retry, mayPass, signal: stop.signal });
  setTimeout(() => stop.abort(reason));
  await expect(waiting).rejects.toBe(reason);
  expect(calls()).toBe(1);
});
