import { expect, test } from 'vitest';
import { resourcesFor } from './resources.ts';

const usual = { memoryMb: 400, threads: 4 };

test.each([
  [0, false, { memoryMb: 400, threads: 4 }],
  [80, false, { memoryMb: 400, threads: 4 }],
  [150, false, { memoryMb: 400, threads: 2 }],
  [300, false, { memoryMb: 400, threads: 1 }],
  [5000, false, { memoryMb: 6000, threads: 1 }],
  [5000, true, { memoryMb: 400, threads: 1 }],
])('%i columns, limit fixed: %s', (columns, isLimitFixed, expected) => {
  expect(resourcesFor(columns, usual, isLimitFixed)).toEqual(expected);
});
