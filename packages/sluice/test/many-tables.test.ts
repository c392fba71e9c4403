import { withTable } from 'sluice';
import { expect, test } from 'vitest';
import { workspace } from './workspace.ts';

test('a load of many small tables fits into the memory that DuckDB is given', {
  timeout: 120_000,
}, async () => {
  const { open } = await workspace();
  const row = { a: 1, b: 'b', c: 0.5, d: 'd', e: true, f: 2, g: 'g', h: 1.5 };
  const rows = Array.from({ length: 700 }, (_, table) => withTable(row, `t${table}`));
  const { tables } = await open().run(rows, { table: 't' });
  expect(Object.keys(tables)).toHaveLength(700);
});
