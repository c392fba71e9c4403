import { expect, test } from 'vitest';
import { mbPerTextReader, resourcesFor } from './resources.ts';

const usual = { memoryMb: 200, threads: 4 };

test.each([
  [0, false, { memoryMb: 200, threads: 4 }],
  [40, false, { memoryMb: 200, threads: 4 }],
  [80, false, { memoryMb: 384, threads: 4 }],
  [150, false, { memoryMb: 360, threads: 2 }],
  [300, false, { memoryMb: 360, threads: 1 }],
  [5000, false, { memoryMb: 6000, threads: 1 }],
  [40, true, { memoryMb: 200, threads: 4 }],
  [80, true, { memoryMb: 200, threads: 2 }],
  [5000, true, { memoryMb: 200, threads: 1 }],
])('%i columns, limit fixed: %s', (columns, isLimitFixed, expected) => {
  expect(resourcesFor(columns, usual, isLimitFixed)).toEqual(expected);
});

test('what a transaction has written before takes memory until its end', () => {
  expect(resourcesFor(10, usual, false, 20_000)).toEqual({ memoryMb: 1200, threads: 4 });
  expect(resourcesFor(10, usual, true, 20_000)).toEqual({ memoryMb: 200, threads: 4 });
});

test('each thread that reads text files takes memory of its own', () => {
  const many = { memoryMb: 200, threads: 16 };
  expect(resourcesFor(10, many, false, 0, mbPerTextReader)).toEqual({ memoryMb: 384, threads: 4 });
  expect(resourcesFor(10, many, true, 0, mbPerTextReader)).toEqual({ memoryMb: 200, threads: 2 });
  expect(resourcesFor(10, usual, false, 0, 0)).toEqual({ memoryMb: 200, threads: 4 });
});
