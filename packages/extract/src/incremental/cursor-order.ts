import { toValue, type Value } from '@sluice/schema';
import { compareValues } from './compare-values.ts';
import type { LastValue } from './incremental.ts';

/** What `lastValue` says about the order of values. */
export interface CursorOrder {
  /** The direction in which values grow; null where a function decides. */
  readonly direction: 'max' | 'min' | null;
  /** Where `value` stands to `mark`: positive when it is beyond, 0 when both are one, negative when it is behind. */
  compare(value: Value, mark: Value): number;
  /** The latest of a value and the latest so far (null: none). */
  latest(value: Value, mark: Value): Value;
}

const max: CursorOrder = {
  direction: 'max',
  compare: compareValues,
  latest: (value, mark) => (mark === null || compareValues(value, mark) > 0 ? value : mark),
};

const min: CursorOrder = {
  direction: 'min',
  compare: (value, mark) => compareValues(mark, value),
  latest: (value, mark) => (mark === null || compareValues(value, mark) < 0 ? value : mark),
};

/** @param expose turns values into what the user's function knows. */
export function cursorOrder(
  lastValue: 'max' | 'min' | LastValue<unknown>,
  expose: (value: Value) => unknown,
): CursorOrder {
  if (lastValue === 'max') return max;
  if (lastValue === 'min') return min;
  const call = (...values: Value[]) => toValue(lastValue(values.map(expose)));
  return {
    direction: null,
    compare(value, mark) {
      if (!isSame(call(value, mark), mark)) return 1;
      return isSame(call(value), mark) ? 0 : -1;
    },
    latest: (value, mark) => (mark === null ? call(value) : call(value, mark)),
  };
}

function isSame(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  return compareValues(a, b) === 0;
}
