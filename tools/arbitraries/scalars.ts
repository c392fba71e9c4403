import { decimal, double, HexBytes, PlainDate, PlainTime, Timestamp, Wei } from '@sluice/schema';
import fc from 'fast-check';

/** Texts that look like something else, and some that are hard to store. */
export const trickyTexts: readonly string[] = [
  '',
  ' ',
  '0',
  '12',
  ' +5 ',
  '1_000',
  '-7',
  '1.5',
  '1e3',
  '0x0a',
  '9007199254740993',
  '99999999999999999999',
  'NaN',
  'inf',
  'true',
  'False',
  'yes',
  'null',
  'undefined',
  '{"a":1}',
  '[1, 2]',
  '"quoted"',
  '2024-02-29T12:00:00Z',
  '2024-02-29T12:00:00.123456+05:30',
  '1969-12-31 23:59:59.999999',
  '2024-02-30T00:00:00Z',
  '2024-02-29',
  '2024',
  '12:30:00',
  'aGVsbG8=',
  'a\u0000b',
  'a\nb\tc\r',
  `it's "quoted"; -- \\`,
  '名前 🙂 é e\u0301',
  '\u2028\ufeff',
  'x'.repeat(5000),
];

/** Any text that UTF-8 can carry. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...trickyTexts), weight: 2 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }), weight: 2 },
  // A first character of this range marks the type of a text in the format's typed JSON.
  {
    arbitrary: fc
      .string({ unit: 'binary', maxLength: 8 })
      .filter((any) => any.isWellFormed() && !/^[\uf026-\uf02e]/.test(any)),
    weight: 1,
  },
);

/** Any number, NaN, infinities and -0 among them; mostly ones that people use. */
export const number: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: fc.integer({ min: -1000, max: 1000 }), weight: 3 },
  { arbitrary: fc.maxSafeInteger(), weight: 1 },
  { arbitrary: fc.double(), weight: 1 },
  {
    arbitrary: fc.constantFrom(
      -0,
      0.5,
      0.1,
      1e-7,
      1.5e-6,
      1e16,
      1e21,
      1e300,
      2 ** 53 - 1,
      2 ** 53,
      2 ** 53 + 2,
      -(2 ** 63),
      2 ** 63,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ),
    weight: 1,
  },
);

class Point {
  x = 1;
  y = { z: 'deep' };
}

class Money {
  readonly #cents = 150;
  toJSON(): string {
    return (this.#cents / 100).toFixed(2);
  }
}

/** One of each kind of thing that records may hold and JSON has no word for. */
const special: readonly unknown[] = [
  undefined,
  5n,
  2n ** 53n + 1n,
  -(2n ** 63n),
  2n ** 63n - 1n,
  new Date(-1),
  new Date('2024-02-29T12:00:00.001Z'),
  Uint8Array.of(0, 1, 255),
  new Uint8Array(),
  new Uint16Array([1, 2]),
  new ArrayBuffer(2),
  decimal('1.10'),
  decimal('-0.000000001'),
  decimal('12345678901234567890'),
  double(3),
  double(-0),
  new Timestamp(1_709_208_000_000_001n, 19_800),
  new Timestamp(-1n, null),
  new PlainDate(-1),
  new PlainTime(86_399_999_999),
  new HexBytes(Uint8Array.of(222, 173)),
  new Wei('1000000000000000000'),
  new Point(),
  new Money(),
  new Set([1, 'a', null]),
  new Set(),
  new Map<unknown, unknown>([
    ['b', 1],
    ['2', { c: 2 }],
    ['1', [3]],
  ]),
  new Map(),
  Object('boxed'),
  Object(7),
  Object.assign(Object.create(null), { bare: true }),
];

/** What may stand under a key of a record without being a plain object or a list. */
export const acceptedScalar: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: text, weight: 4 },
  { arbitrary: number, weight: 4 },
  { arbitrary: fc.boolean(), weight: 2 },
  { arbitrary: fc.constant(null), weight: 1 },
  { arbitrary: fc.constantFrom(...special), weight: 2 },
);
