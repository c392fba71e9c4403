import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { double } from '../values/double.ts';
import { Decimal, HexBytes, PlainDate, PlainTime, Timestamp, Wei } from '../values/values.ts';
import { byCodePoint } from './by-code-point.ts';
import { encodeJson } from './encode.ts';

const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
// Numbers that both write alike: the others have rows of their own below.
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noInteger: true }).filter((value) => !(Math.abs(value) < 1e-5 && Math.abs(value) >= 1e-6)),
);
const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    text,
    number,
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(text, tie('plain'), { maxKeys: 4 }),
  ),
}));

describe('plain data', () => {
  test('is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(encodeJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('is the same whichever way it is written', () => {
    // A map around it keeps the value from being left to JSON.stringify.
    fc.assert(
      fc.property(plain, (value) => {
        expect(encodeJson(new Map([['a', value]]))).toBe(`{"a":${encodeJson(value)}}`);
      }),
    );
  });

  test('numbers that JavaScript writes its own way', () => {
    expect(encodeJson([1e16, 2 ** 60, 1e19, 1e21, 0.0000015, -0, Number.NaN, -1 / 0])).toBe(
      '[10000000000000000,1152921504606846976,1e+19,1e+21,1.5e-6,0,null,null]',
    );
  });

  test('undefined is left out of objects and null in lists', () => {
    expect(encodeJson({ a: undefined, b: [undefined], c: 1n })).toBe('{"b":[null],"c":1}');
    expect(encodeJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
    expect(encodeJson(undefined)).toBe('null');
  });

  test('a half of a surrogate pair stays for the writer of UTF-8 to find', () => {
    expect(encodeJson(['\ud800"', { '\udfff': '\\ud800' }])).toBe('["\ud800\\"",{"\udfff":"\\\\ud800"}]');
  });
});

describe('special values', () => {
  const value = {
    d: new Decimal('1.50'),
    t: new Timestamp(0n, 0),
    n: new Date(0),
    day: new PlainDate(1),
    clock: new PlainTime(500),
    hex: new HexBytes(Uint8Array.of(222, 173)),
    bytes: Uint8Array.of(0, 1),
    wei: new Wei('5'),
    f: double(1),
    i: 18_446_744_073_709_551_615n,
    set: new Set([1]),
    map: new Map<unknown, unknown>([
      ['2', 1],
      [1, 2],
      [null, 3],
    ]),
  };

  test('in plain JSON', () => {
    expect(encodeJson(value)).toBe(
      '{"d":"1.50","t":"1970-01-01T00:00:00+00:00","n":"1970-01-01T00:00:00+00:00","day":"1970-01-02",' +
        '"clock":"00:00:00.000500","hex":"0xdead","bytes":"AAE=","wei":"5","f":1.0,"i":18446744073709551615,' +
        '"set":[1],"map":{"2":1,"1":2,"null":3}}',
    );
  });

  test('in typed JSON', () => {
    const { set: _, map: __, ...marked } = value;
    expect(encodeJson(marked, { typed: true })).toBe(
      '{"d":"\uf0261.50","t":"\uf0271970-01-01T00:00:00+00:00","n":"\uf0271970-01-01T00:00:00+00:00",' +
        '"day":"\uf0281970-01-02","clock":"\uf02d00:00:00.000500","hex":"\uf02a0xdead","bytes":"\uf02bAAE=",' +
        '"wei":"\uf02c5","f":1.0,"i":18446744073709551615}',
    );
  });
});

describe('sorted keys', () => {
  test('are in the order of code points, at every level', () => {
    const value = { b: [{ z: 1, a: 2 }], '😀': 1, '\uffff': 2, a: 3, 10: 4, 9: 5 };
    expect(encodeJson(value, { sortKeys: true })).toBe(
      '{"10":4,"9":5,"a":3,"b":[{"a":2,"z":1}],"\uffff":2,"😀":1}',
    );
  });

  test('code points order as UTF-8 bytes do', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('refused', () => {
  const loop: { self?: unknown; list: unknown[] } = { list: [] };
  loop.list.push({ loop });
  const shared = { a: 1n };

  function nest(levels: number): unknown[] {
    return levels === 1 ? [] : [nest(levels - 1)];
  }

  test.each([
    ['an object that contains itself', loop, 'RECORD_CYCLIC'],
    ['a thousand and more levels', nest(1025), 'RECORD_TOO_DEEP'],
    ['a function', { a: () => 1 }, 'RECORD_VALUE_UNSUPPORTED'],
    ['an integer beyond 64 bits', [2n ** 64n], 'RECORD_INTEGER_OUT_OF_RANGE'],
    ['an integer below 64 bits', [-(2n ** 63n) - 1n], 'RECORD_INTEGER_OUT_OF_RANGE'],
  ])('%s', (_, value, code) => {
    expect(() => encodeJson(value)).toThrow(expect.objectContaining({ code }));
  });

  test('but not 1024 levels', () => {
    expect(encodeJson(nest(1024))).toBe('['.repeat(1024) + ']'.repeat(1024));
  });

  test('but not an object that stands in two places', () => {
    expect(encodeJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
});

test('own keys only, whatever their names', () => {
  const value = JSON.parse('{"__proto__":{"a":1},"constructor":2}');
  expect(encodeJson({ ...value, big: 1n })).toBe('{"__proto__":{"a":1},"constructor":2,"big":1}');
  expect(encodeJson(value)).toBe('{"__proto__":{"a":1},"constructor":2}');
});
