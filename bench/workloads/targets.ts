import { median } from '../run/median.ts';
import type { Measurement, Result, Target } from '../run/workload.ts';

type Results = ReadonlyMap<string, Result>;

/** So many times as fast as another contender. */
export function timesAsFastAs(other: string, times: number): Target {
  return {
    text: `≥ ${times} × as fast as ${other}`,
    judge: (results) =>
      reached(speedOver(results, other), (ratio) => `${ratio.toFixed(1)} ×`, times, 'least'),
  };
}

/** At least this part of the speed of another contender. */
export function shareOfSpeed(other: string, share: number): Target {
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  return {
    text: `≥ ${percent(share)} of the speed of ${other}`,
    judge: (results) => reached(speedOver(results, other), percent, share, 'least'),
  };
}

/** At most so many times as long as another contender: for work that should not grow faster than its input. */
export function timesAsLongAs(more: string, less: string, times: number): Target {
  return {
    text: `${more} takes ≤ ${times} × as long as ${less}`,
    judge: (results) => {
      const [a, b] = [more, less].map((name) => middle(results, name, ({ seconds }) => seconds));
      const ratio = typeof a === 'number' && typeof b === 'number' ? a / b : null;
      return reached(ratio, (value) => `${value.toFixed(2)} ×`, times, 'most');
    },
  };
}

export function secondsAtMost(contender: string, limit: number, part?: string): Target {
  return {
    text: `${part ?? contender}: ≤ ${limit} s`,
    judge: (results) =>
      reached(
        middle(results, contender, ({ seconds, parts }) => (part ? (parts[part] ?? Number.NaN) : seconds)),
        (value) => `${value.toFixed(3)} s`,
        limit,
        'most',
      ),
  };
}

export function peakAtMost(contender: string, megabytes: number): Target {
  return {
    text: `${contender}: peak memory ≤ ${megabytes} MB`,
    judge: (results) => reached(peak(results, contender), (mb) => `${Math.round(mb)} MB`, megabytes, 'most'),
  };
}

/** The memory of one contender as a multiple of another's. */
export function peakRatioAtMost(more: string, less: string, ratio: number): Target {
  return {
    text: `peak memory, ${more} : ${less} ≤ ${ratio}`,
    judge: (results) => {
      const [a, b] = [peak(results, more), peak(results, less)];
      return reached(a === null || b === null ? null : a / b, (value) => value.toFixed(2), ratio, 'most');
    },
  };
}

function speedOver(results: Results, other: string): number | null {
  const mine = middle(results, 'sluice', ({ seconds }) => seconds);
  const theirs = middle(results, other, ({ seconds }) => seconds);
  return mine === null || theirs === null ? null : theirs / mine;
}

function peak(results: Results, contender: string): number | null {
  return middle(results, contender, ({ peakBytes }) => peakBytes / 1e6);
}

function middle(results: Results, contender: string, value: (run: Measurement) => number): number | null {
  const runs = results.get(contender)?.runs ?? [];
  return runs.length === 0 ? null : median(runs.map(value));
}

function reached(
  value: number | null,
  write: (value: number) => string,
  limit: number,
  which: 'least' | 'most',
): ReturnType<Target['judge']> {
  if (value === null) return null;
  return { reached: write(value), isMet: which === 'least' ? value >= limit : value <= limit };
}
