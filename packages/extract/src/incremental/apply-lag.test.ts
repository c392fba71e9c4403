import { Double, PlainDate, parseIso, Timestamp, timeZone, type Value } from '@sluice/schema';
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
      expect(() => applyLag(last, lag, direction, initial, null)).toThrow(
        expect.objectContaining({ code: 'CURSOR_LAG_INVALID' }),
      );
    else expect(applyLag(last, lag, direction, initial, null)).toEqual(expected);
  });
});

// What the real dlt answers where a cursor of dates meets date-times, in UTC and in the time zone of Berlin.
describe('a lag of a day', () => {
  test.for<[last: string, direction: 'max' | 'min', utc: string, berlin: string]>([
    ['2024-01-10T02:00:00+05:00', 'max', '2024-01-08T05:00:00+05:00', '2024-01-08T04:00:00+05:00'],
    ['2024-01-10T02:00:00+05:00', 'min', '2024-01-11T04:59:59+05:00', '2024-01-11T03:59:59+05:00'],
    ['2024-01-10T02:00:00Z', 'max', '2024-01-09T00:00:00Z', '2024-01-08T23:00:00Z'],
    ['2024-01-10T23:30:00Z', 'max', '2024-01-09T00:00:00Z', '2024-01-09T23:00:00Z'],
    ['2024-01-10T23:30:00Z', 'min', '2024-01-11T23:59:59Z', '2024-01-12T22:59:59Z'],
    ['2024-01-10T02:00:00', 'max', '2024-01-09T00:00:00', '2024-01-09T00:00:00'],
    ['2024-01-10T02:00', 'min', '2024-01-11T23:59', '2024-01-11T23:59'],
    [
      '2024-01-10T02:00:00.5+05:00',
      'max',
      '2024-01-08T05:00:00.000000+05:00',
      '2024-01-08T04:00:00.000000+05:00',
    ],
    ['2024-01-10T02:00:00+0500', 'min', '2024-01-11T04:59:59+0500', '2024-01-11T03:59:59+0500'],
    ['2024-04-01T00:30:00+00:00', 'max', '2024-03-31T00:00:00+00:00', '2024-03-30T23:00:00+00:00'],
    ['2024-03-31T23:30:00+00:00', 'min', '2024-04-01T23:59:59+00:00', '2024-04-02T21:59:59+00:00'],
  ])('%s, %s', ([last, direction, utc, berlin]) => {
    const initial = direction === 'max' ? '1970-01-01' : '9999-01-01';
    const zone = timeZone('Europe/Berlin');
    expect(applyLag(last, 1, direction, initial, null)).toBe(utc);
    expect(applyLag(last, 1, direction, initial, zone)).toBe(berlin);
    // The same where it is no text; that one goes to the last microsecond of the day.
    const moment = parseIso(last) as Timestamp;
    const moved = applyLag(
      moment,
      1,
      direction,
      new PlainDate(direction === 'max' ? 0 : 99_999),
      zone,
    ) as Timestamp;
    const expected = parseIso(berlin) as Timestamp;
    expect(moved.offsetSeconds).toBe(moment.offsetSeconds);
    expect(moved.micros - (moved.micros % (last.length === 16 ? 60_000_000n : 1_000_000n))).toBe(
      expected.micros,
    );
  });
});
