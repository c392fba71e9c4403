import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { newSchema } from '../document/new-schema.ts';
import { newTable } from '../document/new-table.ts';
import type { Schema } from '../document/schema.ts';
import { updateTable } from '../document/update-table.ts';
import { bumpSchema, schemaHash } from '../document/version.ts';
import { parseSchemaFile, type SchemaFileFormat, stringifySchemaFile } from './schema-file.ts';

const formats: SchemaFileFormat[] = ['yaml', 'json'];

function example(): Schema {
  const schema = newSchema('shop', { preferredTypes: { 're:_at$': 'timestamp' } });
  const columns = ['b', '2', '__proto__', '1', 'on', 'no'].map(
    (name) => ({ name, data_type: 'text', nullable: true }) as const,
  );
  updateTable(
    schema,
    newTable('orders', {
      columns,
      description: 'Orders: all of them\n# not only paid ones',
      'x-normalizer': { 'seen-data': true },
      references: [{ columns: ['b'], referenced_table: 'users', referenced_columns: ['id'] }],
    }),
  );
  updateTable(schema, newTable('orders__lines', { parent: 'orders', columns }));
  bumpSchema(schema, runtime);
  return schema;
}

describe.each(formats)('%s', (format) => {
  test('a file says what the schema says', () => {
    const schema = { ...example(), imported_version_hash: 'abc' };
    const file = stringifySchemaFile(schema, format);
    const { imported_version_hash: _, ...rest } = schema;
    expect(parseSchemaFile(file, format)).toEqual(rest);
    expect(schemaHash(parseSchemaFile(file, format), runtime)).toBe(schema.version_hash);
    expect(file).not.toMatch(/abc|name: orders|"name": "orders"/);
  });

  test('integer-like names keep their places', () => {
    const read = parseSchemaFile(stringifySchemaFile(example(), format), format);
    expect([...(read.tables.get('orders')?.columns.keys() ?? [])]).toEqual([
      'b',
      '2',
      '__proto__',
      '1',
      'on',
      'no',
    ]);
  });
});

const smallest = `
engine_version: 11
name: shop
tables:
  _dlt_version: {columns: {}}
  _dlt_loads: {columns: {}}
`;

test('what goes without saying need not be written', () => {
  const schema = parseSchemaFile(smallest, 'yaml');
  expect(schema).toMatchObject({
    version: 1,
    version_hash: '',
    settings: {},
    normalizers: { names: 'snake_case', json: { module: 'dlt.common.normalizers.json.relational' } },
    previous_hashes: [],
  });
  expect(schema.tables.get('_dlt_loads')).toEqual({
    name: '_dlt_loads',
    columns: new Map(),
    write_disposition: 'append',
    resource: '_dlt_loads',
  });
  expect(parseSchemaFile(`${smallest}normalizers: {json: {module: relational}}`, 'yaml').normalizers).toEqual(
    schema.normalizers,
  );
});

test('a file of an earlier engine is migrated', () => {
  const old = `${smallest.replace('11', '9')}normalizers: {names: snake_case, json: {module: relational}}\nsettings: {}`;
  const schema = parseSchemaFile(`${old}\npreviously: 1`.replace('\npreviously: 1', ''), 'yaml');
  expect(schema).toMatchObject({ engine_version: 11, normalizers: { use_break_path_on_normalize: false } });
});

test.each([
  ['not a document', 'yaml', 'SCHEMA_INVALID'],
  ['[]', 'json', 'SCHEMA_INVALID'],
  ['{', 'json', 'SCHEMA_INVALID'],
  ['{}', 'json', 'SCHEMA_INVALID'],
  [smallest.replace('  _dlt_loads: {columns: {}}', ''), 'yaml', 'SCHEMA_INVALID'],
  [smallest.replace('shop', '../shop'), 'yaml', 'SCHEMA_INVALID'],
  [smallest.replace('11', '12'), 'yaml', 'SCHEMA_ENGINE_UNSUPPORTED'],
  [`${smallest}normalizers: {names: pascal_case}`, 'yaml', 'NAMING_UNKNOWN'],
] as const)('%j is refused', (text, format, code) => {
  expect(() => parseSchemaFile(text, format)).toThrow(expect.objectContaining({ code }));
});
