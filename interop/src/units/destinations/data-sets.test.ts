import { newTable } from '@sluice/schema';
import { expect, test } from 'vitest';
import { dataSets } from './data-sets.ts';

const id = { name: 'id', data_type: 'bigint', primary_key: true } as const;
const rowId = { name: '_dlt_id', data_type: 'text' } as const;
const parentId = { name: '_dlt_parent_id', data_type: 'text' } as const;

test.each([
  ['bool', true],
  ['timestamp', '2024-01-05T00:00:00Z'],
] as const)('rows that are known and rows that are new are deleted, marked by a %s', (data_type, mark) => {
  const root = newTable('t', { columns: [id, { name: 'gone', data_type, hard_delete: true }, rowId] });
  for (const { about, old, staged } of dataSets([root])) {
    const known = new Set((old?.get('t') ?? []).map((row) => row.id));
    const deleted = (staged.get('t') ?? []).filter((row) => row.gone === mark);
    const isKnown = deleted.map((row) => known.has(row.id ?? null));
    expect(isKnown, about).toContain(false);
    if (old) expect(isKnown, about).toContain(true);
  }
});

test('nested rows hang on the row they are nested in, and are the same every time', () => {
  const root = newTable('t', { columns: [id, rowId] });
  const kids = newTable('t__k', {
    parent: 't',
    columns: [{ name: 'n', data_type: 'bigint' }, rowId, parentId],
  });
  for (const { staged } of dataSets([root, kids])) {
    const ids = new Set(staged.get('t')?.map((row) => row._dlt_id));
    for (const kid of staged.get('t__k') ?? []) expect(ids).toContain(kid._dlt_parent_id);
  }
  expect(dataSets([root, kids])).toEqual(dataSets([root, kids]));
});
