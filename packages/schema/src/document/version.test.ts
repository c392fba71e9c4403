import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { cloneSchema } from './copy.ts';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import type { Column, Schema, Table } from './schema.ts';
import { updateTable } from './update-table.ts';
import { bumpSchema, isModified, linkAncestor, schemaHash } from './version.ts';

function example(): Schema {
  const schema = newSchema('test');
  const columns: Column[] = [
    { name: 'id', data_type: 'bigint', nullable: false, 'x-note': { b: 1, a: [1, 2] } },
    { name: '\u{1f600}', data_type: 'text' },
    { name: '\uff5a', data_type: 'text', unique: true },
  ];
  updateTable(schema, newTable('users', { columns, description: 'people' }));
  updateTable(schema, newTable('\u{1f600}', { columns }));
  updateTable(schema, newTable('\uff5a', { columns }));
  return schema;
}

const shuffled = <T>(entries: Iterable<T>, order: readonly number[]): T[] =>
  [...entries]
    .map((entry, index) => ({ entry, at: order[index] ?? 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);

const shuffledKeys = <T extends object>(object: T, order: readonly number[]): T =>
  Object.fromEntries(shuffled(Object.entries(object), order)) as T;

const order = fc.array(fc.integer(), { minLength: 12, maxLength: 12 });

describe('the hash', () => {
  test('knows no order of tables, of table keys and of column keys', () => {
    const expected = schemaHash(example(), runtime);
    fc.assert(
      fc.property(order, (shuffle) => {
        const schema = example();
        const tables = [...schema.tables].map(([name, table]): [string, Table] => {
          const columns = [...table.columns].map(([column, definition]): [string, Column] => [
            column,
            shuffledKeys(definition, shuffle),
          ]);
          return [name, shuffledKeys({ ...table, columns: new Map(columns) }, shuffle)];
        });
        schema.tables = new Map(shuffled(tables, shuffle));
        expect(schemaHash(schema, runtime)).toBe(expected);
      }),
    );
  });

  test('knows the order of columns', () => {
    const schema = example();
    const users = schema.tables.get('users') as Table;
    users.columns = new Map([...users.columns].reverse());
    expect(schemaHash(schema, runtime)).not.toBe(schemaHash(example(), runtime));
  });
});

describe('versions', () => {
  test('a new schema is version 1 when it is saved first', () => {
    const schema = example();
    expect(isModified(schema, runtime)).toBe(true);
    bumpSchema(schema, runtime);
    expect([schema.version, schema.previous_hashes, isModified(schema, runtime)]).toEqual([1, [], false]);
  });

  test('each save of changes is one more, and remembers at most ten before it', () => {
    const schema = example();
    bumpSchema(schema, runtime);
    const hashes = [schema.version_hash];
    for (let i = 0; i < 12; i++) {
      schema.description = `change ${i}`;
      schema.settings.note = i;
      bumpSchema(schema, runtime);
      hashes.unshift(schema.version_hash);
    }
    expect(schema.version).toBe(13);
    expect(schema.previous_hashes).toEqual(hashes.slice(1, 11));
  });

  test('a schema in the place of another names it as an ancestor', () => {
    const [replaced, content] = [example(), example()];
    content.description = 'new';
    linkAncestor(content, replaced, runtime);
    expect(content.previous_hashes).toEqual([schemaHash(replaced, runtime)]);
    linkAncestor(replaced, cloneSchema(replaced), runtime);
    expect(replaced.previous_hashes).toEqual([]);
  });

  test('a clone shares nothing with its model', () => {
    const schema = example();
    const clone = cloneSchema(schema);
    expect(schemaHash(clone, runtime)).toBe(schemaHash(schema, runtime));
    clone.tables.get('users')?.columns.delete('id');
    clone.settings.default_hints?.unique?.push('id');
    expect(schemaHash(schema, runtime)).toBe(schemaHash(example(), runtime));
  });
});
