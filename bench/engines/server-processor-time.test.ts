import { expect, test } from 'vitest';
import { parseTimes, serverProcessorTime } from './server-processor-time.ts';

test('the times of a process whose name looks like fields', () => {
  const line = '77 (a b) 9 (c) S 12 77 77 0 -1 4194560 100 200 0 0 31 4 500 60 20 0 1 0 999';
  expect(parseTimes(line)).toEqual({ parent: 12, own: 35, ofEnded: 560 });
});

test('without a server there is nothing to count', () => {
  expect(serverProcessorTime(undefined)).toBe(0);
});

test.runIf(process.platform === 'linux')('a process counts with its own time', () => {
  expect(serverProcessorTime(process.pid)).toBeGreaterThan(0);
});
