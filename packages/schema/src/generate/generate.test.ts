import { describe, expect, test } from 'vitest';
import { newSchema } from '../document/new-schema.ts';
import { newTable } from '../document/new-table.ts';
import type { Column, Table } from '../document/schema.ts';
import { updateTable } from '../document/update-table.ts';
import { generateInterfaces } from './interfaces.ts';
import type { GenerateOptions } from './row-model.ts';
import { typeNames } from './type-names.ts';
import { generateZod } from './zod.ts';

const text = (name: string, more: Partial<Column> = {}): Column => ({ name, data_type: 'text', ...more });

function schemaOf(...tables: Table[]) {
  const schema = newSchema('test');
  for (const table of tables) updateTable(schema, table);
  return schema;
}

test('names of types: words joined, and a number where a name is taken', () => {
  const nameOf = typeNames();
  const tables = [
    'users',
    'users__pets',
    'users_pets',
    '2fa',
    '',
    'é à',
    'uint8_array',
    'array',
    'z',
    '__proto__',
  ];
  expect(tables.map(nameOf)).toEqual([
    'Users',
    'UsersPets',
    'UsersPets2',
    'Table2fa',
    'Table',
    'ÉÀ',
    'Uint8Array2',
    'Array2',
    'Z',
    'Proto',
  ]);
});

/** The declarations, without the header. */
function body(schema: ReturnType<typeof schemaOf>, tables: string | string[], options?: GenerateOptions) {
  return generateInterfaces(schema, tables, options).split('\n').slice(2).join('\n');
}

describe('rows', () => {
  test('have the columns whose type is known, as keys that need quotes or not', () => {
    const columns = [
      text('a b', { nullable: false }),
      text('$é'),
      { name: 'untyped' },
      text('_dlt_id'),
      text('1'),
    ];
    const schema = schemaOf(newTable('t', { columns }));
    expect(body(schema, 't')).toBe(
      'export interface T {\n  "a b": string;\n  $é: string | null;\n  "1": string | null;\n}\n',
    );
    expect(body(schema, 't', { systemColumns: true, optional: true })).toBe(
      'export interface T {\n  "a b": string;\n  $é?: string | null | undefined;\n  _dlt_id?: string | null | undefined;\n  "1"?: string | null | undefined;\n}\n',
    );
  });

  test('have lists under the key of their records; under the name of their table where that is not known', () => {
    const schema = schemaOf(
      newTable('t', { columns: [text('tags')] }),
      newTable('t__kids', { parent: 't', columns: [text('n')] }),
      newTable('t__tags', { parent: 't', columns: [text('value')] }),
      newTable('t__kids__toys', { parent: 't__kids' }),
      newTable('t_cut_x7a9', { parent: 't' }),
    );
    expect(body(schema, 't', { nested: true })).toBe(
      [
        'export interface TKidsToys {\n}\n',
        'export interface TKids {\n  n: string | null;\n  toys: TKidsToys[];\n}\n',
        'export interface TTags {\n  value: string | null;\n}\n',
        'export interface TCutX7a9 {\n}\n',
        'export interface T {\n  tags: string | null;\n  kids: TKids[];\n  t__tags: TTags[];\n  t_cut_x7a9: TCutX7a9[];\n}\n',
      ].join('\n\n'),
    );
  });

  test('of several tables are described once each', () => {
    const schema = schemaOf(newTable('a'), newTable('a__b', { parent: 'a' }));
    expect(body(schema, ['a__b', 'a', 'a'], { nested: true }).match(/interface \w+/g)).toEqual([
      'interface AB',
      'interface A',
    ]);
  });
});

test('descriptions cannot end a comment or a text', () => {
  const schema = schemaOf(
    newTable('t', {
      description: 'ends */ here\r\nand "here"',
      columns: [text('a', { description: "it's \\ */" })],
    }),
  );
  expect(body(schema, 't')).toBe(
    '/**\n * ends *\\/ here\n * and "here"\n */\nexport interface T {\n  /** it\'s \\ *\\/ */\n  a: string | null;\n}\n',
  );
  expect(generateZod(schema, 't')).toContain(
    `  a: z.string().nullable().describe("it's \\\\ */"),\n}).describe("ends */ here\\r\\nand \\"here\\"");\n`,
  );
});
