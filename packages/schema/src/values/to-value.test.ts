import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { toValue } from './to-value.ts';
import { Decimal, Double, HexBytes, PlainDate, PlainTime, Timestamp, Wei } from './values.ts';

/** A `Temporal` object as far as a library's or an engine's is looked at. */
function temporal(name: string, fields: object): object {
  return { ...fields, [Symbol.toStringTag]: `Temporal.${name}`, __proto__: class {}.prototype };
}

const toIso = (text: string) => ({ toString: () => text });

describe('values pass as they are', () => {
  const same = [
    null,
    'text',
    '',
    0,
    -0,
    1.5,
    Number.NaN,
    12n,
    true,
    [1, undefined],
    { a: new Date(0) },
    Object.create(null),
    new Map([['a', 1]]),
    Buffer.from('a'),
    new Uint8Array(2),
    new Double(1),
    new Decimal('1.0'),
    new Wei('1'),
    new Timestamp(0n, null),
    new PlainDate(0),
    new PlainTime(0),
    new HexBytes(new Uint8Array(1)),
    runInNewContext('({ a: 1 })'),
    runInNewContext('[1]'),
  ];

  test.each(same)('%o', (input) => {
    expect(toValue(input)).toBe(input);
  });

  test('an object with a class and fields of its own', () => {
    const user = new (class User {
      name = 'Ada';
    })();
    expect(toValue(user)).toBe(user);
  });
});

describe('other inputs', () => {
  test.each([
    ['undefined', undefined, null],
    ['a Date', new Date('2024-01-01T00:00:00.123Z'), new Timestamp(1_704_067_200_123_000n, 0)],
    ['a Date before 1684', new Date('0001-01-01T00:00:00Z'), new Timestamp(-62_135_596_800_000_000n, 0)],
    ['a Date of another realm', runInNewContext('new Date(1)'), new Timestamp(1000n, 0)],
    ['a Map of another realm', runInNewContext('new Map([["a", 1]])'), new Map([['a', 1]])],
    ['bytes of another realm', runInNewContext('new Uint8Array(1)'), new Uint8Array(1)],
    ['a Set', new Set([1, 'a']), [1, 'a']],
    ['a URL', new URL('https://example.org/a'), 'https://example.org/a'],
    ['a boxed number', Object(5), 5],
    ['a boxed text', Object('a'), 'a'],
    ['a boxed boolean', Object(false), false],
    ['a boxed bigint', Object(5n), 5n],
    ['an ArrayBuffer', Uint8Array.of(1, 2).buffer, Uint8Array.of(1, 2)],
    ['a DataView', new DataView(Uint8Array.of(1, 2, 3).buffer, 1), Uint8Array.of(2, 3)],
    [
      'an object with toJSON',
      { toJSON: () => new Date(0), __proto__: class {}.prototype },
      new Timestamp(0n, 0),
    ],
  ])('%s', (_, input, value) => {
    expect(toValue(input)).toEqual(value);
  });
});

describe('decimals of libraries', () => {
  class Big {
    s = 1;
    e = 0;
    c: number[] | null;
    #text: string;
    constructor(text: string, digits: number[] | null) {
      this.#text = text;
      this.c = digits;
    }
    toFixed(): string {
      return this.#text;
    }
    toString(): string {
      return this.#text;
    }
    toJSON(): string {
      return 'not this one';
    }
  }

  test.each([
    ['1.25', [1, 2, 5], '1.25'],
    ['1e+30', [1], '1E+30'],
    ['NaN', null, 'NaN'],
    ['-Infinity', null, '-Infinity'],
  ])('%s', (text, digits, expected) => {
    expect(toValue(new Big(text, digits))).toEqual(new Decimal(expected));
  });
});

describe('Temporal', () => {
  test.each([
    ['Instant', { epochNanoseconds: -1n }, new Timestamp(-1n, 0)],
    ['Instant', { epochNanoseconds: 1_999n }, new Timestamp(1n, 0)],
    ['ZonedDateTime', { epochNanoseconds: 1000n, offsetNanoseconds: -3.6e12 }, new Timestamp(1n, -3600)],
    ['PlainDateTime', toIso('1970-01-01T00:00:00.000001999'), new Timestamp(1n, null)],
    ['PlainDate', toIso('1970-01-02'), new PlainDate(1)],
    ['PlainTime', toIso('00:00:01'), new PlainTime(1_000_000)],
    ['Duration', { toJSON: () => 'P1D' }, 'P1D'],
  ])('%s', (name, fields, value) => {
    expect(toValue(temporal(name, fields))).toEqual(value);
  });

  test('years the format cannot write are refused', () => {
    const far = temporal('PlainDate', toIso('+010000-01-01'));
    expect(() => toValue(far)).toThrow(expect.objectContaining({ code: 'RECORD_VALUE_UNSUPPORTED' }));
  });
});

describe('refused', () => {
  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a promise', Promise.resolve(1)],
    ['a regular expression', /a/],
    ['an error', new Error('a')],
    ['a generator', (function* () {})()],
    ['an invalid Date', new Date(Number.NaN)],
    ['a Date beyond the year 9999', new Date(8.64e15)],
    [
      'an object that hides its fields',
      new (class Hidden {
        #a = 1;
        get a() {
          return this.#a;
        }
      })(),
    ],
  ])('%s', (_, input) => {
    expect(() => toValue(input)).toThrow(expect.objectContaining({ code: 'RECORD_VALUE_UNSUPPORTED' }));
  });
});
