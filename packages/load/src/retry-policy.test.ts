import { expect, test } from 'vitest';
import { type RetryPolicy, retryDelay } from './retry-policy.ts';

test.each<[attempt: number, policy: RetryPolicy, random: number, ms: number]>([
  [1, {}, 1, 250],
  [1, {}, 0, 125],
  [2, {}, 1, 500],
  [3, {}, 0.5, 750],
  [4, {}, 1, 2000],
  [20, {}, 1, 30_000],
  [20, {}, 0, 15_000],
  [2000, {}, 1, 30_000],
  [1, { minDelayMs: 10 }, 1, 10],
  [5, { minDelayMs: 10, maxDelayMs: 40 }, 1, 40],
  [3, { minDelayMs: 0 }, 1, 0],
])('after attempt %d with %o and chance %d: %d ms', (attempt, policy, random, ms) => {
  expect(retryDelay(attempt, policy, random)).toBe(ms);
});
