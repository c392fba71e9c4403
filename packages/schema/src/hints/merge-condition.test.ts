import { expect, test } from 'vitest';
import { fillMergeCondition } from './merge-condition.ts';

const names = { table: '"ds"."t"', staging_table: '"staged"' };

test.each([
  ["day <> 'skip'", "day <> 'skip'"],
  [
    '{table}.a > 1 AND id IN (SELECT id FROM {staging_table})',
    '"ds"."t".a > 1 AND id IN (SELECT id FROM "staged")',
  ],
  ['doc = \'{{"a": 1}}\'', 'doc = \'{"a": 1}\''],
  ['{{{table}}}', '{"ds"."t"}'],
])('%s', (condition, sql) => {
  expect(fillMergeCondition(condition, names)).toBe(sql);
});

test.each(['{other}', 'a = {', 'a = }', '{}', '{constructor}'])('%s is refused', (condition) => {
  expect(() => fillMergeCondition(condition, names)).toThrow(
    expect.objectContaining({ code: 'MERGE_CONDITION_INVALID' }),
  );
});
