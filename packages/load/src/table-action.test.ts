import { type Column, newTable, type Table } from '@sluice/schema';
import { expect, test } from 'vitest';
import type { Capabilities } from './contract.ts';
import { tableAction } from './table-action.ts';

const destination = {
  name: 'somewhere',
  capabilities: {
    replaceStrategies: ['insert-from-staging', 'truncate-and-insert'],
    mergeStrategies: ['delete-insert', 'scd2', 'upsert'],
  } as unknown as Capabilities,
};

function table(hints: Partial<Table>, ...columns: Partial<Column>[]): Table {
  const { columns: _none, name: _name, ...others } = hints;
  return newTable('t', {
    ...others,
    columns: columns.map((column, index) => ({ name: `c${index}`, ...column })),
  });
}

test.each([
  ['append by default', table({}), { disposition: 'append' }],
  [
    'replace by the first strategy',
    table({ write_disposition: 'replace' }),
    { disposition: 'replace', strategy: 'insert-from-staging' },
  ],
  [
    'merge by the first strategy',
    table({ write_disposition: 'merge' }, { primary_key: true }),
    { disposition: 'merge', strategy: 'delete-insert' },
  ],
  [
    'a merge key is enough',
    table({ write_disposition: 'merge' }, { merge_key: true }),
    { disposition: 'merge', strategy: 'delete-insert' },
  ],
  [
    'the strategy that was asked for',
    table({ write_disposition: 'merge', 'x-merge-strategy': 'upsert' }, { primary_key: true }),
    { disposition: 'merge', strategy: 'upsert' },
  ],
  [
    'scd2 needs no key',
    table({ write_disposition: 'merge', 'x-merge-strategy': 'scd2' }),
    { disposition: 'merge', strategy: 'scd2' },
  ],
])('%s', (_, root, action) => {
  expect(tableAction(root, destination)).toEqual(action);
});

test.each<[string, Table, string, RegExp]>([
  [
    'a strategy that is not offered',
    table({ write_disposition: 'merge', 'x-merge-strategy': 'cdc' }, { primary_key: true }),
    'LOAD_STRATEGY_UNSUPPORTED',
    /"cdc", which somewhere does not offer.*"delete-insert", "scd2", "upsert"/,
  ],
  [
    'a merge without keys',
    table({ write_disposition: 'merge' }),
    'MERGE_KEY_MISSING',
    /no primary key or merge key/,
  ],
  [
    'an upsert with a merge key only',
    table({ write_disposition: 'merge', 'x-merge-strategy': 'upsert' }, { merge_key: true }),
    'MERGE_KEY_MISSING',
    /no primary key/,
  ],
])('refuses %s', (_, root, code, message) => {
  expect(() => tableAction(root, destination)).toThrow(message);
  expect(() => tableAction(root, destination)).toThrow(expect.objectContaining({ code }));
});

test('a merge without keys adds rows where that was asked for', () => {
  const root = table({ write_disposition: 'merge' });
  expect(tableAction(root, destination, { allowKeyless: true })).toEqual({
    disposition: 'merge',
    strategy: 'delete-insert',
  });
});

test('a destination without merge says what to do instead', () => {
  const plain = {
    name: 'files',
    capabilities: { mergeStrategies: [], replaceStrategies: [] } as unknown as Capabilities,
  };
  expect(() => tableAction(table({ write_disposition: 'merge' }), plain)).toThrow(
    /Use another write disposition than "merge"/,
  );
});
