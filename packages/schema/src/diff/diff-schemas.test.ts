import { describe, expect, test } from 'vitest';
import { newSchema } from '../document/new-schema.ts';
import { newTable } from '../document/new-table.ts';
import type { Column, Schema } from '../document/schema.ts';
import { updateTable } from '../document/update-table.ts';
import { describeChanges } from './describe-changes.ts';
import { diffSchemas } from './diff-schemas.ts';

function shop(change: (schema: Schema) => void = () => {}): Schema {
  const schema = newSchema('shop');
  const columns: Column[] = [
    { name: 'id', data_type: 'bigint', nullable: false, primary_key: true },
    { name: 'amount', data_type: 'decimal', precision: 38, scale: 9 },
    { name: 'note', data_type: 'text', description: 'What the customer wrote' },
  ];
  updateTable(schema, newTable('orders', { columns }));
  change(schema);
  return schema;
}

const columnsOf = (schema: Schema) => schema.tables.get('orders')?.columns ?? new Map<string, Column>();

describe('what changed, and how it reads', () => {
  test.each<[string, (schema: Schema) => void, unknown[], string]>([
    ['nothing', () => {}, [], 'No changes'],
    [
      'versions and ancestors do not count',
      (schema) => Object.assign(schema, { version: 7, version_hash: 'x', previous_hashes: ['y'] }),
      [],
      'No changes',
    ],
    [
      'a description',
      (schema) => Object.assign(schema, { description: 'Orders and such' }),
      [{ kind: 'schema-changed', properties: [{ path: ['description'], after: 'Orders and such' }] }],
      '~ schema: description "Orders and such" added',
    ],
    [
      'settings and normalizers',
      (schema) => {
        schema.settings.detections = [];
        schema.normalizers.json.config = { max_nesting: 2 };
      },
      [
        {
          kind: 'settings-changed',
          properties: [{ path: ['detections'], before: ['iso_timestamp'], after: [] }],
        },
        {
          kind: 'normalizers-changed',
          properties: [{ path: ['json', 'config'], after: { max_nesting: 2 } }],
        },
      ],
      '~ settings: detections ["iso_timestamp"] → []\n~ normalizers: json.config {"max_nesting":2} added',
    ],
    [
      'a new table',
      (schema) => {
        updateTable(
          schema,
          newTable('orders__lines', { parent: 'orders', columns: [{ name: 'sku', data_type: 'text' }] }),
        );
      },
      [
        {
          kind: 'table-added',
          table: 'orders__lines',
          properties: { name: 'orders__lines', parent: 'orders' },
          columns: [{ name: 'sku', data_type: 'text' }],
        },
      ],
      '+ table orders__lines, nested in orders\n    + sku text',
    ],
    [
      'a table that is gone',
      (schema) => schema.tables.delete('orders'),
      [expect.objectContaining({ kind: 'table-removed', table: 'orders' })],
      '- table orders (3 columns)',
    ],
    [
      'a table',
      (schema) =>
        Object.assign(schema.tables.get('orders') ?? {}, {
          write_disposition: 'merge',
          'x-normalizer': { 'seen-data': true },
        }),
      [
        {
          kind: 'table-changed',
          table: 'orders',
          properties: [
            { path: ['write_disposition'], before: 'append', after: 'merge' },
            { path: ['x-normalizer'], after: { 'seen-data': true } },
          ],
        },
      ],
      '~ table orders\n    ~ write_disposition append → merge\n    ~ x-normalizer {"seen-data":true} added',
    ],
    [
      'columns',
      (schema) => {
        const columns = columnsOf(schema);
        columns.delete('note');
        Object.assign(columns.get('id') ?? {}, { data_type: 'text', unique: true });
        delete columns.get('id')?.primary_key;
        columns.set('due at', { name: 'due at', data_type: 'timestamp', timezone: false });
        columns.set('later', { name: 'later' });
      },
      [
        {
          kind: 'column-removed',
          table: 'orders',
          column: { name: 'note', data_type: 'text', description: 'What the customer wrote' },
        },
        {
          kind: 'column-changed',
          table: 'orders',
          column: 'id',
          properties: [
            { path: ['data_type'], before: 'bigint', after: 'text' },
            { path: ['primary_key'], before: true },
            { path: ['unique'], after: true },
          ],
        },
        {
          kind: 'column-added',
          table: 'orders',
          column: { name: 'due at', data_type: 'timestamp', timezone: false },
        },
        { kind: 'column-added', table: 'orders', column: { name: 'later' } },
      ],
      `~ table orders
    - column note text description "What the customer wrote"
    ~ column id: data_type bigint → text, primary_key true removed, unique true added
    + column "due at" timestamp timezone false
    + column later of unknown type`,
    ],
    [
      'the order of columns',
      (schema) => {
        const columns = columnsOf(schema);
        const entries = [...columns].reverse();
        columns.clear();
        for (const [name, column] of entries) columns.set(name, column);
      },
      [{ kind: 'columns-reordered', table: 'orders', columns: ['note', 'amount', 'id'] }],
      '~ table orders\n    ~ order of columns: note, amount, id',
    ],
    [
      'null is not the same as nothing',
      (schema) => Object.assign(columnsOf(schema).get('id') ?? {}, { precision: null }),
      [
        {
          kind: 'column-changed',
          table: 'orders',
          column: 'id',
          properties: [{ path: ['precision'], after: null }],
        },
      ],
      '~ table orders\n    ~ column id: precision null added',
    ],
  ])('%s', (_, change, changes, text) => {
    const found = diffSchemas(shop(), shop(change));
    expect(found).toEqual(changes);
    expect(describeChanges(found)).toBe(text);
  });
});

test('a column that comes between others is new, and the order another', () => {
  const after = shop((schema) => {
    const columns = columnsOf(schema);
    const entries = [...columns];
    columns.clear();
    for (const [name, column] of entries) {
      columns.set(name, column);
      if (name === 'id') columns.set('x', { name: 'x', data_type: 'text' });
    }
  });
  expect(diffSchemas(shop(), after).map(({ kind }) => kind)).toEqual(['column-added', 'columns-reordered']);
});

test('a long value is cut', () => {
  const after = shop((schema) =>
    Object.assign(columnsOf(schema).get('id') ?? {}, { 'x-long': 'a'.repeat(500) }),
  );
  const text = describeChanges(diffSchemas(shop(), after));
  expect(text.split('\n')[1]).toMatch(/^ {4}~ column id: x-long a{79}… added$/);
});
