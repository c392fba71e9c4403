import { expect, test } from 'vitest';
import type { Result, Target } from '../run/workload.ts';
import {
  peakAtMost,
  peakRatioAtMost,
  secondsAtMost,
  shareOfSpeed,
  timesAsFastAs,
  timesAsLongAs,
} from './targets.ts';

function result(name: string, seconds: readonly number[], peakMb: number): [string, Result] {
  const runs = seconds.map((one) => ({
    seconds: one,
    cpuSeconds: one,
    peakBytes: peakMb * 1e6,
    parts: { import: one / 10 },
  }));
  const contender = { name, kind: 'sluice', records: 1, run: () => Promise.reject() } as const;
  return [name, { contender, runs, failure: null, unfinished: null, finding: null }];
}

const results = new Map([
  result('sluice', [9, 5, 4], 500),
  result('slow', [40, 50, 60], 600),
  result('fast', [2], 100),
]);

test.each<[Target, { reached: string; isMet: boolean } | null]>([
  [timesAsFastAs('slow', 8), { reached: '10.0 ×', isMet: true }],
  [timesAsFastAs('slow', 11), { reached: '10.0 ×', isMet: false }],
  [timesAsFastAs('absent', 1), null],
  [shareOfSpeed('fast', 0.4), { reached: '40 %', isMet: true }],
  [shareOfSpeed('fast', 0.5), { reached: '40 %', isMet: false }],
  [timesAsLongAs('slow', 'sluice', 10), { reached: '10.00 ×', isMet: true }],
  [timesAsLongAs('slow', 'sluice', 9.9), { reached: '10.00 ×', isMet: false }],
  [timesAsLongAs('slow', 'absent', 2), null],
  [secondsAtMost('sluice', 4.9), { reached: '5.000 s', isMet: false }],
  [secondsAtMost('sluice', 0.5, 'import'), { reached: '0.500 s', isMet: true }],
  [peakAtMost('sluice', 499), { reached: '500 MB', isMet: false }],
  [peakRatioAtMost('slow', 'sluice', 1.2), { reached: '1.20', isMet: true }],
])('$text', (target, expected) => {
  expect(target.judge(results)).toEqual(expected);
});
