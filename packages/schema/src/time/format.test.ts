import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlainDate, PlainTime, Timestamp } from '../values/values.ts';
import { firstDay, lastDay, microsPerDay } from './calendar.ts';
import { formatDate, formatTime, formatTimestamp } from './format.ts';
import { readDate, readTime, readTimestamp } from './read-formatted.ts';

const days = fc.integer({ min: firstDay, max: lastDay });
const clock = fc.integer({ min: 0, max: microsPerDay - 1 });
const timestamp = fc
  .tuple(
    fc.integer({ min: firstDay + 1, max: lastDay - 1 }),
    clock,
    fc.option(fc.integer({ min: -86_399, max: 86_399 })),
  )
  .map(([day, micros, offset]) => new Timestamp(BigInt(day) * BigInt(microsPerDay) + BigInt(micros), offset));

describe('what is written reads back', () => {
  test('timestamps', () => {
    fc.assert(
      fc.property(timestamp, (value) => {
        expect(readTimestamp(formatTimestamp(value))).toEqual(value);
      }),
    );
  });

  test('dates', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(readDate(formatDate(new PlainDate(day)))).toEqual(new PlainDate(day));
      }),
    );
  });

  test('times', () => {
    fc.assert(
      fc.property(clock, (micros) => {
        expect(readTime(formatTime(new PlainTime(micros)))).toEqual(new PlainTime(micros));
      }),
    );
  });
});

test('dates are those of the calendar everybody uses', () => {
  fc.assert(
    fc.property(days, (day) => {
      expect(formatDate(new PlainDate(day))).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }),
  );
});

test.each([
  [0n, 0, '1970-01-01T00:00:00+00:00'],
  [-1n, null, '1969-12-31T23:59:59.999999'],
  [0n, -18_000, '1969-12-31T19:00:00-05:00'],
  [0n, 1172, '1970-01-01T00:19:32+00:19:32'],
  [-62_135_596_800_000_000n, 0, '0001-01-01T00:00:00+00:00'],
])('%d at %d is %s', (micros, offset, text) => {
  expect(formatTimestamp(new Timestamp(micros, offset))).toBe(text);
});
