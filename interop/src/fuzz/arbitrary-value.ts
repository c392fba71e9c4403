import { text, trickyTexts } from '@sluice/arbitraries';
import { decimal, formatDate, formatTimestamp, PlainDate, Timestamp } from '@sluice/schema';
import fc from 'fast-check';
import type { Json } from '../json/json.ts';

/** Which numbers the bare ones of a case are: JavaScript cannot tell `1.0` from `1`, so a column has one kind only. */
export type Numbers = 'integers' | 'doubles';

const tagged = (type: string, v: string): Json =>
  new Map([
    ['$type', type],
    ['v', v],
  ]);

const microsPerDay = 86_400_000_000;
const days = fc.integer({ min: -700_000, max: 2_900_000 });
const clock = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: microsPerDay - 1 }));
const timestamp = fc
  .tuple(days, clock, fc.option(fc.constantFrom(0, 3600, -18_000, 19_800)))
  .map(([day, micros, offset]) =>
    tagged(
      'datetime',
      formatTimestamp(new Timestamp(BigInt(day) * BigInt(microsPerDay) + BigInt(micros), offset)),
    ),
  );

const integer = fc.oneof(
  { arbitrary: fc.integer({ min: -50, max: 50 }).map(BigInt), weight: 4 },
  { arbitrary: fc.maxSafeInteger().map(BigInt), weight: 1 },
  {
    arbitrary: fc
      .bigInt({ min: 2n ** 53n, max: 60_000_000_000_000_000n })
      .chain((big) => fc.constantFrom(big, -big))
      .map((big) => tagged('bigint', big.toString())),
    weight: 1,
  },
  // Larger ones make dlt stumble where they meet a column of times.
);

const double = fc
  .oneof(
    fc.integer({ min: -50, max: 50 }),
    // Of more digits dlt's SQL may change the last one.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((any) => Number(any.toPrecision(15))),
    fc.constantFrom(0.1, 1e-7, 1e22),
  )
  .map((number) => (Number.isInteger(number) ? tagged('float', `${BigInt(number)}.0`) : number));

const numbers: Readonly<Record<Numbers, fc.Arbitrary<Json>>> = { integers: integer, doubles: double };

// Of U+0000 dlt leaves nothing, and of no bytes a text: sluice keeps both (docs/dlt-compatibility.md).
const storable = (one: string) => !one.includes('\u0000');

// Of a decimal of too many digits sluice leaves nothing out: doubles stay away from columns of decimals.
const exact: Readonly<Record<Numbers, fc.Arbitrary<Json>>> = {
  integers: fc
    .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.nat(9))
    .map(([whole, fraction]) => tagged('decimal', decimal(`${whole}.${fraction}`).text)),
  doubles: double,
};

/** One value that is no object and no list, as a case writes it. */
export function scalar(kind: Numbers): fc.Arbitrary<Json> {
  return fc.oneof(
    { arbitrary: text.filter(storable), weight: 4 },
    { arbitrary: fc.constantFrom(...trickyTexts.filter(storable)), weight: 2 },
    { arbitrary: numbers[kind], weight: 6 },
    { arbitrary: fc.boolean(), weight: 2 },
    { arbitrary: fc.constant(null), weight: 2 },
    { arbitrary: timestamp, weight: 1 },
    { arbitrary: days.map((day) => tagged('date', formatDate(new PlainDate(day)))), weight: 1 },
    {
      arbitrary: fc
        .constantFrom('00:00:00', '12:30:15', '23:59:59.999999')
        .map((time) => tagged('time', time)),
      weight: 1,
    },
    { arbitrary: exact[kind], weight: 1 },
    {
      arbitrary: fc
        .uint8Array({ minLength: 1, maxLength: 5 })
        .map((bytes) => tagged('bytes', Buffer.from(bytes).toString('base64'))),
      weight: 1,
    },
  );
}
