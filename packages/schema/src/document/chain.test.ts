import { describe, expect, test } from 'vitest';
import { setSeenData } from '../contract/first-load.ts';
import { dataTables, mergeStrategyOf, prepareTable, resourceTables, tableOf } from './chain.ts';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { stateTable } from './system-tables.ts';
import { updateTable } from './update-table.ts';

const id = { name: 'id', data_type: 'bigint' } as const;

function example() {
  const schema = newSchema('test');
  updateTable(schema, stateTable());
  updateTable(
    schema,
    newTable('t', {
      columns: [id, { name: 'hint' }],
      write_disposition: 'merge',
      file_format: 'parquet',
      table_format: 'native',
      'x-merge-strategy': 'upsert',
    }),
  );
  updateTable(schema, newTable('t__k', { columns: [id], parent: 't', file_format: 'jsonl' }));
  updateTable(schema, newTable('empty', { columns: [{ name: 'hint' }] }));
  return schema;
}

describe('a table made ready to load', () => {
  test('takes from the tables around it what it does not say itself', () => {
    expect(prepareTable(example(), 't__k')).toEqual({
      name: 't__k',
      parent: 't',
      columns: new Map([['id', id]]),
      write_disposition: 'merge',
      file_format: 'jsonl',
      'x-merge-strategy': 'upsert',
    });
  });

  test('has no columns of unknown type, and the schema keeps them', () => {
    const schema = example();
    expect([...prepareTable(schema, 't').columns.keys()]).toEqual(['id']);
    expect([...tableOf(schema, 't').columns.keys()]).toEqual(['id', 'hint']);
  });
});

test.each([
  ['t', ['delete-insert', 'upsert'], 'upsert'],
  ['t__k', ['delete-insert', 'upsert'], 'upsert'],
  ['t', [], null],
  ['empty', ['delete-insert'], null],
] as const)('%s merges at a destination with %j by %s', (name, strategies, expected) => {
  const schema = example();
  expect(mergeStrategyOf(schema, tableOf(schema, name), strategies)).toBe(expected);
});

test('data tables are those with a column, without the system tables', () => {
  const schema = example();
  expect(dataTables(schema).map(({ name }) => name)).toEqual(['t', 't__k']);
  setSeenData(schema, 't__k');
  expect(dataTables(schema, { seenData: true }).map(({ name }) => name)).toEqual(['t__k']);
});

test.each([
  ['t', ['t', 't__k']],
  ['many', ['a', 'a__k', 'b']],
  ['t__k', []],
  ['none', []],
])('resource %s fills %j', (resource, expected) => {
  const schema = example();
  for (const table of [
    newTable('a', { resource: 'many' }),
    newTable('a__k', { parent: 'a' }),
    newTable('b', { resource: 'many' }),
  ])
    updateTable(schema, table);
  expect(resourceTables(schema, resource).map(({ name }) => name)).toEqual(expected);
});

test('a table that does not exist is refused', () => {
  expect(() => tableOf(example(), 'toString')).toThrow(expect.objectContaining({ code: 'TABLE_UNKNOWN' }));
});
