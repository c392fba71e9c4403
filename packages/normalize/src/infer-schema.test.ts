import { hasSeenData, newSchema, newTable, type Schema, stringifySchema, updateTable } from '@sluice/schema';
import { expect, test } from 'vitest';
import { inferSchema } from './infer-schema.ts';

const typesOf = (schema: Schema, table: string) =>
  Object.fromEntries(
    [...(schema.tables.get(table)?.columns.values() ?? [])].map(({ name, data_type }) => [name, data_type]),
  );

test('a sample tells tables, columns and types, as a load would', () => {
  const schema = inferSchema(
    [
      { id: 1, Amount: 1, at: '2024-01-31T00:00:00Z', user: { name: 'Ada' } },
      { id: 2, Amount: 1.5, lines: [{ sku: 'A', tags: ['x'] }] },
    ],
    { table: 'Orders' },
  );
  expect([...schema.tables.keys()].slice(2)).toEqual(['orders', 'orders__lines', 'orders__lines__tags']);
  expect(typesOf(schema, 'orders')).toEqual({
    id: 'bigint',
    amount: 'double',
    at: 'timestamp',
    user__name: 'text',
    _dlt_load_id: 'text',
    _dlt_id: 'text',
  });
  expect(schema.tables.get('orders__lines')?.parent).toBe('orders');
});

test('nothing is loaded: no table has data, and what was known stays as it was', () => {
  const known = newSchema('shop');
  const note = { max_nesting: 0, 'evolve-columns-once': true };
  const columns = [{ name: 'id', data_type: 'text' }] as const;
  updateTable(known, newTable('orders', { columns, 'x-normalizer': note }));
  const before = stringifySchema(known);
  const schema = inferSchema([{ id: 1, lines: [1] }], { table: 'orders', schema: known });
  expect(stringifySchema(known)).toBe(before);
  expect(typesOf(schema, 'orders')).toMatchObject({ id: 'text', lines: 'json' });
  expect([...schema.tables.values()].some(hasSeenData)).toBe(false);
  expect(schema.tables.get('orders')?.['x-normalizer']).toEqual(note);
});

test.for<[what: string, options: object, tables: string[]]>([
  ['how deep', { maxNesting: 0 }, ['t']],
  ['by other names', { naming: 'direct', schemaName: 'own' }, ['t', 't▶aB']],
])('options say %s', ([, options, tables]) => {
  const schema = inferSchema([{ aB: [{ c: 1 }] }], { table: 't', ...options });
  expect([...schema.tables.keys()].slice(2)).toEqual(tables);
});
