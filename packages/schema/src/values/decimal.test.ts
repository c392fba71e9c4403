import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, decimalText, parseDecimal } from './decimal.ts';

describe('normal form', () => {
  test.each([
    ['1.10', '1.10'],
    ['+.50', '0.50'],
    ['5.', '5'],
    ['1e3', '1E+3'],
    ['12.5e3', '1.25E+4'],
    ['-0E-10', '-0E-10'],
    ['0.000001', '0.000001'],
    ['0.0000001', '1E-7'],
    ['0.00000123', '0.00000123'],
    ['  007 ', '7'],
    ['1_0__0', '100'],
    ['١٢٣', '123'],
    ['𝟙𝟚', '12'],
    ['nan', 'NaN'],
    ['-sNaN007', '-sNaN7'],
    ['inf', 'Infinity'],
    ['-Infinity', '-Infinity'],
    ['', null],
    ['.', null],
    ['e5', null],
    ['1,5', null],
    ['0x1F', null],
    ['1 2', null],
    ['1E1000000000000000000', null],
  ])('%j → %j', (text, expected) => {
    expect(decimalText(text)).toBe(expected);
  });

  test('is its own normal form', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: -60, max: 60 }), (coefficient, exponent) => {
        const text = decimalText(`${coefficient}e${exponent}`);
        expect(decimalText(String(text))).toBe(text);
      }),
    );
  });

  test('keeps coefficient and exponent', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: -60, max: 60 }), (coefficient, exponent) => {
        const parts = parseDecimal(decimalText(`${coefficient}e${exponent}`) ?? '');
        expect(parts).toEqual({
          negative: coefficient < 0n,
          digits: String(coefficient < 0n ? -coefficient : coefficient),
          exponent,
        });
      }),
    );
  });
});

test('parts of what is not finite are null', () => {
  expect(['NaN', 'Infinity', 'x'].map(parseDecimal)).toEqual([null, null, null]);
});

test('a text that is no decimal is refused', () => {
  expect(decimal(' 1.50 ').text).toBe('1.50');
  expect(() => decimal('1,5')).toThrow(expect.objectContaining({ code: 'DECIMAL_INVALID' }));
});
