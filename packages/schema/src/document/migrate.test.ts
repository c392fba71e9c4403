import { describe, expect, test } from 'vitest';
import { parseJson } from '../json/parse.ts';
import type { Fields } from './fields.ts';
import { migrateDocument } from './migrate.ts';
import type { DocumentTables } from './read-tables.ts';

/** A document of an engine with these tables, as the real dlt of that time would have left it. */
function migrated(engine: number, rest: object): Fields & { tables: DocumentTables } {
  const document =
    engine < 3
      ? { engine_version: engine, name: 'old', ...rest }
      : {
          engine_version: engine,
          name: 'old',
          normalizers: { names: 'snake_case', json: { module: 'relational' } },
          settings: {},
          ...rest,
        };
  return migrateDocument(parseJson(JSON.stringify(document))) as Fields & { tables: DocumentTables };
}

const columnOf = (engine: number, name: string, column: object): Fields | undefined =>
  migrated(engine, { tables: { t: { columns: { [name]: column } } } })
    .tables.get('t')
    ?.columns.get(name);

describe('engines 1 and 2: tables are nothing but columns', () => {
  test.each([
    ['a__b', ['a'], 'a'],
    ['a__b__c', ['a'], 'a'],
    ['a__b__c', ['a', 'a__b'], 'a__b'],
    ['a___b', ['a', 'a_'], 'a_'],
    ['a___b', ['a'], undefined],
    ['__b', ['b'], undefined],
  ])('%s beside %j is nested in %s', (name, others, parent) => {
    const tables = Object.fromEntries([...others, name].map((table) => [table, {}]));
    expect(migrated(2, { tables }).tables.get(name)?.parent).toBe(parent);
  });

  test('a table without a parent appends, system tables too; loads and versions are made anew', () => {
    const { tables } = migrated(1, { tables: { t: {}, _dlt_pipeline_state: {}, _dlt_loads: {} } });
    expect(tables.get('t')).toMatchObject({ write_disposition: 'append', resource: 't' });
    expect(tables.get('_dlt_pipeline_state')).toMatchObject({ write_disposition: 'append' });
    expect(tables.get('_dlt_loads')?.columns.has('schema_version_hash')).toBe(true);
    expect(tables.get('_dlt_version')?.columns.has('schema_name')).toBe(true);
  });

  test('hints become settings, which are there even where there were none', () => {
    expect(migrated(2, { tables: {} }).settings).toEqual({ default_hints: {}, preferred_types: {} });
    expect(
      migrated(2, { tables: {}, hints: { not_null: ['^id$'] }, preferred_types: { x: 'complex' } }),
    ).toMatchObject({
      settings: {
        default_hints: { not_null: ['re:^id$'], row_key: ['_dlt_id'], parent_key: ['_dlt_parent_id'] },
        preferred_types: { 're:x': 'json' },
      },
      normalizers: { json: { config: { propagation: { root: { _dlt_id: '_dlt_root_id' } } } } },
    });
  });

  test('filters go to their tables, which may have to be made; engine 1 had none', () => {
    const filters = { includes: ['^a__x'], excludes: ['^a__y__z', '^gone__b'] };
    const { tables } = migrated(2, { tables: { a: {} }, ...filters });
    expect(tables.get('a')?.filters).toEqual({ includes: ['re:^x'], excludes: ['re:^y__z'] });
    expect(tables.get('gone')).toMatchObject({ resource: 'gone', filters: { excludes: ['re:^b'] } });
    expect(migrated(1, { tables: { a: {} }, ...filters }).tables.get('a')?.filters).toBeUndefined();
  });
});

describe('later engines', () => {
  test('version tables, seals, ancestors and hashes', () => {
    const tables = { t: { columns: {}, table_sealed: true } };
    const document = migrated(3, { tables, settings: { schema_sealed: true }, previous_hashes: ['x'] });
    expect(document).toMatchObject({ engine_version: 11, version_hash: '', previous_hashes: [] });
    expect(document.settings).toEqual({});
    expect(document.tables.get('t')).toEqual({ columns: new Map() });
    expect([...document.tables.keys()]).toEqual(['t', '_dlt_version', '_dlt_loads']);
    expect(migrated(8, { tables, previous_hashes: ['x'] }).previous_hashes).toEqual(['x']);
  });

  test('a table with row ids has seen data', () => {
    const tables = { t: { columns: { _dlt_id: {} }, 'x-normalizer': { other: 1 } }, u: { columns: {} } };
    const { tables: after } = migrated(8, { tables });
    expect(after.get('t')?.['x-normalizer']).toEqual({ other: 1, 'seen-data': true });
    expect(after.get('u')).not.toHaveProperty('x-normalizer');
    expect(migrated(9, { tables }).tables.get('t')?.['x-normalizer']).toEqual({ other: 1 });
  });

  test.each([
    [9, 'a', { data_type: 'complex', foreign_key: false }, { data_type: 'json' }],
    [9, '_dlt_id', { unique: true }, { unique: true, row_key: true }],
    [9, '_dlt_id', {}, { row_key: false }],
    [9, '_dlt_parent_id', { foreign_key: true }, { parent_key: true }],
    [9, '_dlt_parent_id', {}, { parent_key: false }],
    [10, '_dlt_id', {}, {}],
    [11, 'a', { 'x-normalizer': { 'seen-null-first': true } }, undefined],
    [11, 'a', { data_type: 'text', 'x-normalizer': { 'seen-null-first': true } }, { data_type: 'text' }],
    [11, 'a', { data_type: null, 'x-normalizer': { 'seen-null-first': true } }, { data_type: null }],
    [
      11,
      'a',
      { data_type: 'text', 'x-normalizer': { 'seen-null-first': true, other: 1 } },
      { data_type: 'text', 'x-normalizer': { other: 1 } },
    ],
    [
      11,
      'a',
      { 'x-normalizer': { 'seen-null-first': false } },
      { 'x-normalizer': { 'seen-null-first': false } },
    ],
  ])('engine %i: column %s %j becomes %j', (engine, name, before, after) => {
    expect(columnOf(engine, name, before)).toEqual(after);
  });

  test.each([
    [
      { foreign_key: ['a'], unique: ['b'] },
      { unique: ['b'], row_key: ['_dlt_id'], parent_key: ['_dlt_parent_id'] },
    ],
    [{}, {}],
  ])('engine 9: default hints %j become %j', (before, after) => {
    expect(migrated(9, { tables: {}, settings: { default_hints: before } }).settings).toEqual({
      default_hints: after,
    });
  });

  test('paths were squeezed before engine 11', () => {
    expect(migrated(10, { tables: {} }).normalizers).toMatchObject({ use_break_path_on_normalize: false });
    expect(migrated(11, { tables: {} }).normalizers).not.toHaveProperty('use_break_path_on_normalize');
  });
});

test('a document does not change when it is migrated', () => {
  const parsed = parseJson(
    '{"engine_version":9,"name":"x","tables":{},"settings":{},"normalizers":{"json":{}}}',
  );
  const text = JSON.stringify(parsed);
  migrateDocument(parsed);
  expect(JSON.stringify(parsed)).toBe(text);
});
