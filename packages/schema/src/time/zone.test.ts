import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { coerceValue } from '../coerce/coerce-value.ts';
import { dataTypeOf } from '../values/data-type-of.ts';
import { PlainDate, type PlainTime, Timestamp, type Value } from '../values/values.ts';
import { formatDate, formatTime, formatTimestamp } from './format.ts';
import { normalizeTimestamp } from './normalize-timestamp.ts';
import { parseIso } from './parse-iso.ts';
import { type TimeZone, timeZone } from './zone.ts';

function zoneOf(name: string): TimeZone {
  const zone = timeZone(name);
  if (!zone) throw new Error(`${name} is UTC`);
  return zone;
}

const berlin = zoneOf('Europe/Berlin');

/** What a column of timestamps holds of an input, with a time zone and without. */
function stored(input: Value, timezone: boolean, zone = berlin): string {
  const moment = coerceValue(input, dataTypeOf(input), 'timestamp', zone);
  return formatTimestamp(normalizeTimestamp(moment as Timestamp, timezone, zone));
}

// All answers are the real dlt's, in the time zone Europe/Berlin.
describe('a timestamp in Berlin', () => {
  test.each<[input: Value, instant: string, wallClock: string, day: string]>([
    ['2024-01-01T12:00:00', '2024-01-01T12:00:00+01:00', '2024-01-01T12:00:00', '2024-01-01'],
    ['2024-01-01T12:00:00Z', '2024-01-01T13:00:00+01:00', '2024-01-01T13:00:00', '2024-01-01'],
    ['2024-07-01T12:00:00', '2024-07-01T12:00:00+02:00', '2024-07-01T12:00:00', '2024-07-01'],
    ['2024-07-01T23:00:00+05:00', '2024-07-01T20:00:00+02:00', '2024-07-01T20:00:00', '2024-07-01'],
    ['2024-06-30T22:30:00Z', '2024-07-01T00:30:00+02:00', '2024-07-01T00:30:00', '2024-07-01'],
    // On this morning clocks go from 02:00 to 03:00.
    ['2024-03-31T01:59:59', '2024-03-31T01:59:59+01:00', '2024-03-31T01:59:59', '2024-03-31'],
    ['2024-03-31T02:00:00', '2024-03-31T03:00:00+02:00', '2024-03-31T02:00:00', '2024-03-31'],
    ['2024-03-31T02:30:00', '2024-03-31T03:30:00+02:00', '2024-03-31T02:30:00', '2024-03-31'],
    ['2024-03-31T03:00:00', '2024-03-31T03:00:00+02:00', '2024-03-31T03:00:00', '2024-03-31'],
    ['2024-03-31T00:59:59Z', '2024-03-31T01:59:59+01:00', '2024-03-31T01:59:59', '2024-03-31'],
    ['2024-03-31T01:00:00Z', '2024-03-31T03:00:00+02:00', '2024-03-31T03:00:00', '2024-03-31'],
    // On this one they go from 03:00 back to 02:00.
    ['2024-10-27T01:59:59', '2024-10-27T01:59:59+02:00', '2024-10-27T01:59:59', '2024-10-27'],
    ['2024-10-27T02:00:00', '2024-10-27T02:00:00+02:00', '2024-10-27T02:00:00', '2024-10-27'],
    [
      '2024-10-27T02:59:59.999999',
      '2024-10-27T02:59:59.999999+02:00',
      '2024-10-27T02:59:59.999999',
      '2024-10-27',
    ],
    ['2024-10-27T03:00:00', '2024-10-27T03:00:00+01:00', '2024-10-27T03:00:00', '2024-10-27'],
    ['2024-10-27T00:30:00Z', '2024-10-27T02:30:00+02:00', '2024-10-27T02:30:00', '2024-10-27'],
    ['2024-10-27T01:30:00Z', '2024-10-27T02:30:00+01:00', '2024-10-27T02:30:00', '2024-10-27'],
    // Before there was a standard time, and when summer time was two hours.
    ['1890-01-01T00:00:00', '1890-01-01T00:00:00+00:53:28', '1890-01-01T00:00:00', '1890-01-01'],
    ['1893-04-01T00:03:00', '1893-04-01T00:09:32+01:00', '1893-04-01T00:03:00', '1893-04-01'],
    ['1945-05-24T03:00:00Z', '1945-05-24T06:00:00+03:00', '1945-05-24T06:00:00', '1945-05-24'],
    ['2100-07-01T12:00:00', '2100-07-01T12:00:00+02:00', '2100-07-01T12:00:00', '2100-07-01'],
    ['0001-01-02T00:00:00', '0001-01-02T00:00:00+00:53:28', '0001-01-02T00:00:00', '0001-01-02'],
    ['9999-12-30T23:00:00', '9999-12-30T23:00:00+01:00', '9999-12-30T23:00:00', '9999-12-30'],
    // A day is its midnight there; numbers are seconds in UTC.
    ['2024-07-01', '2024-07-01T00:00:00+02:00', '2024-07-01T00:00:00', '2024-07-01'],
    [new PlainDate(19_905), '2024-07-01T00:00:00+02:00', '2024-07-01T00:00:00', '2024-07-01'],
    [1_719_871_200.5, '2024-07-02T00:00:00.500000+02:00', '2024-07-02T00:00:00.500000', '2024-07-02'],
    [-1, '1970-01-01T00:59:59+01:00', '1970-01-01T00:59:59', '1970-01-01'],
  ])('%o', (input, instant, wallClock, day) => {
    expect(stored(input, true)).toBe(instant);
    expect(stored(input, false)).toBe(wallClock);
    const from = dataTypeOf(input);
    expect(formatDate(coerceValue(input, from, 'date', berlin) as PlainDate)).toBe(day);
  });

  test.each([
    ['10:00', '10:00:00'],
    ['10:00:00+02:00', '09:00:00'],
    ['00:30:00+05:00', '20:30:00'],
    ['23:30Z', '00:30:00'],
    ['T10:00Z', '11:00:00'],
  ])('the time of day %s', (text, expected) => {
    expect(formatTime(coerceValue(text, 'text', 'time', berlin) as PlainTime)).toBe(expected);
  });
});

test.each([
  // Clocks went a whole day on: there was no 30 December.
  ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-31T12:00:00+14:00'],
  ['Pacific/Apia', '2011-12-29T23:59:59', '2011-12-29T23:59:59-10:00'],
  ['Australia/Lord_Howe', '2024-04-07T01:45:00', '2024-04-07T01:45:00+11:00'],
  ['Asia/Kathmandu', '2024-01-01T00:00:00', '2024-01-01T00:00:00+05:45'],
  ['America/New_York', '2024-11-03T01:30:00', '2024-11-03T01:30:00-04:00'],
  ['Etc/GMT+5', '2024-01-01T00:00:00', '2024-01-01T00:00:00-05:00'],
  ['GMT', '2024-01-01T00:00:00', '2024-01-01T00:00:00+00:00'],
])('in %s, %s is %s', (name, wallClock, expected) => {
  expect(stored(wallClock, true, zoneOf(name))).toBe(expected);
});

test('every hour of two years comes back from its wall clock, but those that come a second time', () => {
  const hour = 3_600_000_000n;
  const start = 1_672_531_200_000_000n;
  const lost: string[] = [];
  for (let n = 0n; n < 2n * 366n * 24n; n++) {
    const instant = start + n * hour;
    const wall = instant + BigInt(berlin.offsetAt(instant)) * 1_000_000n;
    if (berlin.instantOf(wall) !== instant) lost.push(formatTimestamp(new Timestamp(instant, 0)));
  }
  expect(lost).toEqual(['2023-10-29T01:00:00+00:00', '2024-10-27T01:00:00+00:00']);
});

test('a context without anything of a host knows time zones', () => {
  const offset =
    "new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })";
  expect(runInNewContext(`${offset}.format(0)`)).toContain('GMT+01:00');
});

test('an engine without Intl has UTC alone', () => {
  vi.stubGlobal('Intl', undefined);
  try {
    expect(timeZone('UTC')).toBeNull();
    expect(() => timeZone('Europe/Berlin')).toThrow(expect.objectContaining({ code: 'RUNTIME_UNSUPPORTED' }));
  } finally {
    vi.unstubAllGlobals();
  }
});

test('UTC needs no conversion', () => {
  expect(timeZone('UTC')).toBeNull();
  const naive = parseIso('2024-01-01T12:00:00') as Timestamp;
  expect(normalizeTimestamp(naive, true, null)).toEqual(new Timestamp(naive.micros, 0));
});

test.each([
  ['', 'it is empty'],
  ['+02:00', 'an offset is no time zone'],
  ['-05', 'an offset is no time zone'],
  ['utc', 'it is spelled UTC'],
  ['europe/berlin', 'it is spelled Europe/Berlin'],
  ['Europe/Berln', 'there is none of that name'],
  ['BST', 'there is none of that name'],
  ['SystemV/EST5', 'there is none of that name'],
])('%j is no time zone: %s', (name, why) => {
  expect(() => timeZone(name)).toThrow(
    expect.objectContaining({ code: 'TIME_ZONE_UNKNOWN', message: expect.stringContaining(why) }),
  );
});
