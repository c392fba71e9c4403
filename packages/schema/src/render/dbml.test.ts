import { Compiler, DEFAULT_ENTRY, MemoryProjectLayout } from '@dbml/parse';
import { describe, expect, test } from 'vitest';
import { hostile, hostileTexts, pictured } from '../../test/pictured-schema.ts';
import { renderDbml } from './dbml.ts';

/** What the language's own parser makes of a text. */
function parse(text: string) {
  const compiler = new Compiler(new MemoryProjectLayout({ [DEFAULT_ENTRY.absolute]: text }));
  const report = compiler.interpretFile(DEFAULT_ENTRY);
  expect(report.getErrors().map(({ diagnostic }) => diagnostic)).toEqual([]);
  const database = report.getValue();
  if (!database) throw new Error('The text is no DBML');
  return database;
}

const ends = (text: string) =>
  parse(text).refs.map(({ endpoints }) =>
    endpoints.map(({ tableName, fieldNames, relation }) => `${tableName}.${fieldNames} ${relation}`),
  );

test('tables, keys, types and descriptions', () => {
  expect(renderDbml(pictured(), { systemTables: false })).toBe(`Table "orders" {
    "id" bigint [pk, not null]
    "amount" decimal(38,9) [note: 'the customer\\'s sum']
    "user_id" bigint
    "_dlt_load_id" text [not null]
    "_dlt_id" text [unique, not null]
    Note: 'Orders: paid\\nand "unpaid"'
}

Table "orders__lines" {
    "_dlt_parent_id" text [not null]
    "_dlt_root_id" text [not null]
    "_dlt_id" text [unique, not null]
}

Table "users" {
    "id" bigint
}

Ref {
    "orders"."user_id" <> "users"."id"
}

Ref {
    "orders__lines"."_dlt_parent_id" > "orders"."_dlt_id"
}

Ref {
    "orders__lines"."_dlt_root_id" > "orders"."_dlt_id"
}
`);
});

test('the parser reads what the schema says', () => {
  const { tables } = parse(renderDbml(pictured()));
  expect(tables.map(({ name }) => name)).toEqual([
    'orders',
    'orders__lines',
    'users',
    '_dlt_version',
    '_dlt_loads',
    '_dlt_pipeline_state',
  ]);
  expect(tables[0]?.note?.value).toBe('Orders: paid\nand "unpaid"');
  expect(tables[0]?.fields[1]).toMatchObject({
    name: 'amount',
    type: { type_name: 'decimal(38,9)' },
    note: { value: "the customer's sum" },
  });
});

describe('references', () => {
  test('those of the format, too', () => {
    expect(ends(renderDbml(pictured()))).toEqual([
      ['orders._dlt_load_id *', '_dlt_loads.load_id 1'],
      ['orders.user_id *', 'users.id *'],
      ['orders__lines._dlt_parent_id *', 'orders._dlt_id 1'],
      ['orders__lines._dlt_root_id *', 'orders._dlt_id 1'],
      ['_dlt_pipeline_state._dlt_load_id *', '_dlt_loads.load_id 1'],
      ['_dlt_version.version_hash 1', '_dlt_loads.schema_version_hash *'],
      ['_dlt_version.schema_name *', '_dlt_loads.schema_name *'],
    ]);
  });

  test('none to what is not drawn', () => {
    expect(ends(renderDbml(pictured(), { systemTables: false, systemColumns: false }))).toEqual([
      ['orders.user_id *', 'users.id *'],
    ]);
  });

  test.each([
    ['one_to_one', ['1', '1']],
    ['one_to_many', ['1', '*']],
    ['many_to_one', ['*', '1']],
    ['many_to_many', ['*', '*']],
    ['zero_to_one', ['1', '1']],
    ['many_to_zero', ['*', '1']],
  ])('%s', (cardinality, relations) => {
    const schema = pictured();
    const [reference] = schema.tables.get('orders')?.references ?? [];
    Object.assign(reference ?? {}, {
      cardinality,
      columns: ['id', 'user_id'],
      referenced_columns: ['id', 'name'],
    });
    schema.tables.get('users')?.columns.set('name', { name: 'name', data_type: 'text' });
    const found = parse(renderDbml(schema)).refs.find(({ endpoints }) => endpoints[1]?.tableName === 'users');
    expect(found?.endpoints.map(({ relation }) => relation)).toEqual(relations);
    expect(found?.endpoints[0]?.fieldNames).toEqual(['id', 'user_id']);
  });
});

test('groups of tables follow resources', () => {
  const { tableGroups } = parse(renderDbml(pictured(), { groups: true }));
  expect(tableGroups.map(({ name, tables }) => [name, tables.map((table) => table.name)])).toEqual([
    ['orders', ['orders', 'orders__lines']],
    ['people', ['users']],
    ['_dlt', ['_dlt_version', '_dlt_loads', '_dlt_pipeline_state']],
  ]);
});

test('any name and any description arrive as they are', () => {
  const { tables, refs } = parse(renderDbml(hostile(), { systemTables: false, groups: true }));
  expect(tables.map(({ name }) => name)).toEqual([...hostileTexts]);
  expect(tables.map(({ note }) => note?.value)).toEqual(hostileTexts.map((name) => `(${name})`));
  expect(tables[0]?.fields.map(({ name, note }) => [name, note?.value])).toEqual(
    hostileTexts.map((name) => [name, `(${name})`]),
  );
  expect(refs).toHaveLength(hostileTexts.length);
});

test('descriptions can be left out', () => {
  expect(renderDbml(pictured(), { descriptions: false })).not.toMatch(/note/i);
});
