import { Decimal, double, HexBytes, PlainDate, PlainTime, Timestamp, type Value, Wei } from '@sluice/schema';
import fc from 'fast-check';
import { objectOf } from './records.ts';

const firstDay = -719_162;
const lastDay = 2_932_896;
const microsPerDay = 86_400_000_000;

const awkward = [
  '"',
  '\\',
  '/',
  '\b',
  '\n',
  '\u0000',
  '\u001f',
  '\u007f',
  '\u2028',
  '\ud83d\ude42',
  'u',
  '0',
  '',
];

// A text that begins like a marker of typed JSON reads as what it marks: the format cannot tell them apart.
const unmarked = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...awkward)).map((characters) => characters.join('')),
  )
  .filter((text) => text.isWellFormed() && !/^[\uf026-\uf02e]/.test(text));
const key = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()), weight: 4 },
  { arbitrary: fc.constantFrom('__proto__', 'constructor', 'toJSON', ''), weight: 1 },
);
const clock = fc.integer({ min: 0, max: microsPerDay - 1 });
const day = fc.integer({ min: firstDay, max: lastDay });

/** Of a clock; null = it has no zone. */
const offset = fc
  .option(fc.integer({ min: -1439, max: 1439 }))
  .map((minutes) => (minutes === null ? null : minutes * 60));

const timestamp = fc
  .tuple(fc.integer({ min: firstDay + 1, max: lastDay - 1 }), clock, offset)
  .map(
    ([date, micros, seconds]) => new Timestamp(BigInt(date) * BigInt(microsPerDay) + BigInt(micros), seconds),
  );

const decimalText = fc.tuple(fc.bigInt(), fc.nat(30)).map(([whole, fraction]) => `${whole}.${fraction}`);

// Numbers that JSON gives back as they are: whole ones only as far as they are exact, no fraction beyond them.
const plainNumber = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
);

/** A value that plain JSON has a form for, and gives back as it was. */
export const plainValue: fc.Arbitrary<Value> = nest(
  fc.oneof(fc.constantFrom(null, true, false), unmarked, plainNumber),
);

/** One value of any type but JSON, in the form that reading typed JSON gives. */
export const scalarValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(null, true, false),
  unmarked,
  plainNumber,
  fc.oneof(fc.integer(), fc.constantFrom(-0, 1e16, 1e300, 2 ** 63)).map(double),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
  decimalText.map((text) => new Decimal(text)),
  decimalText.map((text) => new Wei(text)),
  timestamp,
  day.map((days) => new PlainDate(days)),
  fc.tuple(clock, offset).map(([micros, seconds]) => new PlainTime(micros, seconds)),
  // Of no bytes at all nothing is left but the marker, which is a text.
  fc.uint8Array({ minLength: 1 }),
  fc.uint8Array().map((bytes) => new HexBytes(bytes)),
);

/** Any value a cell, a state or a JSON column can hold, in the form that reading typed JSON gives. */
export const value: fc.Arbitrary<Value> = nest(scalarValue);

/** Lists, objects and maps of such values. A map is for keys that an object would put in another order. */
function nest(leaf: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  const isIndex = (name: string) => /^(?:0|[1-9]\d{0,9})$/.test(name);
  return fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .uniqueArray(
          fc.tuple(
            key.filter((name) => !isIndex(name)),
            tie('value'),
          ),
          {
            maxLength: 4,
            selector: ([name]) => name,
          },
        )
        .map((entries) => objectOf(entries) as Value),
      fc
        .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
        .map((entries) => new Map([...entries, ['0', 1]])),
    ),
  })).value;
}
