import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, table, tableNamed } from '../../../../tools/arbitraries/index.ts';
import {
  type Column,
  cloneSchema,
  copyTable,
  diffReferences,
  isComplete,
  mergeTable,
  newSchema,
  schemaHash,
  type Table,
  updateTable,
} from '../../src/index.ts';
import { nodeRuntime as runtime } from '../node-runtime.ts';

const merged = (...tables: readonly Table[]): Table => {
  const [first, ...updates] = tables.map(copyTable);
  if (!first) throw new Error('nothing to merge');
  return updates.reduce((into, update) => mergeTable(into, update), first);
};

/** A table with the order of its columns, which equality of maps passes over. */
const inOrder = ({ columns, ...others }: Table) => ({ ...says(others), columns: [...columns] });

/** A table without any order. */
const unordered = ({ columns, references, ...others }: Table) => ({
  ...says(others),
  columns: Object.fromEntries([...columns].map(([name, column]) => [`column ${name}`, column])),
  references: new Set(references?.map((one) => JSON.stringify(one))),
});

/** Properties of a table that say something: null and absent are one. */
const says = (properties: object) =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));

/** Two tables that nowhere contradict each other: what both say of a thing is the same. */
const agreeing = fc.tuple(table, table).map(([one, other]) => {
  const agreed = copyTable(one);
  for (const [property, value] of Object.entries(other))
    if (!(property in agreed)) Object.assign(agreed, { [property]: value });
  agreed.references = one.references ?? [];
  agreed.columns = new Map(
    [...other.columns].map(([name, column]) => [name, { ...column, ...one.columns.get(name) } as Column]),
  );
  return [one, agreed] as const;
});

describe('merging tables', () => {
  test('is associative, the order of columns included', () => {
    // A null takes a property of a table back; where there is nothing yet to take back it is not kept for later.
    const telling = table.map((one) => says(one) as Table);
    fc.assert(
      fc.property(telling, telling, telling, (a, b, c) => {
        expect(inOrder(merged(merged(a, b), c))).toEqual(inOrder(merged(a, merged(b, c))));
      }),
      runs(300),
    );
  });

  test('is idempotent: what is in a table already changes nothing', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        expect(inOrder(merged(a, a))).toEqual(inOrder(a));
        expect(inOrder(merged(a, b, b))).toEqual(inOrder(merged(a, b)));
      }),
      runs(300),
    );
  });

  test('is commutative where the tables agree, but for the order of columns', () => {
    fc.assert(
      fc.property(agreeing, ([a, b]) => {
        expect(unordered(merged(a, b))).toEqual(unordered(merged(b, a)));
      }),
      runs(300),
    );
  });

  test('where they do not agree, the later one counts', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const after = merged(a, b);
        const { columns, references: _, ...properties } = b;
        for (const [name, column] of columns) expect(after.columns.get(name)).toMatchObject(column);
        expect(after).toMatchObject(says(properties));
      }),
      runs(300),
    );
  });

  test('loses no column, no type and no reference', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const { columns, references = [] } = merged(a, b);
        for (const column of [...a.columns.values(), ...b.columns.values()]) {
          const after = columns.get(column.name);
          expect(after).toBeDefined();
          if (after && isComplete(column)) expect(isComplete(after)).toBe(true);
        }
        const targets = (list: Table['references'] = []) => list.map((one) => one.referenced_table);
        expect(new Set(targets(references))).toEqual(
          new Set([...targets(a.references), ...targets(b.references)]),
        );
      }),
      runs(300),
    );
  });

  test('columns stay where they are, unless their type becomes known: those move to the end', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const completed = (name: string) => {
          const [before, update] = [a.columns.get(name), b.columns.get(name)];
          return before && update && !isComplete(before) && isComplete(update);
        };
        const stay = [...a.columns.keys()].filter((name) => !completed(name));
        expect([...merged(a, b).columns.keys()].slice(0, stay.length)).toEqual(stay);
      }),
      runs(300),
    );
  });

  test('a reference that is known brings nothing new', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        expect(diffReferences(merged(a, b).references ?? [], b.references ?? [])).toEqual([]);
      }),
      runs(),
    );
  });
});

describe('updating a schema', () => {
  const strategies = { mergeStrategies: ['delete-insert'] } as const;
  const updated = (...tables: readonly Table[]) => {
    const schema = newSchema('test');
    for (const one of tables) updateTable(schema, one, strategies);
    return schema;
  };

  test('piece by piece is like at once, root keys included', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        // Rows know their root row from the first merge on, also when nobody merges any more: so in the format.
        if (a.write_disposition === 'merge') b.write_disposition = 'merge';
        expect(schemaHash(updated(a, b), runtime)).toBe(schemaHash(updated(merged(a, b)), runtime));
      }),
      runs(),
    );
  });

  test('with tables of other names, in any order: the hash knows none of tables', () => {
    fc.assert(
      fc.property(table, tableNamed('u'), (a, b) => {
        expect(schemaHash(updated(a, b), runtime)).toBe(schemaHash(updated(b, a), runtime));
      }),
      runs(),
    );
  });

  test('with what it has already does not even change the hash', () => {
    fc.assert(
      fc.property(table, table, (a, b) => {
        const schema = updated(a, b);
        const before = schemaHash(cloneSchema(schema), runtime);
        updateTable(schema, b, strategies);
        expect(schemaHash(schema, runtime)).toBe(before);
      }),
      runs(),
    );
  });
});
