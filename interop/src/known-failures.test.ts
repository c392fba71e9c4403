import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRatchet, readKnownFailures, updateKnown, writeKnownFailures } from './known-failures.ts';
import type { Result, Verdict } from './result.ts';
import { withFolder } from './temporary-folder.ts';

const keys = [
  'units/naming:3',
  'units/naming:1',
  'units/naming:2',
  'units/naming:7',
  'cases/duckdb/merge-pk',
];

function result(key: string, verdict: Verdict): Result {
  return { key, verdict, groups: [], why: [] };
}

test('is written sorted, with line numbers as ranges, and read back', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'known.txt');
    await writeKnownFailures(path, keys);
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => !line.startsWith('#'));
    expect(lines).toEqual(['cases/duckdb/merge-pk', 'units/naming: 1-3,7', '']);
    expect(readKnownFailures(path)).toEqual(new Set(keys));
  }));

test('neither a new failure nor a mended one goes unnoticed', () => {
  const results = [
    result('a', 'failed'),
    result('b', 'failed'),
    result('c', 'passed'),
    result('d', 'different'),
  ];
  const { broken, mended } = checkRatchet(results, new Set(['a', 'c', 'd', 'not run']));
  expect(broken.map(({ key }) => key)).toEqual(['b']);
  expect(mended).toEqual(['c', 'd']);
});

test('an update judges anew what ran and leaves the rest', () => {
  const results = [result('a', 'passed'), result('b', 'failed')];
  expect(updateKnown(results, new Set(['a', 'other']))).toEqual(new Set(['b', 'other']));
});
