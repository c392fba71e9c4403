import { Decimal, Double, PlainDate, PlainTime, Timestamp, type Value, Wei } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareValues } from './compare-values.ts';

describe('compareValues', () => {
  test.for<[Value, Value, number]>([
    [1, 2, -1],
    [1, 1n, 0],
    [2n ** 60n, 2 ** 60, 0],
    [2n ** 60n + 1n, 2 ** 60, 1],
    [new Double(1), 1, 0],
    [true, 1, 0],
    [new Decimal('1.10'), new Decimal('1.1'), 0],
    [new Decimal('1.10'), new Decimal('1.2'), -1],
    [new Decimal('-1E+3'), new Decimal('-999'), -1],
    [new Decimal('0.5'), 0.5, 0],
    [new Wei('10'), 9n, 1],
    [Number.POSITIVE_INFINITY, 1, 1],
    ['2024-01-01', '2024-01-02', -1],
    ['', 'a', -1],
    [new Timestamp(1n, 0), new Timestamp(1n, 7200), 0],
    [new Timestamp(1n, null), new Timestamp(2n, null), -1],
    [new PlainDate(2), new PlainDate(1), 1],
    [new PlainTime(2), new PlainTime(2), 0],
    [new Uint8Array([1, 2]), new Uint8Array([1, 3]), -1],
    [new Uint8Array([1]), new Uint8Array([1, 0]), -1],
  ])('%o and %o: %i', ([a, b, expected]) => {
    expect(Math.sign(compareValues(a, b))).toBe(expected);
    expect(Math.sign(compareValues(b, a))).toBe(expected === 0 ? 0 : -expected);
  });

  test.for<[Value, Value]>([
    [1, 'a'],
    [Number.NaN, 1],
    [new Double(Number.NaN), 1],
    [new Timestamp(0n, 0), new Timestamp(0n, null)],
    [new Timestamp(0n, 0), new PlainDate(0)],
    [new Decimal('NaN'), 1],
    [[1], [2]],
    [null, 1],
  ])('%o and %o are not compared', ([a, b]) => {
    expect(() => compareValues(a, b)).toThrow(expect.objectContaining({ code: 'CURSOR_NOT_COMPARABLE' }));
  });

  test('orders numbers of every kind as one', () => {
    const kinds = (value: number): Value[] => [
      value,
      BigInt(value),
      new Double(value),
      new Decimal(String(value)),
    ];
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.nat(3), fc.nat(3), (a, b, i, j) => {
        const [left, right] = [kinds(a)[i], kinds(b)[j]];
        expect(Math.sign(compareValues(left ?? a, right ?? b))).toBe(Math.sign(a - b));
      }),
    );
  });
});
