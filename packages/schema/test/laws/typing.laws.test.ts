import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, scalarValue, trickyTexts, value } from '../../../../tools/arbitraries/index.ts';
import {
  coerceValue,
  type DataType,
  dataTypeOf,
  dataTypes,
  decimal,
  double,
  encodeJson,
  inferType,
  normalizeTimestamp,
  notCoercible,
  PlainTime,
  Timestamp,
  type Value,
} from '../../src/index.ts';

const some = fc.oneof(
  { arbitrary: scalarValue.filter((one) => one !== null), weight: 5 },
  { arbitrary: value.filter((one) => one !== null), weight: 1 },
  { arbitrary: fc.constantFrom<Value>(...trickyTexts), weight: 1 },
  { arbitrary: fc.constantFrom<Value>(1n, 0, 5, -7, 0.5, Number.NaN, double(-0), decimal('NaN')), weight: 1 },
);
const type = fc.constantFrom(...dataTypes);

const coerce = (one: Value, to: DataType) => coerceValue(one, dataTypeOf(one), to);

describe('a value in a column of another type', () => {
  test('is of that type then, or does not fit', () => {
    fc.assert(
      fc.property(some, type, (one, to) => {
        const coerced = coerce(one, to);
        if (coerced !== notCoercible && to !== 'json') expect(dataTypeOf(coerced)).toBe(to);
      }),
      runs(500),
    );
  });

  test('changes nothing any more when it is converted again', () => {
    fc.assert(
      fc.property(some, type, (one, to) => {
        const once = coerce(one, to);
        if (once !== notCoercible && once !== null && to !== 'json') expect(coerce(once, to)).toBe(once);
      }),
      runs(500),
    );
  });

  test('always has a text', () => {
    fc.assert(
      fc.property(some, (one) => {
        expect(typeof coerce(one, 'text')).toBe('string');
      }),
      runs(300),
    );
  });
});

describe('there and back', () => {
  // JSON is taken apart, bytes have two spellings, columns of times have no zone.
  const spelled: readonly DataType[] = ['bigint', 'double', 'bool', 'decimal', 'wei', 'date', 'time'];
  const whole = scalarValue
    .filter((one) => one !== null && spelled.includes(dataTypeOf(one)))
    .map((one) => (one instanceof PlainTime ? new PlainTime(one.micros) : one));

  test('by way of its text a value comes back', () => {
    fc.assert(
      fc.property(whole, (one) => {
        const back = coerce(coerce(one, 'text') as string, dataTypeOf(one));
        expect(encodeJson(back, { typed: true })).toBe(encodeJson(one, { typed: true }));
      }),
      runs(500),
    );
  });

  test('by way of its text a time comes back as the same moment', () => {
    fc.assert(
      fc.property(
        scalarValue.filter((one): one is Timestamp => one instanceof Timestamp),
        (one) => {
          const back = coerce(coerce(one, 'text') as string, 'timestamp') as Timestamp;
          expect(normalizeTimestamp(back, true)).toEqual(normalizeTimestamp(one, true));
        },
      ),
      runs(),
    );
  });
});

describe('the order of the types of numbers', () => {
  const above: readonly (readonly [narrow: DataType, wide: DataType])[] = [
    ['bigint', 'double'],
    ['bigint', 'decimal'],
    ['bigint', 'wei'],
    ['double', 'decimal'],
    ['bigint', 'text'],
    ['double', 'text'],
    ['decimal', 'text'],
  ];

  test.each(above)('a number that fits %s fits %s', (narrow, wide) => {
    const numeric = some.filter((one) => ['bigint', 'double', 'decimal', 'wei'].includes(dataTypeOf(one)));
    fc.assert(
      fc.property(numeric, (one) => {
        if (coerce(one, narrow) !== notCoercible) expect(coerce(one, wide)).not.toBe(notCoercible);
      }),
      runs(),
    );
  });

  test('an integer is the same number by way of any of them', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom<DataType>('double', 'decimal', 'wei', 'text'),
        (one, by) => {
          expect(coerce(coerce(one, by) as Value, 'bigint')).toBe(one + 0);
        },
      ),
      runs(),
    );
  });
});

describe('the type of a new column', () => {
  test('without detections is the type of the value, and the value fits it', () => {
    fc.assert(
      fc.property(some, (one) => {
        expect(inferType(one, [])).toBe(dataTypeOf(one));
      }),
      runs(),
    );
  });

  test('takes the value that brought it, whatever is looked for', () => {
    // `iso_date` takes the years and months of a date-time grammar; `large_integer` only makes room.
    const names = fc.subarray([
      'iso_timestamp',
      'iso_date',
      'timestamp',
      'large_integer',
      'hexbytes_to_text',
      'wei_to_double',
    ]);
    fc.assert(
      fc.property(some, names, (one, detections) => {
        expect(coerce(one, inferType(one, detections))).not.toBe(notCoercible);
      }),
      runs(500),
    );
  });
});
