import { expect, test } from 'vitest';
import { mergeSections } from './results-file.ts';
import { markdownTable } from './table.ts';

const order = ['## A: flat', '## B: nested', '## C: gone'];
const headings = (text: string) => text.match(/^## .*/gm);

test('a section takes the place of the one before, and the others stay', () => {
  const first = mergeSections('', new Map([['## B: nested', '## B: nested\n\nearlier']]), order);
  const second = mergeSections(first, new Map([['## A: flat', '## A: flat\n\nnew']]), order);
  const third = mergeSections(second, new Map([['## B: nested', '## B: nested\n\nnewer']]), order);
  expect(headings(third)).toEqual(['## A: flat', '## B: nested']);
  expect(third).toContain('newer');
  expect(third).not.toContain('earlier');
  expect(mergeSections(third, new Map(), order)).toBe(third);
});

test('a workload that is no more takes its section along', () => {
  const text = mergeSections('', new Map([['## C: gone', '## C: gone\n\nx']]), order);
  expect(headings(mergeSections(text, new Map(), order.slice(0, 2)))).toBeNull();
});

test('columns are as wide as their widest cell', () => {
  expect(markdownTable(['a', 'value'], [['first', '1 ×']])).toBe(
    ['| a     | value |', '| ----- | ----: |', '| first |   1 × |'].join('\n'),
  );
});
