import { type Column, newSchema, newTable, type Schema, stateTable, updateTable } from '../src/index.ts';

/** A schema with everything a picture shows: chains, keys, descriptions and references. */
export function pictured(): Schema {
  const schema = newSchema('shop');
  updateTable(
    schema,
    newTable('orders', {
      description: 'Orders: paid\nand "unpaid"',
      columns: [
        { name: 'id', data_type: 'bigint', nullable: false, primary_key: true },
        { name: 'amount', data_type: 'decimal', precision: 38, scale: 9, description: "the customer's sum" },
        { name: 'user_id', data_type: 'bigint' },
        { name: 'unseen' },
        { name: '_dlt_load_id', data_type: 'text', nullable: false },
        { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
      ],
      references: [
        { columns: ['user_id'], referenced_table: 'users', referenced_columns: ['id'], label: 'buyer' },
      ],
    }),
  );
  updateTable(
    schema,
    newTable('orders__lines', {
      parent: 'orders',
      columns: [
        { name: '_dlt_parent_id', data_type: 'text', nullable: false, parent_key: true },
        { name: '_dlt_root_id', data_type: 'text', nullable: false, root_key: true },
        { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
      ],
    }),
  );
  updateTable(
    schema,
    newTable('users', { resource: 'people', columns: [{ name: 'id', data_type: 'bigint' }] }),
  );
  updateTable(schema, newTable('hints_only', { columns: [{ name: 'a' }] }));
  updateTable(schema, stateTable());
  return schema;
}

/** Names and texts that mean something in the languages of pictures. */
export const hostileTexts = [
  'a b',
  'a"b',
  "it's",
  'back\\slash',
  'two\nlines',
  '\ttab',
  'a.b',
  'a`b',
  '100%',
  '%%{init: {"theme":"dark"}}%%',
  '%% comment',
  '{',
  '}',
  '[x]',
  ']',
  '--',
  '}|--||',
  '#35;',
  '/* a */',
  '// a',
  "'''",
  '~a~',
  'pk',
  'UK',
  'FK-1',
  'uk\u00e4',
  'one',
  'to',
  'end',
  'class',
  'style',
  'erDiagram',
  'note',
  'indexes',
  'Table',
  '1st',
  '__proto__',
  'é😀',
  '▶',
  '\u2028',
  '\u0000',
  '-',
  ' ',
  '$x',
  '<b>',
  ';',
  ':',
  ',',
] as const;

/** A schema in which everything is called and described like that. The first table has all the columns. */
export function hostile(): Schema {
  const schema = newSchema('hostile');
  const columns = hostileTexts.map((name): Column => ({ name, data_type: 'text', description: `(${name})` }));
  for (const [index, name] of hostileTexts.entries())
    updateTable(
      schema,
      newTable(name, {
        columns: index === 0 ? columns : [{ name, data_type: 'text' }],
        description: `(${name})`,
        references: [
          {
            columns: [name],
            referenced_table: hostileTexts[0],
            referenced_columns: [hostileTexts[1]],
            label: name,
          },
        ],
      }),
    );
  return schema;
}
