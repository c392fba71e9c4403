import { type CompleteColumn, newTable } from '@sluice/schema';
import { expect, test } from 'vitest';
import type { PlannedTable } from './contract.ts';
import { fillRootKeys } from './fill-root-keys.ts';

const rowKey: CompleteColumn = { name: '_dlt_id', data_type: 'text', row_key: true };
const parentKey: CompleteColumn = { name: '_dlt_parent_id', data_type: 'text', parent_key: true };
const rootKey: CompleteColumn = { name: '_dlt_root_id', data_type: 'text', root_key: true };

function planned(name: string, addColumns: readonly CompleteColumn[], facts: Partial<PlannedTable> = {}) {
  const parent = name.split('__').slice(0, -1).join('__');
  const columns = parent === '' ? [rowKey] : [rowKey, parentKey, rootKey];
  const table = newTable(name, parent === '' ? { columns } : { columns, parent });
  const action = { disposition: 'append' } as const;
  return { table, columns, root: 't', action, create: false, addColumns, jobs: [], ...facts };
}

const fills = (...tables: PlannedTable[]) =>
  fillRootKeys(tables).map(({ fillRootKey }) => fillRootKey?.value);

test('rows get the key of their root from the rows they are nested in, from level to level', () => {
  const [root, child, grandchild] = fillRootKeys([
    planned('t', []),
    planned('t__k', [rootKey]),
    planned('t__k__l', [rootKey]),
  ]);
  expect(root).not.toHaveProperty('fillRootKey');
  expect(child?.fillRootKey).toEqual({
    column: '_dlt_root_id',
    parentKey: '_dlt_parent_id',
    parent: 't',
    parentRowKey: '_dlt_id',
    value: '_dlt_id',
  });
  expect(grandchild?.fillRootKey).toMatchObject({ parent: 't__k', value: '_dlt_root_id' });
});

test.each<[what: string, tables: PlannedTable[]]>([
  ['no root key is added', [planned('t', []), planned('t__k', [])]],
  ['the table is new', [planned('t', []), planned('t__k', [], { create: true })]],
  ['its parent is new', [planned('t', [], { create: true }), planned('t__k', [rootKey])]],
  ['its rows do not know their parents', [planned('t', []), planned('t__k', [parentKey, rootKey])]],
  ['the parents have no keys', [planned('t', [rowKey]), planned('t__k', [rootKey])]],
  ['the parent takes no part', [planned('t__k', [rootKey])]],
])('nothing is filled where %s', (_, tables) => {
  expect(fills(...tables).every((value) => value === undefined)).toBe(true);
});
