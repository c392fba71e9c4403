import { expect, test } from 'vitest';
import { withoutValues } from './without-values.ts';

test.each([
  ['invalid input syntax for type integer: "a"b"', 'invalid input syntax for type integer: "…"'],
  [
    "Conversion Error: Could not convert string 'it''s' to INT32",
    "Conversion Error: Could not convert string '…' to INT32",
  ],
  [
    'Constraint Error: Duplicate key "id: 7" violates unique constraint.',
    'Constraint Error: Duplicate key "…" violates unique constraint.',
  ],
  [
    'null value in column "must" of relation "orders" violates not-null constraint',
    'null value in column "must" of relation "orders" violates not-null constraint',
  ],
  [
    'Constraint Error: NOT NULL constraint failed: orders.must',
    'Constraint Error: NOT NULL constraint failed: orders.must',
  ],
  ['value too long for type character varying(3)', 'value too long for type character varying(3)'],
  [
    'duplicate key value violates unique constraint "t_id_key"',
    'duplicate key value violates unique constraint "t_id_key"',
  ],
])('%s', (text, expected) => {
  expect(withoutValues(text)).toBe(expected);
});
