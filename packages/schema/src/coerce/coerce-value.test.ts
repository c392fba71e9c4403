import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DataType, dataTypes } from '../data-type.ts';
import { dataTypeOf } from '../values/data-type-of.ts';
import { double } from '../values/double.ts';
import { Decimal, HexBytes, PlainDate, PlainTime, Timestamp, type Value, Wei } from '../values/values.ts';
import { coerceValue } from './coerce-value.ts';
import { notCoercible } from './not-coercible.ts';

// What dlt's own conversion answers, beyond the golden table.
describe('texts', () => {
  test.each<[string, DataType, Value | typeof notCoercible]>([
    ['0x1_F', 'bigint', 31],
    ['0x-5', 'bigint', -5],
    ['0x0x1F', 'bigint', 31],
    ['0x_1F', 'bigint', notCoercible],
    ['+0x1', 'bigint', notCoercible],
    ['\u001c5\u0085', 'bigint', 5],
    ['\ufeff5', 'bigint', notCoercible],
    ['1_', 'bigint', notCoercible],
    ['9007199254740993', 'bigint', 9_007_199_254_740_993n],
    ['1'.repeat(4301), 'bigint', notCoercible],
    ['1e5_0', 'double', double(1e50)],
    ['1_e5', 'double', notCoercible],
    ['nan(5)', 'double', notCoercible],
    ['+nan', 'double', Number.NaN],
    [`0x${'f'.repeat(300)}`, 'double', notCoercible],
    ['1_e5', 'decimal', new Decimal('1E+5')],
    ['0x1p3', 'decimal', notCoercible],
    ['+nan', 'timestamp', notCoercible],
    ['1E+400', 'timestamp', notCoercible],
    ['1_0.5_0', 'timestamp', new Timestamp(10_500_000n, 0)],
    ['AAAA=', 'binary', Uint8Array.of(0, 0, 0)],
    ['0xab cd', 'binary', Uint8Array.of(171, 205)],
    ['0xA', 'binary', notCoercible],
    ['"\\ud800"', 'json', notCoercible],
    ['9999-12-31T23:59:59-05:00', 'timestamp', notCoercible],
  ])('%j to %s', (value, to, expected) => {
    expect(coerceValue(value, 'text', to)).toEqual(expected);
  });
});

describe('decimals', () => {
  test.each<[string, DataType, Value | typeof notCoercible]>([
    ['1E+27', 'bigint', 10n ** 27n],
    ['1E+28', 'bigint', notCoercible],
    ['1E+999999999', 'bigint', notCoercible],
    ['0E+100', 'bigint', 0],
    ['-0.0', 'bigint', 0],
    ['-12.000', 'bigint', -12],
    ['0.001', 'bigint', notCoercible],
    ['sNaN', 'double', notCoercible],
    ['-0.00', 'bool', false],
    ['NaN', 'bool', true],
  ])('%s to %s', (text, to, expected) => {
    expect(coerceValue(new Decimal(text), 'decimal', to)).toEqual(expected);
    expect(coerceValue(new Wei(text), 'wei', to)).toEqual(expected);
  });
});

describe('seconds since 1970 are rounded to even microseconds', () => {
  test.each([
    [0.5e-6, 0n],
    [1.5e-6, 2n],
    [2.5e-6, 2n],
    [-0.5e-6, 0n],
    [-1.5e-6, -2n],
    [-0.1, -100_000n],
    [123_456_789.1234565, 123_456_789_123_456n],
    [-62_135_596_800, -62_135_596_800_000_000n],
    [253_402_300_799, 253_402_300_799_000_000n],
  ])('%d', (seconds, micros) => {
    expect(coerceValue(seconds, 'double', 'timestamp')).toEqual(new Timestamp(micros, 0));
  });

  test.each([-62_135_596_801, 253_402_300_800, 1e300, Number.NaN])('%d has no date', (seconds) => {
    expect(coerceValue(seconds, 'double', 'timestamp')).toBe(notCoercible);
    expect(coerceValue(seconds, 'double', 'date')).toBe(notCoercible);
  });
});

describe('JSON as text', () => {
  test('elements are converted as they are reached', () => {
    const value = { a: new Date(0), b: ['\uf0261.5'], c: 2n } as unknown as Value;
    expect(coerceValue(value, 'json', 'text')).toBe('{"a":"1970-01-01T00:00:00+00:00","b":["1.5"],"c":2}');
  });

  test('a circle is an error, not a misfit', () => {
    const loop: Value[] = [];
    loop.push(loop);
    expect(() => coerceValue(loop, 'json', 'text')).toThrow(
      expect.objectContaining({ code: 'RECORD_CYCLIC' }),
    );
  });
});

const anyValue = fc.oneof<fc.Arbitrary<Value>[]>(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('1', '-5', '1.5', '1e400', '2024-01-01', '10:00', '[1]', 'null', 'true', 'AAAA', '0xff'),
  fc.double(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.boolean(),
  fc.constantFrom('1.5', '2', '1E+30', 'NaN', 'Infinity').map((text) => new Decimal(text)),
  fc.constantFrom('1', '0').map((text) => new Wei(text)),
  fc.constantFrom(new Timestamp(0n, null), new Timestamp(-1n, 3600), new PlainDate(0), new PlainTime(0)),
  fc.uint8Array(),
  fc.uint8Array().map((bytes) => new HexBytes(bytes)),
  fc.array(fc.integer()),
);

test('a value in another type is of that type, or is refused without an error', () => {
  fc.assert(
    fc.property(anyValue, fc.constantFrom(...dataTypes), (value, to) => {
      const coerced = coerceValue(value, dataTypeOf(value), to);
      if (coerced !== notCoercible && to !== 'json') expect(dataTypeOf(coerced)).toBe(to);
    }),
    { numRuns: 2000 },
  );
});

test('null stays null', () => {
  expect(coerceValue(null, 'text', 'bigint')).toBeNull();
});
