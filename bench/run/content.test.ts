import { describe, expect, test } from 'vitest';
import { type Content, checkRows, compareContent } from './content.ts';

const rows = { rows: 2, checksum: '7', columns: { id: '1', name: '2' } };
const nested = { rows: 5, checksum: '8', columns: { value: '3' } };
const content: Content = { rows, rows__tags: nested };

describe('two contents', () => {
  test.each<[string, Content]>([
    ['same', { rows__tags: nested, rows }],
    ['has other tables: rows', { rows }],
    ['rows__tags has 4 rows, not 5', { rows, rows__tags: { ...nested, rows: 4 } }],
    [
      'rows differs in name',
      { ...content, rows: { ...rows, checksum: '9', columns: { id: '1', name: '0' } } },
    ],
    ['rows differs in name', { ...content, rows: { ...rows, checksum: '9', columns: { id: '1' } } }],
    ['rows differs in how its values make up rows', { ...content, rows: { ...rows, checksum: '9' } }],
  ])('%s', (text, found) => {
    expect(compareContent(found, content)).toEqual({ isRight: text === 'same', text });
  });
});

test('the rows that count are those of the root table', () => {
  expect(checkRows(content, 2)).toEqual({ isRight: true, text: '2 rows' });
  expect(checkRows(content, 7).isRight).toBe(false);
});
