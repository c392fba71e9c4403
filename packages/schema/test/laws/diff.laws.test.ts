import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, schema } from '../../../../tools/arbitraries/index.ts';
import {
  type Column,
  cloneSchema,
  describeChanges,
  diffSchemas,
  type PropertyChange,
  type Schema,
  type SchemaChange,
  schemaHash,
  type Table,
} from '../../src/index.ts';
import { nodeRuntime as runtime } from '../node-runtime.ts';

const hash = (one: Schema) => schemaHash(one, runtime);

/** A schema and one that came of it, or a stranger of the same name. */
const pair = fc
  .tuple(schema, schema, fc.infiniteStream(fc.nat(3)), fc.boolean())
  .map(([before, other, choices, isStranger]) => {
    if (isStranger) return [before, { ...other, name: before.name }] as const;
    const after = cloneSchema(before);
    const pick = () => choices.next().value;
    for (const [name, table] of other.tables) {
      const known = after.tables.get(name);
      if (!known || pick() === 0) after.tables.set(name, table);
      else for (const [column, definition] of table.columns) known.columns.set(column, definition);
    }
    for (const { columns } of after.tables.values())
      for (const [name, column] of [...columns]) {
        if (pick() !== 0) continue;
        columns.delete(name);
        if (pick() > 1)
          columns.set(name, { ...column, nullable: pick() > 1, 'x-note': { a: [pick()], b: null } });
      }
    return [before, after] as const;
  });

describe('the difference of two schemas', () => {
  test('is nothing exactly where both have one hash', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        expect(diffSchemas(before, cloneSchema(before))).toEqual([]);
        expect(diffSchemas(before, after).length === 0).toBe(hash(before) === hash(after));
      }),
      runs(),
    );
  });

  test('makes the one of the other, there and back, also after it was JSON', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const there = JSON.parse(JSON.stringify(diffSchemas(before, after)));
        expect(hash(applyChanges(before, there))).toBe(hash(after));
        expect(hash(applyChanges(after, diffSchemas(after, before)))).toBe(hash(before));
      }),
      runs(),
    );
  });

  test('does not depend on the order of tables or keys', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const turned = cloneSchema(after);
        turned.tables = new Map([...turned.tables].reverse());
        turned.settings = Object.fromEntries(Object.entries(turned.settings).reverse());
        const changes = diffSchemas(before, after);
        expect(diffSchemas(before, turned)).toEqual(changes);
        expect(describeChanges(diffSchemas(before, turned))).toBe(describeChanges(changes));
      }),
      runs(),
    );
  });
});

function applyChanges(schema: Schema, changes: readonly SchemaChange[]): Schema {
  const target = cloneSchema(schema);
  const columnsOf = (name: string) => target.tables.get(name)?.columns ?? new Map<string, Column>();
  for (const change of changes) {
    switch (change.kind) {
      case 'schema-changed':
        setAll(target, change.properties);
        break;
      case 'settings-changed':
        setAll(target.settings, change.properties);
        break;
      case 'normalizers-changed':
        setAll(target.normalizers, change.properties);
        break;
      case 'table-added':
        target.tables.set(change.table, {
          ...change.properties,
          columns: new Map(change.columns.map((column) => [column.name, column])),
        } as Table);
        break;
      case 'table-removed':
        target.tables.delete(change.table);
        break;
      case 'table-changed':
        setAll(target.tables.get(change.table) ?? {}, change.properties);
        break;
      case 'column-added':
        columnsOf(change.table).set(change.column.name, change.column);
        break;
      case 'column-removed':
        columnsOf(change.table).delete(change.column.name);
        break;
      case 'column-changed':
        setAll(columnsOf(change.table).get(change.column) ?? {}, change.properties);
        break;
      case 'columns-reordered': {
        const columns = columnsOf(change.table);
        const ordered = change.columns.map((name) => [name, columns.get(name)] as const);
        columns.clear();
        for (const [name, column] of ordered) if (column) columns.set(name, column);
      }
    }
  }
  return target;
}

function setAll(target: object, properties: readonly PropertyChange[]): void {
  for (const { path, ...sides } of properties) {
    const inner = path.slice(0, -1).reduce((object, key) => Reflect.get(object, key), target);
    const key = path.at(-1) ?? '';
    if ('after' in sides)
      Object.defineProperty(inner, key, {
        value: sides.after,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else Reflect.deleteProperty(inner, key);
  }
}
