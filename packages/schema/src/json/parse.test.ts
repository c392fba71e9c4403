import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, Double, HexBytes, PlainTime, Timestamp, type Value } from '../values/values.ts';
import { decodeTypedJson, parseJson } from './parse.ts';
import { removeMarkers } from './remove-markers.ts';

describe('numbers', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['-0.0', new Double(-0)],
    ['1.0', new Double(1)],
    ['1e3', new Double(1000)],
    ['1.5', 1.5],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['18446744073709551615', 18_446_744_073_709_551_615n],
    ['18446744073709551616', new Double(2 ** 64)],
    ['-9223372036854775808', -(2n ** 63n)],
    ['-9223372036854775809', new Double(-(2 ** 63))],
    ['123456789012345678901234567890', new Double(1.2345678901234568e29)],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });
});

describe('objects', () => {
  test('keep the order of keys, in a map where they must', () => {
    expect(parseJson('{"b":1,"a":{"2":1,"1":2}}')).toEqual({
      b: 1,
      a: new Map([
        ['2', 1],
        ['1', 2],
      ]),
    });
    expect([...(parseJson('{"b":1,"7":2,"a":3}') as ReadonlyMap<string, Value>).keys()]).toEqual([
      'b',
      '7',
      'a',
    ]);
  });

  test('the last of equal keys counts', () => {
    expect(parseJson('{"a":1,"b":2,"a":3}')).toEqual({ a: 3, b: 2 });
  });

  test('__proto__ is a key like any other', () => {
    const value = parseJson('{"__proto__":{"a":1}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });
});

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ stringUnit: 'binary' }),
      fc.constantFrom(undefined, 1, '\t'),
      (value, space) => {
        const text = JSON.stringify(value, null, space);
        fc.pre(JSON.stringify(text).isWellFormed() && !text.includes('\\ud'));
        expect(JSON.stringify(withoutMaps(parseJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      },
    ),
  );
});

function withoutMaps(value: Value): unknown {
  if (Array.isArray(value)) return value.map(withoutMaps);
  if (value instanceof Double) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, Value][] = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutMaps(inner)]));
}

test.each([
  '',
  ' ',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  "{'a':1}",
  '01',
  '1.',
  '.5',
  '+1',
  '-',
  '1e400',
  'NaN',
  'Infinity',
  'nul',
  '1 2',
  '"a',
  '"\\"',
  '"\\x"',
  '"\u0001"',
  '"\\ud800"',
  '"\ud800"',
  '\ufeff1',
  '[1]\v',
  '[',
  '{"a"',
  '['.repeat(1025) + ']'.repeat(1025),
])('%j is not JSON', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'JSON_INVALID' }));
});

test('1024 levels are', () => {
  expect(parseJson('['.repeat(1024) + ']'.repeat(1024))).toBeInstanceOf(Array);
});

describe('typed JSON', () => {
  test.each([
    ['\uf0261_0', new Decimal('10')],
    ['\uf026x', '\uf026x'],
    ['\uf027x', '\uf027x'],
    ['\uf0272024-01-01', new Timestamp(1_704_067_200_000_000n, null)],
    ['\uf0272024-02-30', '\uf0272024-02-30'],
    ['\uf0272024-01-01T24:00', '\uf0272024-01-01T24:00'],
    ['\uf0272024-01-01T00:00:00+24:00', '\uf0272024-01-01T00:00:00+24:00'],
    ['\uf0282024-02-30', '\uf0282024-02-30'],
    ['\uf0282024-01-01T00:00:00', '\uf0282024-01-01T00:00:00'],
    ['\uf029123E4567E89B12D3A456426614174000', '123e4567-e89b-12d3-a456-426614174000'],
    ['\uf029123', '\uf029123'],
    ['\uf02aDEAD', new HexBytes(Uint8Array.of(222, 173))],
    ['\uf02a0xabc', '\uf02a0xabc'],
    ['\uf02bA', '\uf02bA'],
    ['\uf02d10:00:00+02:00', new PlainTime(28_800_000_000, 7200)],
    ['\uf02d25:00', '\uf02d25:00'],
    ['\uf02e1', '\uf02e1'],
    ['\uf026', '\uf026'],
  ])('%j', (text, value) => {
    expect(decodeTypedJson(JSON.stringify([text]))).toEqual([value]);
  });
});

describe('removing markers', () => {
  test('gives the same value where there are none', () => {
    const value = { a: ['b', { c: new Decimal('1') }], d: Number.NaN };
    expect(removeMarkers(value)).toBe(value);
  });

  test('keeps maps in order, and keys as they are', () => {
    const value = new Map<string, Value>([
      ['2', '\uf0261'],
      ['\uf026', ['\uf026', '\uf02ex', '\uf02fx']],
    ]);
    expect(removeMarkers(value)).toEqual(
      new Map<string, Value>([
        ['2', '1'],
        ['\uf026', ['\uf026', 'x', '\uf02fx']],
      ]),
    );
  });
});
