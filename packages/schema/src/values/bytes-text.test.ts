import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, decodeLenientBase64, encodeBase64 } from './base64.ts';
import { decodeHex, encodeHex } from './hex.ts';

const bytes = fc.uint8Array({ maxLength: 20_000, size: 'max' });

test('base64 is the one everybody writes, and reads back', () => {
  fc.assert(
    fc.property(bytes, (input) => {
      const text = encodeBase64(input);
      expect(text).toBe(Buffer.from(input).toString('base64'));
      expect(decodeBase64(text)).toEqual(input);
      expect(decodeLenientBase64(text)).toEqual(input);
    }),
    { numRuns: 50 },
  );
});

test('hex reads back', () => {
  fc.assert(
    fc.property(bytes, (input) => {
      const text = encodeHex(input);
      expect(text).toBe(`0x${Buffer.from(input).toString('hex')}`);
      expect(decodeHex(text.slice(2))).toEqual(input);
    }),
    { numRuns: 20 },
  );
});

describe('strict base64', () => {
  test.each(['', 'AA==', 'AAA=', 'AAAA', 'AAAA==='])('takes %j', (text) => {
    expect(decodeBase64(text)).not.toBeNull();
  });

  test.each(['A', 'AA', 'AAA', 'AA=', 'A===', '====', 'AA=A', 'AA==AA==', ' AA==', 'AA==\n', 'A-__', 'ü'])(
    'refuses %j',
    (text) => {
      expect(decodeBase64(text)).toBeNull();
    },
  );
});

describe('lenient base64', () => {
  test.each([
    ['!!', []],
    ['A A E =', [0, 1]],
    ['AA==AA==', [0]],
    ['AAA=A', [0, 0]],
    ['====', []],
    ['A', null],
    ['AA', null],
    ['AA=A', null],
    ['AAE=ü', null],
  ])('%j → %j', (text, expected) => {
    expect(decodeLenientBase64(text)).toEqual(expected && Uint8Array.from(expected));
  });
});

test.each(['A', 'GG', '0x', 'ü1'])('hex refuses %j', (text) => {
  expect(decodeHex(text)).toBeNull();
});
