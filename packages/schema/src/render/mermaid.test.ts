import mermaid from 'mermaid';
import { expect, test } from 'vitest';
import { hostile, hostileTexts, pictured } from '../../test/pictured-schema.ts';
import { renderMermaid } from './mermaid.ts';

interface Entity {
  readonly label: string;
  readonly attributes: { type: string; name: string; keys: string[]; comment: string }[];
}

/** What Mermaid itself reads in a text. */
async function parse(text: string): Promise<Map<string, Entity>> {
  // As a page would do it: comments and directives go first.
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return (db as unknown as { getEntities(): Map<string, Entity> }).getEntities();
}

test('tables, keys, descriptions and references', async () => {
  const text = renderMermaid(pictured(), { systemTables: false });
  expect(text).toBe(`erDiagram
    "orders" {
        bigint id PK
        decimal amount "the customer's sum"
        bigint user_id
        text _dlt_load_id
        text _dlt_id UK
    }
    "orders__lines" {
        text _dlt_parent_id FK
        text _dlt_root_id FK
        text _dlt_id UK
    }
    "users" {
        bigint id
    }
    "orders" }|--|{ "users" : "buyer"
    "orders__lines" }|--|| "orders" : "_dlt_parent"
    "orders__lines" }|--|| "orders" : "_dlt_root"
`);
  const entities = await parse(text);
  expect([...entities.keys()]).toEqual(['orders', 'orders__lines', 'users']);
  expect(entities.get('orders__lines')?.attributes[0]).toMatchObject({
    type: 'text',
    name: '_dlt_parent_id',
    keys: ['FK'],
  });
});

test('system tables, and tables alone', async () => {
  const all = await parse(renderMermaid(pictured()));
  expect([...all.keys()]).toContain('_dlt_pipeline_state');
  const text = renderMermaid(pictured(), { columns: false, systemTables: false });
  expect(text.split('\n').slice(0, 5)).toEqual([
    'erDiagram',
    '    "orders"',
    '    "orders__lines"',
    '    "users"',
    '    "orders" }|--|{ "users" : "buyer"',
  ]);
  expect([...(await parse(text)).keys()]).toEqual(['orders', 'orders__lines', 'users']);
});

test('without system columns the links between tables stay', async () => {
  const text = renderMermaid(pictured(), { systemTables: false, systemColumns: false });
  expect(text).toContain('"orders__lines" }|--|| "orders"');
  expect((await parse(text)).get('orders')?.attributes.map(({ name }) => name)).toEqual([
    'id',
    'amount',
    'user_id',
  ]);
});

test('any name and any description can be drawn, and no two tables become one', async () => {
  const schema = hostile();
  for (const name of ['x"y', 'x%y', 'x_y'])
    schema.tables.set(name, {
      ...schema.tables.get('one'),
      name,
      columns: new Map([['a', { name: 'a', data_type: 'text' }]]),
    });
  const entities = await parse(renderMermaid(schema, { systemTables: false }));
  expect(entities.size).toBe(hostileTexts.length + 3);
  expect(entities.get('a b')?.attributes).toHaveLength(hostileTexts.length);
  expect([...entities.keys()].slice(-3)).toEqual(['x_y', 'x_y_2', 'x_y_3']);
  const exact = entities.get('a b')?.attributes.find(({ name }) => name === 'a_b');
  expect(exact?.comment).toBe('a b: (a b)');
});

test('a description cannot configure the diagram', () => {
  expect(renderMermaid(hostile())).not.toContain('%%');
});
