import { acceptedScalar, key, record, recordsOfOneShape, runs, systemKey } from '@sluice/arbitraries';
import { type Column, dataTypes } from '@sluice/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NormalizeCase } from '../test/normalize.ts';
import { carefully, outcome } from '../test/outcome.ts';

// Few, so that records meet the declared columns and each other's; the format's own and any others among them.
const anyKey = fc.oneof(
  { arbitrary: fc.constantFrom('a', 'b', 'c', 'A', 'a__b', '__proto__'), weight: 8 },
  { arbitrary: systemKey, weight: 1 },
  { arbitrary: key, weight: 3 },
);

/** What a column of another type may or may not take, again and again: each has a branch of its own on the way. */
const scalar = fc.oneof(
  acceptedScalar,
  fc.constantFrom<unknown>(
    null,
    1,
    0.5,
    Number.NaN,
    -1 / 0,
    2 ** 53 + 2,
    5n,
    true,
    '8',
    '1.5',
    'x',
    '[1]',
    '2024-02-29',
  ),
);

const column = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c', 'a__b', 'x_proto'),
    data_type: fc.constantFrom(...dataTypes),
    nullable: fc.boolean(),
    timezone: fc.boolean(),
    precision: fc.integer({ min: 1, max: 38 }),
  },
  { requiredKeys: ['name', 'data_type'] },
);

const settings: fc.Arbitrary<NormalizeCase> = fc.record({
  columns: fc.uniqueArray(column as fc.Arbitrary<Column>, { maxLength: 2, selector: ({ name }) => name }),
  hints: fc.constantFrom(
    {},
    { write_disposition: 'merge' },
    { 'x-normalizer': { max_nesting: 1 } },
    { 'x-normalizer': { max_nesting: 0 } },
    { schema_contract: { columns: 'discard_value' } },
    { schema_contract: { columns: 'discard_row' } },
    { schema_contract: { data_type: 'discard_row' } },
    { schema_contract: { data_type: 'discard_value' } },
    { schema_contract: { tables: 'discard_row', columns: 'discard_value' } },
    { schema_contract: 'freeze' },
  ),
  maxBatchRows: fc.constantFrom(1, 2, 3, 1000),
  maxBufferBytes: fc.constantFrom(1, 1_000_000),
});

const some = fc.oneof(
  { arbitrary: fc.array(record({ key: anyKey, scalar }), { minLength: 1, maxLength: 6 }), weight: 2 },
  { arbitrary: recordsOfOneShape({ key: anyKey, scalar }, 12), weight: 1 },
);

test('the fast path and the careful path write the same', () => {
  fc.assert(
    fc.property(some, settings, (first, options) => {
      // Twice, so that every shape is known the second time.
      const records = [...first, ...first];
      expect(outcome(records, options)).toEqual(outcome(records.map(carefully), options));
    }),
    runs(400),
  );
});
