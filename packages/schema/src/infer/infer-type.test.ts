import { describe, expect, test } from 'vitest';
import { double } from '../values/double.ts';
import { HexBytes, type Value } from '../values/values.ts';
import { inferType } from './infer-type.ts';

const now = 1_704_067_200;
const fiveYears = 5 * 31_536_000;

describe('seconds around the present', () => {
  test.each<[Value, string]>([
    [now, 'timestamp'],
    [now + 0.5, 'timestamp'],
    [double(now), 'timestamp'],
    [BigInt(now), 'timestamp'],
    [now + fiveYears, 'timestamp'],
    [now - fiveYears, 'timestamp'],
    [now + fiveYears + 1, 'bigint'],
    [now - fiveYears - 0.5, 'double'],
    [String(now), 'text'],
    [true, 'bool'],
  ])('%s is %s', (value, type) => {
    expect(inferType(value, ['timestamp'], now)).toBe(type);
  });

  test('by default the present is that of the clock', () => {
    expect(inferType(Math.floor(Date.now() / 1000), ['timestamp'])).toBe('timestamp');
  });
});

test('the first detection that knows the value decides', () => {
  expect(inferType('2024', ['iso_timestamp', 'iso_date'])).toBe('date');
  expect(inferType(2n ** 63n, ['large_integer', 'timestamp'], now)).toBe('wei');
  expect(inferType(10n ** 39n, ['large_integer'])).toBe('text');
});

test('bytes in hex may become text', () => {
  expect(inferType(new HexBytes(new Uint8Array(1)), ['hexbytes_to_text'])).toBe('text');
});

test.each(['constructor', 'iso'])('there is no detection %s', (name) => {
  expect(() => inferType(1, [name])).toThrow(expect.objectContaining({ code: 'DETECTION_UNKNOWN' }));
});
