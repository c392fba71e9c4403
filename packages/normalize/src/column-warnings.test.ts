import type { Column, SluiceError } from '@sluice/schema';
import { expect, test } from 'vitest';
import { type NormalizeCase, normalize } from '../test/normalize.ts';

function warnings(records: unknown[], options: NormalizeCase = {}): string[] {
  const found: string[] = [];
  const onWarning = ({ code, what, place }: SluiceError) =>
    found.push(`${code} ${place.table} ${[...what.matchAll(/"([^"]+)"/g)].map(([, name]) => name).join()}`);
  normalize(records, { ...options, onWarning });
  return found;
}

const hint = (name: string, more: Partial<Column> = {}): Column => ({ name, ...more });

test.for<[what: string, records: unknown[], options: NormalizeCase, expected: string[]]>([
  ['all is well', [{ a: 1, b: { c: 1 }, l: [1] }], {}, []],
  ['nothing but null', [{ a: 1, n: null }, { n: null }], {}, ['COLUMN_ONLY_NULL t n']],
  ['null first, a value later', [{ n: null }, { n: 1 }], {}, []],
  ['null in one place, a value in another of that name', [{ 'a b': null, a_b: 1 }], {}, []],
  [
    'nulls in inner objects and nested rows',
    [{ o: { n: null }, l: [{ m: null, e: [], v: 1 }] }],
    {},
    ['COLUMN_ONLY_NULL t o__n', 'COLUMN_ONLY_NULL t__l m'],
  ],
  [
    'lists that are all empty',
    [
      { a: 1, l: null },
      { a: 1, l: null },
      { a: 1, l: [] },
    ],
    {},
    [],
  ],
  ['a declared type', [{ a: 1, n: null }], { columns: [hint('n', { data_type: 'text' })] }, []],
  [
    'hints without a type, for a key that no record has',
    [{ a: 1, n: null }],
    { columns: [hint('n', { unique: true }), hint('o', { sort: true })] },
    ['COLUMN_ONLY_NULL t n', 'COLUMN_NEVER_SEEN t o'],
  ],
  ['hints that data completes', [{ n: 1 }], { columns: [hint('n', { unique: true })] }, []],
  [
    'what a contract keeps out',
    [{ id: 1, n: 1 }],
    {
      columns: [hint('id', { data_type: 'bigint' })],
      hints: { schema_contract: { columns: 'discard_value' } },
    },
    [],
  ],
  ['what filters keep out', [{ id: 1, n: 1 }], { hints: { filters: { excludes: ['n'] } } }, []],
  ['tables without rows', [], { columns: [hint('n', { unique: true })] }, []],
  [
    'the key of a parent row, and no parent',
    [{ p: 'x' }],
    { columns: [hint('p', { parent_key: true })] },
    ['TABLE_NOT_NESTED t '],
  ],
])('warnings: %s', ([, records, options, expected]) => {
  expect(warnings(records, options)).toEqual(expected);
});
