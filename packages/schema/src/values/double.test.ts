import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { double, doubleJson, doubleText, doubleValue } from './double.ts';

describe('texts', () => {
  test.each([
    [1, '1.0', '1.0'],
    [-0, '-0.0', '-0.0'],
    [1e15, '1000000000000000.0', '1000000000000000.0'],
    [1e16, '1e+16', '1e+16'],
    [1.2345678901234568e17, '1.2345678901234568e+17', '1.2345678901234568e+17'],
    [1e300, '1e+300', '1e+300'],
    [1e-4, '0.0001', '0.0001'],
    [1e-5, '1e-05', '0.00001'],
    [1.5e-6, '1.5e-06', '1.5e-6'],
    [5e-324, '5e-324', '5e-324'],
    [0.1, '0.1', '0.1'],
    [Number.NaN, 'nan', 'null'],
    [Number.POSITIVE_INFINITY, 'inf', 'null'],
    [Number.NEGATIVE_INFINITY, '-inf', 'null'],
  ])('%d is %s as text, %s in JSON', (value, text, json) => {
    expect(doubleText(value)).toBe(text);
    expect(doubleJson(value)).toBe(json);
  });

  test('lose nothing', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(doubleText(value))).toBe(value);
        expect(Number(doubleJson(value))).toBe(value);
      }),
    );
  });
});

test('only whole numbers need the wrapper', () => {
  expect([1, 1.5].map(doubleValue)).toEqual([double(1), 1.5]);
});
