import { describe, expect, test } from 'vitest';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { dropTables, propagation } from './propagation.ts';
import type { MergeStrategy, Schema, Table } from './schema.ts';
import { updateTable } from './update-table.ts';

const strategies: readonly MergeStrategy[] = ['delete-insert', 'upsert', 'scd2'];
const handsRootKey = { _dlt_id: '_dlt_root_id' };

function schemaWith(...tables: Table[]): Schema {
  const schema = newSchema('test');
  for (const table of tables) updateTable(schema, table, { mergeStrategies: strategies });
  return schema;
}

const merging = (properties: object = {}) => newTable('t', { write_disposition: 'merge', ...properties });
const child = (properties: object = {}) => newTable('t__k', { parent: 't', ...properties });

describe('rows know their root row', () => {
  test.each<[string, Table[], object]>([
    ['where it appends: no', [newTable('t')], {}],
    ['where it merges: yes', [merging()], { t: handsRootKey }],
    ['by upsert: yes', [merging({ 'x-merge-strategy': 'upsert' })], { t: handsRootKey }],
    ['by scd2: no', [merging({ 'x-merge-strategy': 'scd2' })], {}],
    ['a table nested in one that merges: yes', [merging(), child()], { t: handsRootKey }],
    [
      'a nested table that has a root key already: yes',
      [newTable('t'), child({ columns: [{ name: '_dlt_root_id', data_type: 'text', root_key: true }] })],
      { t: handsRootKey },
    ],
    [
      'under the name of the row key',
      [merging({ columns: [{ name: 'key', data_type: 'text', row_key: true }] })],
      { t: { key: '_dlt_root_id' } },
    ],
    [
      'in a table called like a property of objects',
      [merging({ name: '__proto__' })],
      JSON.parse('{"__proto__": {"_dlt_id": "_dlt_root_id"}}'),
    ],
  ])('%s', (_, tables, expected) => {
    expect(propagation(schemaWith(...tables)).tables).toEqual(expected);
  });

  test.each([
    [true, newTable('t'), { t: handsRootKey }],
    [false, merging(), {}],
  ])('a setting of %s decides', (setting, table, expected) => {
    const schema = newSchema('test');
    schema.normalizers.json.config = { root_key_propagation: setting };
    updateTable(schema, table, { mergeStrategies: strategies });
    expect(propagation(schema).tables).toEqual(expected);
  });

  test('an unknown destination asks for none', () => {
    const schema = newSchema('test');
    updateTable(schema, merging());
    expect(propagation(schema)).toEqual({ root: {}, tables: {} });
  });

  test('a root key that comes later counts from then on', () => {
    const schema = schemaWith(newTable('t'), child());
    updateTable(schema, child({ columns: [{ name: '_dlt_root_id', data_type: 'text', root_key: true }] }));
    expect(propagation(schema).tables).toEqual({ t: handsRootKey });
  });
});

test('a table nested in none that exists is refused', () => {
  expect(() => schemaWith(child())).toThrow(expect.objectContaining({ code: 'TABLE_PARENT_MISSING' }));
});

test('a merge strategy that the destination lacks is refused', () => {
  expect(() => schemaWith(merging({ 'x-merge-strategy': 'cdc' }))).toThrow(
    expect.objectContaining({ code: 'LOAD_STRATEGY_UNSUPPORTED', place: { schema: 'test', table: 't' } }),
  );
});

test('dropping a table drops what is nested in it and what it hands down', () => {
  const schema = schemaWith(merging(), child(), newTable('other'));
  expect(dropTables(schema, ['t']).map(({ name }) => name)).toEqual(['t__k', 't']);
  expect([...schema.tables.keys()]).toEqual(['_dlt_version', '_dlt_loads', 'other']);
  expect(propagation(schema).tables).toEqual({});
});
