import { expect, test } from 'vitest';
import { dataTypeOf } from './data-type-of.ts';
import { Decimal, Double, HexBytes, PlainDate, PlainTime, Timestamp, Wei } from './values.ts';

test.each([
  ['a', 'text'],
  [true, 'bool'],
  [1, 'bigint'],
  [-0, 'bigint'],
  [-(2 ** 63), 'bigint'],
  [2 ** 63, 'double'],
  [1e300, 'double'],
  [1.5, 'double'],
  [Number.NaN, 'double'],
  [Number.POSITIVE_INFINITY, 'double'],
  [10n ** 30n, 'bigint'],
  [new Double(1), 'double'],
  [new Decimal('1'), 'decimal'],
  [new Wei('1'), 'wei'],
  [new Timestamp(0n, null), 'timestamp'],
  [new PlainDate(0), 'date'],
  [new PlainTime(0), 'time'],
  [new Uint8Array(), 'binary'],
  [new HexBytes(new Uint8Array()), 'binary'],
  [[], 'json'],
  [{}, 'json'],
  [new Map(), 'json'],
] as const)('%o is %s', (value, type) => {
  expect(dataTypeOf(value)).toBe(type);
});

test('null has none', () => {
  expect(() => dataTypeOf(null)).toThrow(expect.objectContaining({ code: 'RECORD_VALUE_UNSUPPORTED' }));
});
