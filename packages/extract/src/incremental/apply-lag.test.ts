import { Double, PlainDate, Timestamp, type Value } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { applyLag } from './apply-lag.ts';

const day = 86_400_000_000n;

// The notations that dlt's own answers do not show: those are in the golden cases.
describe('a lag', () => {
  test.for<[last: Value, lag: number, direction: 'max' | 'min', initial: Value, expected: Value]>([
    [10n, 3, 'max', null, 7n],
    [new Double(10), 3, 'max', null, new Double(7)],
    [1.5, 1, 'min', null, 2.5],
    ['2024-01-10T12:00', 60, 'max', null, '2024-01-10T11:59'],
    ['2024-01-10T12', 3600, 'min', null, '2024-01-10T13'],
    ['2024-01-10T12:00:00.25', 1, 'max', null, '2024-01-10T11:59:59.250000'],
    ['2024-01-10T00:30:00-0500', 3600, 'max', null, '2024-01-09T23:30:00-0500'],
    ['2024-03-01', 1, 'max', null, '2024-02-29'],
    ['2024-12-31', 1, 'min', null, '2025-01-01'],
    ['2025-W01', 1, 'max', null, '2024-W52'],
    ['2024-366', 86_400, 'min', null, '2025-001'],
    // The initial value says what a cursor holds: a day then is a whole day.
    ['2024-01-10T12:00:00Z', 1, 'max', '2024-01-01', '2024-01-09T00:00:00Z'],
    [new Timestamp(10n * day + 5n, 0), 1, 'max', new PlainDate(0), new Timestamp(9n * day, 0)],
    [new Timestamp(10n * day + 5n, 0), 1, 'min', new PlainDate(99), new Timestamp(12n * day - 1n, 0)],
    [new PlainDate(10), 2 * 86_400, 'max', new Timestamp(0n, 0), new PlainDate(8)],
    // An initial value of another kind cannot hold it back.
    ['b', 0, 'max', null, 'b'],
  ])('%o less %i (%s, from %o): %o', ([last, lag, direction, initial, expected]) => {
    if (last === 'b')
      expect(() => applyLag(last, lag, direction, initial)).toThrow(
        expect.objectContaining({ code: 'CURSOR_LAG_INVALID' }),
      );
    else expect(applyLag(last, lag, direction, initial)).toEqual(expected);
  });
});
