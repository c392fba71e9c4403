import { expect, test } from 'vitest';
import { compare, compareWithNearest, type Outcome, weight } from './compare.ts';

const outcome = (rows: Record<string, string[]>, facts: string[] = [], problems: string[] = []): Outcome => ({
  rows: new Map(Object.entries(rows)),
  facts,
  problems,
});

test.each<[string, Outcome, Outcome, ReturnType<typeof compare>]>([
  ['order means nothing', outcome({ t: ['a', 'b'] }), outcome({ t: ['b', 'a'] }), none()],
  ['equal rows are counted', outcome({ t: ['a', 'a'] }), outcome({ t: ['a'] }), none({ lost: ['t a'] })],
  ['a row too many', outcome({ t: ['a'] }), outcome({ t: ['a', 'a'] }), none({ repeated: ['t a'] })],
  [
    'another row instead is one of each',
    outcome({ t: ['a'] }),
    outcome({ t: ['b'] }),
    none({ lost: ['t a'], repeated: ['t b'] }),
  ],
  ['a table that is gone', outcome({ t: ['a'] }), outcome({}), none({ lost: ['t a'] })],
  ['a table that should not be', outcome({}), outcome({ t: ['a'] }), none({ repeated: ['t a'] })],
  [
    'facts',
    outcome({}, ['column x', 'file y']),
    outcome({}, ['column x', 'file z']),
    none({ other: ['missing: file y', 'unexpected: file z'] }),
  ],
  [
    'a problem, even one that was to be expected',
    outcome({}, [], ['a load twice']),
    outcome({}, [], ['a load twice']),
    none({ other: ['a load twice'] }),
  ],
])('%s', (_, expected, actual, difference) => {
  expect(compare(expected, actual)).toEqual(difference);
});

test('of several good outcomes the nearest counts', () => {
  const once = outcome({ t: ['a'], loads: ['load 1'] });
  const twice = outcome({ t: ['a'], loads: ['load 1', 'load 2'] });
  expect(weight(compareWithNearest([once, twice], twice))).toBe(0);
  expect(compareWithNearest([once, twice], outcome({ t: ['a', 'a'], loads: ['load 1', 'load 2'] }))).toEqual(
    none({ repeated: ['t a'] }),
  );
});

function none(difference: Partial<ReturnType<typeof compare>> = {}): ReturnType<typeof compare> {
  return { lost: [], repeated: [], other: [], ...difference };
}
