import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { csvLine, type DataSet } from './data-set.ts';
import { flatRows } from './flat.ts';
import { nestedEvents } from './nested.ts';
import { changes, orders } from './orders.ts';
import { raggedRecords } from './ragged.ts';
import { wideRows } from './wide.ts';

// Figures can be compared over time only as long as these do not change.
test.each<[DataSet, string]>([
  [flatRows, 'ad06c0a3f9c66219'],
  [nestedEvents, '7ea67c2033549ecd'],
  [wideRows, 'a3dbd4e50a581d55'],
  [raggedRecords, '9514da3acbeb77c9'],
  [orders, '95d72ed341ed8660'],
  [changes(1000), '56779eaf364a953f'],
])('$name: the first records are what they always were', (data, expected) => {
  const lines = [...data.records(200)].map((record) => JSON.stringify(record));
  const hash = createHash('sha256').update(lines.join('\n')).digest('hex');
  expect(hash.slice(0, 16)).toBe(expected);
});

test('four of five changed orders are old ones, each of them once', () => {
  const ids = [...changes(1000).records(100)].map((record) => (record as { id: number }).id);
  expect(ids.filter((id) => id < 1000)).toHaveLength(80);
  expect(new Set(ids).size).toBe(100);
});

test('ragged records go on to bring new keys until the end', () => {
  const keys = [...raggedRecords.records(10_000)].map((record) => Object.keys(record));
  const before = new Set(keys.slice(0, 9000).flat());
  expect(
    keys
      .slice(9000)
      .flat()
      .filter((key) => !before.has(key)).length,
  ).toBeGreaterThan(20);
});

test.each<[unknown[], string]>([
  [[1, 'a', true, null, undefined], '1,a,true,,'],
  [['', 'say "hi"', 'a,b', 'a\nb'], '"","say ""hi""","a,b","a\nb"'],
])('%j as CSV', (values, line) => {
  expect(csvLine(values)).toBe(line);
});
