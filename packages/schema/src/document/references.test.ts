import { expect, test } from 'vitest';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { schemaReferences } from './references.ts';
import type { Column } from './schema.ts';
import { stateTable } from './system-tables.ts';
import { updateTable } from './update-table.ts';

const id: Column = { name: '_dlt_id', data_type: 'text', row_key: true };
const load: Column = { name: '_dlt_load_id', data_type: 'text' };
const parent: Column = { name: '_dlt_parent_id', data_type: 'text', parent_key: true };
const root: Column = { name: '_dlt_root_id', data_type: 'text', root_key: true };

/** What the real dlt says of such tables, in its order: from, label, cardinality, to. */
test('references are those that hints declare and those that the format makes', () => {
  const schema = newSchema('s');
  const own = {
    label: 'of',
    cardinality: 'zero_to_many',
    columns: ['a_id'],
    referenced_table: 'a',
    referenced_columns: ['id'],
  };
  for (const table of [
    newTable('a', { columns: [load, id] }),
    newTable('b', { columns: [load, id], references: [own] }),
    newTable('b__own', { columns: [load, id] }),
    stateTable(),
    newTable('a__kids', { parent: 'a', columns: [root, parent, id] }),
    newTable('a__kids__toys', { parent: 'a__kids', columns: [root, parent, id] }),
  ])
    updateTable(schema, table);
  expect(
    schemaReferences(schema).map((reference) =>
      [
        `${reference.table}.${reference.columns.join()}`,
        reference.label,
        reference.cardinality,
        `${reference.referenced_table}.${reference.referenced_columns.join()}`,
      ].join(' '),
    ),
  ).toEqual([
    'a._dlt_load_id _dlt_load many_to_one _dlt_loads.load_id',
    'b._dlt_load_id _dlt_load many_to_one _dlt_loads.load_id',
    'b.a_id of zero_to_many a.id',
    'b__own._dlt_load_id _dlt_load many_to_one _dlt_loads.load_id',
    '_dlt_pipeline_state._dlt_load_id _dlt_load many_to_one _dlt_loads.load_id',
    'a__kids._dlt_parent_id _dlt_parent many_to_one a._dlt_id',
    'a__kids._dlt_root_id _dlt_root many_to_one a._dlt_id',
    'a__kids__toys._dlt_parent_id _dlt_parent many_to_one a__kids._dlt_id',
    'a__kids__toys._dlt_root_id _dlt_root many_to_one a._dlt_id',
    '_dlt_version.version_hash _dlt_schema_version one_to_many _dlt_loads.schema_version_hash',
    '_dlt_version.schema_name _dlt_schema_name many_to_many _dlt_loads.schema_name',
  ]);
});

test('tables that only hints know have no keys yet, and so no links', () => {
  const schema = newSchema('s');
  updateTable(schema, newTable('t', { columns: [{ name: '_dlt_id', row_key: false, nullable: false }] }));
  updateTable(schema, newTable('t__k', { parent: 't', columns: [parent] }));
  expect(schemaReferences(schema).map(({ table }) => table)).toEqual(['_dlt_version', '_dlt_version']);
});
