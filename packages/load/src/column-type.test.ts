import { describe, expect, test } from 'vitest';
import {
  type ColumnType,
  describeType,
  holds,
  isLawfulWidening,
  mayRound,
  typeOfColumn,
} from './column-type.ts';

const rules = { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [38, 0] } as const;

/** `decimal 10 2`, `timestamp 3 naive`: a type in short. */
function type(text: string): ColumnType {
  const [dataType, precision, scale] = text.replace(' naive', '').split(' ');
  return {
    dataType: dataType as ColumnType['dataType'],
    ...(precision !== undefined && { precision: Number(precision) }),
    ...(scale !== undefined && { scale: Number(scale) }),
    ...(dataType === 'timestamp' && { timezone: !text.endsWith('naive') }),
  };
}

describe('a column holds', () => {
  test.each<[there: string, ours: string, taken: boolean]>([
    ['bigint 64', 'bigint 64', true],
    ['bigint 128', 'bigint 64', true],
    ['bigint 32', 'bigint 64', false],
    ['bigint 64', 'double 53', false],
    ['bigint 64', 'decimal 5 0', false],
    ['decimal 38 9', 'bigint 64', true],
    ['decimal 19 0', 'bigint 64', true],
    ['decimal 18 0', 'bigint 64', false],
    ['decimal 10 2', 'bigint 32', false],
    ['decimal 12 2', 'bigint 32', true],
    ['decimal 12 2', 'decimal 10 2', true],
    ['decimal 12 2', 'decimal 10 3', false],
    ['decimal 12 4', 'decimal 10 2', true],
    ['decimal 12 3', 'decimal 12 2', false],
    ['decimal', 'decimal 38 9', true],
    ['decimal', 'wei 156 78', true],
    ['decimal', 'bigint 128', true],
    ['decimal', 'text', false],
    ['decimal', 'double 53', false],
    ['wei 156 78', 'decimal 38 9', true],
    ['decimal 38 0', 'wei 38 0', true],
    ['double 53', 'double 53', true],
    ['double', 'double 53', true],
    ['double 24', 'double 53', false],
    ['double 53', 'bigint 64', true],
    ['double 24', 'bigint 32', false],
    ['double 53', 'decimal 3 1', false],
    ['text', 'text', true],
    ['text', 'text 10', true],
    ['text', 'json', true],
    ['text', 'timestamp 6', true],
    ['text 10', 'text 10', true],
    ['text 10', 'text 11', false],
    ['text 10', 'text', false],
    ['text 20', 'bigint 64', true],
    ['text 19', 'bigint 64', false],
    ['text 10', 'json', false],
    ['timestamp 6', 'timestamp 6', true],
    ['timestamp 3', 'timestamp 6', false],
    ['timestamp 6', 'timestamp 3', true],
    ['timestamp 6 naive', 'timestamp 6', false],
    ['timestamp 6', 'timestamp 6 naive', true],
    ['timestamp 6', 'date', true],
    ['date', 'timestamp 6', false],
    ['date', 'date', true],
    ['time 3', 'time 6', false],
    ['time 6', 'time 3', true],
    ['json', 'text', false],
    ['json', 'json', true],
    ['bool', 'bigint 8', false],
    ['binary', 'text', false],
  ])('%s, %s: %s', (there, ours, taken) => {
    expect(holds(type(there), type(ours))).toBe(taken);
  });
});

test.each<[from: string, to: string, isLawful: boolean]>([
  ['bigint 32', 'bigint 64', true],
  ['bigint 64', 'bigint 32', false],
  ['bigint 64', 'decimal 38 9', true],
  ['bigint 64', 'wei 38 0', true],
  ['bigint 64', 'decimal 20 2', false],
  ['bigint 64', 'double 53', true],
  ['bigint 64', 'text', false],
  ['decimal 10 2', 'decimal 12 3', true],
  ['decimal 10 2', 'decimal 10 3', false],
  ['decimal', 'decimal 38 9', false],
  ['decimal 10 0', 'wei 38 0', true],
  ['decimal 10 2', 'double 53', false],
  ['text 3', 'text 5', true],
  ['text 3', 'text', true],
  ['text', 'text 3', false],
  ['timestamp 3', 'timestamp 6', true],
  ['timestamp 6 naive', 'timestamp 6', false],
  ['timestamp 6', 'timestamp 6 naive', false],
  ['date', 'timestamp 6', false],
  ['time 3', 'time 6', true],
])('%s may become %s: %s', (from, to, isLawful) => {
  expect(isLawfulWidening(type(from), type(to))).toBe(isLawful);
});

test.each<[from: string, to: string, rounds: boolean]>([
  ['bigint 64', 'double 53', true],
  ['bigint 32', 'double 53', false],
  ['bigint 64', 'decimal 38 9', false],
])('%s as %s may round: %s', (from, to, rounds) => {
  expect(mayRound(type(from), type(to))).toBe(rounds);
});

test.each([
  [{ data_type: 'bigint' }, 'bigint 64', 'bigint'],
  [{ data_type: 'bigint', precision: 32 }, 'bigint 32', 'bigint(32)'],
  [{ data_type: 'decimal' }, 'decimal 38 9', 'decimal(38,9)'],
  [{ data_type: 'decimal', precision: 10 }, 'decimal 10 9', 'decimal(10,9)'],
  [{ data_type: 'wei' }, 'wei 38 0', 'wei(38,0)'],
  [{ data_type: 'double' }, 'double 53', 'double'],
  [{ data_type: 'text' }, 'text', 'text'],
  [{ data_type: 'text', precision: 5 }, 'text 5', 'text(5)'],
  [{ data_type: 'timestamp' }, 'timestamp 6', 'timestamp(6)'],
  [{ data_type: 'timestamp', precision: 9 }, 'timestamp 6', 'timestamp(6)'],
  [
    { data_type: 'timestamp', precision: 9, timezone: false },
    'timestamp 9 naive',
    'timestamp(9) without time zone',
  ],
  [{ data_type: 'time' }, 'time 6', 'time(6)'],
  [{ data_type: 'json' }, 'json', 'json'],
] as const)('%j is %s', (column, expected, words) => {
  const found = typeOfColumn({ name: 'v', ...column }, rules);
  expect(found).toEqual(type(expected));
  expect(describeType(found)).toBe(words);
});
