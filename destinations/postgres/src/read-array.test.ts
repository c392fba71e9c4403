import type { QueryValue } from '@sluice/load';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readArray } from './read-array.ts';

test.each<[text: string, value: QueryValue]>([
  ['{}', []],
  ['{1,2}', ['1', '2']],
  ['{NULL,"NULL",null}', [null, 'NULL', 'null']],
  ['{"a \\"b\\"","c\\\\d","{e},f",""}', ['a "b"', 'c\\d', '{e},f', '']],
  [
    '{{1,2},{3,NULL}}',
    [
      ['1', '2'],
      ['3', null],
    ],
  ],
  ['{{},{}}', [[], []]],
  ['[0:1]={a,b}', ['a', 'b']],
  ['[1:1][-2:-1]={{a,b}}', [['a', 'b']]],
  ['no array', null],
  ['{1,2', null],
  ['', null],
])('%s', (text, value) => {
  expect(readArray(text, (element) => element)).toEqual(value);
});

type Nested = string | null | Nested[];

function write(value: Nested): string {
  if (Array.isArray(value)) return `{${value.map(write).join(',')}}`;
  return value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

test('reads back whatever is in quotes', () => {
  const element = fc.option(fc.string({ unit: 'binary' }));
  const { array } = fc.letrec<{ array: Nested[]; value: Nested }>((tie) => ({
    array: fc.array(tie('value'), { maxLength: 4 }),
    value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, element, tie('array')),
  }));
  fc.assert(
    fc.property(array, (value) => {
      expect(readArray(write(value), (text) => text)).toEqual(value);
    }),
  );
});
