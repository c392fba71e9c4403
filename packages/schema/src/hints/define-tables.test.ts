import { describe, expect, test } from 'vitest';
import { setSeenData } from '../contract/first-load.ts';
import { hasSeenData } from '../document/chain.ts';
import { newSchema } from '../document/new-schema.ts';
import type { Schema, Table } from '../document/schema.ts';
import { namingConvention } from '../naming/naming.ts';
import { portableRuntime } from '../runtime/portable.ts';
import { defineTables } from './define-tables.ts';

const naming = namingConvention('snake_case', null, portableRuntime);
const mergeStrategies = ['delete-insert'] as const;

const table = (name: string, more: Partial<Table> = {}): Table => ({ name, columns: new Map(), ...more });
const columns = (...names: string[]): Table['columns'] =>
  new Map(names.map((name) => [name, { name, data_type: 'text' }]));

function define(schema: Schema, ...definitions: Table[]) {
  const warnings: string[] = [];
  const onWarning = (warning: Error) => warnings.push(warning.message);
  const refused = defineTables(schema, naming, definitions, { mergeStrategies, onWarning });
  return { refused, warnings };
}

describe('a table that hints define', () => {
  test.each<[what: string, definition: Partial<Table>, disposition: string | undefined]>([
    ['appends', {}, 'append'],
    ['does what it says', { write_disposition: 'merge' }, 'merge'],
    ['does what the table around it does', { parent: 'root' }, undefined],
  ])('%s', (_, definition, disposition) => {
    const schema = newSchema('test');
    define(schema, table('root'), table('t', definition));
    expect(schema.tables.get('t')?.write_disposition).toBe(disposition);
  });

  test('keeps what a run before said of it, where nothing is said now', () => {
    const schema = newSchema('test');
    define(schema, table('t', { write_disposition: 'replace', 'x-normalizer': { max_nesting: 1 } }));
    setSeenData(schema, 't');
    define(schema, table('t', { 'x-normalizer': { max_nesting: 2 } }));
    const known = schema.tables.get('t');
    expect(known).toMatchObject({ write_disposition: 'replace', 'x-normalizer': { max_nesting: 2 } });
    expect(known && hasSeenData(known)).toBe(true);
  });

  test('is left alone itself', () => {
    const definition = table('t', { columns: columns('a') });
    const schema = newSchema('test');
    schema.settings.schema_contract = { columns: 'freeze' };
    define(schema, definition);
    schema.tables.get('t')?.columns.set('b', { name: 'b' });
    expect(definition).toEqual(table('t', { columns: columns('a') }));
  });

  test.each([
    [{ root_key: true }, 'append', true],
    [{}, 'append', false],
    [{}, 'merge', true],
  ] as const)('with the note %j that does %s hands its row id down: %s', (note, disposition, expected) => {
    const schema = newSchema('test');
    define(schema, table('t', { write_disposition: disposition, 'x-normalizer': note }));
    const handed = schema.normalizers.json.config?.propagation?.tables?.t;
    expect(handed).toEqual(expected ? { _dlt_id: '_dlt_root_id' } : undefined);
  });
});

test('tables that the contract keeps out are told of; tables nested in none that exists are refused', () => {
  const schema = newSchema('test');
  schema.settings.schema_contract = { tables: 'discard_row' };
  expect(define(schema, table('t')).refused).toMatchObject([{ entity: 'tables', name: 't' }]);
  expect(schema.tables.has('t')).toBe(false);
  schema.settings = {};
  expect(() => define(schema, table('t__a__b', { parent: 't__a' }))).toThrow(
    expect.objectContaining({ code: 'TABLE_PARENT_MISSING', remedy: expect.stringContaining("'flatten'") }),
  );
});

test('hints that have no effect are told of', () => {
  const schema = newSchema('test');
  const json = new Map([['kids', { name: 'kids', data_type: 'json' as const }]]);
  const { warnings } = define(
    schema,
    table('t', { columns: json, write_disposition: 'merge' }),
    table('t__kids', { parent: 't' }),
    table('t__pets', { parent: 't', write_disposition: 'merge' }),
    table('t__toys', { parent: 't', write_disposition: 'replace' }),
  );
  expect(warnings).toEqual([
    expect.stringMatching(/HINT_UNUSED.*"kids" of "t" is a JSON column.*table "t__kids"/),
    expect.stringMatching(/HINT_UNUSED.*write disposition.*table "t__toys"/),
  ]);
});
