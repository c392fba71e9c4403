import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');

test('the peers use the DuckDB that sluice uses', () => {
  const ours = /"@duckdb\/node-api": (\d+\.\d+\.\d+)/.exec(read('../../pnpm-workspace.yaml'))?.[1];
  const theirs = /^duckdb==(\d+\.\d+\.\d+)/m.exec(read('requirements-dlt.txt'))?.[1];
  expect(theirs).toBe(ours);
});
