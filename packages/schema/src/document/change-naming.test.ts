import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { namingConvention } from '../naming/naming.ts';
import { changeNaming } from './change-naming.ts';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { stringifySchema } from './parse.ts';
import type { Column, Schema } from './schema.ts';
import { stateTable } from './system-tables.ts';
import { updateTable } from './update-table.ts';

const naming = (name: string, maxLength: number | null = null) => namingConvention(name, maxLength, runtime);
const text = (name: string): Column => ({ name, data_type: 'text' });

/** A schema under `direct`, where any name is allowed. */
function direct({ seenData = false, columns = ['Id', 'userName'] } = {}): Schema {
  const schema = newSchema('shop', {
    naming: 'direct',
    preferredTypes: { createdAt: 'timestamp', 're:_at$': 'timestamp' },
  });
  const marked = seenData ? { 'x-normalizer': { 'seen-data': true } } : {};
  updateTable(
    schema,
    newTable('Orders', {
      ...marked,
      columns: columns.map(text),
      references: [{ columns: ['userName'], referenced_table: 'Users', referenced_columns: ['userName'] }],
    }),
  );
  updateTable(schema, newTable('Orders▶Lines', { ...marked, parent: 'Orders', columns: [text('Sku')] }));
  updateTable(schema, stateTable());
  schema.normalizers.json.config = {
    max_nesting: 2,
    propagation: { root: { _dlt_id: '_dlt_root_id' }, tables: { Orders: { userName: 'orderUser' } } },
  };
  return schema;
}

describe('a schema whose tables hold nothing', () => {
  test('takes the names of another convention', () => {
    const schema = direct();
    const before = stringifySchema(schema);
    const changed = changeNaming(schema, naming('snake_case'));
    expect(stringifySchema(schema)).toBe(before);
    expect([...changed.tables.keys()]).toEqual([
      '_dlt_version',
      '_dlt_loads',
      'orders',
      'orders_lines',
      '_dlt_pipeline_state',
    ]);
    expect(changed.tables.get('orders')).toMatchObject({
      name: 'orders',
      resource: 'Orders',
      references: [{ columns: ['user_name'], referenced_table: 'users', referenced_columns: ['user_name'] }],
    });
    expect([...(changed.tables.get('orders')?.columns.keys() ?? [])]).toEqual(['id', 'user_name']);
    expect(changed.tables.get('orders_lines')?.parent).toBe('orders');
    expect(changed.settings.preferred_types).toEqual({ created_at: 'timestamp', 're:_at$': 'timestamp' });
    expect(changed.normalizers).toMatchObject({
      names: 'snake_case',
      json: {
        config: {
          max_nesting: 2,
          propagation: {
            root: { _dlt_id: '_dlt_root_id' },
            tables: { orders: { user_name: 'order_user' } },
          },
        },
      },
    });
  });

  test('stays itself under its own convention, by whichever name', () => {
    const schema = newSchema('shop');
    schema.normalizers.names = 'dlt.common.normalizers.names.snake_case';
    expect(changeNaming(schema, naming('snake_case'))).toBe(schema);
  });

  test('system tables get their names back from a convention that cuts them', () => {
    const cut = changeNaming(direct(), naming('s3_tables'));
    expect([...cut.tables.keys()]).toContain('dlt_pipeline_state');
    expect([...changeNaming(cut, naming('direct')).tables.keys()]).toContain('_dlt_pipeline_state');
  });

  test('two tables cannot become one', () => {
    const schema = direct();
    updateTable(schema, newTable('orders', { columns: [text('a')] }));
    expect(() => changeNaming(schema, naming('snake_case'))).toThrow(
      expect.objectContaining({
        code: 'IDENTIFIERS_MERGED',
        message: expect.stringContaining('"Orders" and "orders" would both be "orders"'),
      }),
    );
  });
});

describe('a schema whose tables hold data', () => {
  test.each([
    ['a table', direct({ seenData: true }), 'snake_case', { table: 'Orders' }, 'The table would be "orders"'],
    [
      'a column',
      direct({ seenData: true, columns: ['Id', "it's"] }),
      'sql_cs_v1',
      { table: 'Orders', column: "it's" },
      'The column would be "it_s"',
    ],
    [
      'nothing that is there',
      direct({ seenData: true, columns: ['Id'] }),
      'duck_case',
      { table: 'Orders' },
      'The naming convention cannot become duck_case',
    ],
  ])('keeps its convention: %s would change', (_, schema, convention, place, what) => {
    expect(() => changeNaming(schema, naming(convention))).toThrow(
      expect.objectContaining({
        code: 'IDENTIFIERS_FROZEN',
        place: { schema: 'shop', ...place },
        what: expect.stringContaining(what),
      }),
    );
  });

  test('changes it where that is allowed, by the caller or by the schema itself', () => {
    const schema = direct({ seenData: true });
    const change = (options = {}) => [...changeNaming(schema, naming('snake_case'), options).tables.keys()];
    expect(change({ allowIdentifierChange: true })).toContain('orders');
    schema.normalizers.allow_identifier_change_on_table_with_data = true;
    expect(change()).toContain('orders');
    expect(() => change({ allowIdentifierChange: false })).toThrow(
      expect.objectContaining({ code: 'IDENTIFIERS_FROZEN' }),
    );
  });
});
