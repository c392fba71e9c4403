import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Timestamp } from '../values/values.ts';
import { isoTimestampMicros } from './iso-micros.ts';
import { parseIso } from './parse-iso.ts';

/** Digits of a given count, mostly such as a date or a clock has. */
function digits(count: number, max: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      { arbitrary: fc.integer({ min: 0, max }), weight: 9 },
      { arbitrary: fc.nat(10 ** count - 1), weight: 1 },
    )
    .map((value) => String(value).padStart(count, '0'));
}

const year = fc
  .oneof(
    { arbitrary: fc.integer({ min: 1685, max: 2254 }), weight: 4 },
    { arbitrary: fc.nat(9999), weight: 1 },
  )
  .map((value) => String(value).padStart(4, '0'));
const fraction = fc.oneof(
  fc.constant(''),
  fc.stringMatching(/^\.\d{1,9}$/),
  fc.stringMatching(/^[.,]\d{0,11}$/),
);
const offset = fc.oneof(
  fc.constantFrom('', 'Z', 'z', ' Z', '+', '-0000'),
  fc.stringMatching(/^[+-][012]\d(?::?[0-6]\d)?$/),
);
const dateTime = fc
  .tuple(
    year,
    digits(2, 12),
    digits(2, 31),
    fc.constantFrom('T', ' ', 'T', 't', ''),
    digits(2, 24),
    digits(2, 60),
    digits(2, 60),
    fraction,
    offset,
  )
  .map(([y, mo, d, separator, h, mi, s, f, o]) => `${y}-${mo}-${d}${separator}${h}:${mi}:${s}${f}${o}`);
const damaged = fc
  .tuple(dateTime, fc.nat(30), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
  .map(([text, at, char]) => text.slice(0, at) + char + text.slice(at + 1));

test('what it accepts, the careful reader reads the same', () => {
  fc.assert(
    fc.property(fc.oneof(dateTime, damaged), (text) => {
      const micros = isoTimestampMicros(text);
      if (Number.isNaN(micros)) return;
      const careful = parseIso(text);
      expect(careful).toBeInstanceOf(Timestamp);
      expect(BigInt(micros)).toBe((careful as Timestamp).micros);
    }),
    { numRuns: 5000 },
  );
});

test('it accepts what a Date writes', () => {
  const date = fc.date({ min: new Date('1685-01-01'), max: new Date('2254-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (moment) => {
      expect(isoTimestampMicros(moment.toISOString())).toBe(moment.getTime() * 1000);
    }),
  );
});

describe('results', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00', 0],
    ['1970-01-01 00:00:00-00:00', 0],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['2024-02-29T00:00:00.5+05:30', 1_709_145_000_500_000],
    ['2024-01-01T10:20:30.123456789+0200', 1_704_097_230_123_456],
    ['2024-01-01T10:20:30-11', 1_704_144_030_000_000],
  ])('%s is %d', (text, micros) => {
    expect(isoTimestampMicros(text)).toBe(micros);
  });

  test.each([
    '',
    '2024-01-01',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00.1234567891Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+02:60',
    '2024-01-01T00:00:00Z ',
    '0000-01-01T00:00:00Z',
    '1600-01-01T00:00:00Z',
    '9999-01-01T00:00:00Z',
    '٢٠٢٤-01-01T00:00:00Z',
  ])('%j is NaN', (text) => {
    expect(isoTimestampMicros(text)).toBeNaN();
  });
});
