import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, schema } from '../../../../tools/arbitraries/index.ts';
import {
  bumpSchema,
  type Column,
  cloneSchema,
  decodeSchema,
  encodeSchema,
  hydrate,
  isModified,
  newTable,
  parseJson,
  parseSchema,
  readSchema,
  type Schema,
  schemaHash,
  stringifySchema,
  type Table,
  updateTable,
} from '../../src/index.ts';
import { nodeRuntime as runtime } from '../node-runtime.ts';

const hash = (one: Schema) => schemaHash(one, runtime);

describe('the stored form', () => {
  test('gives back the schema, and the same text again', () => {
    fc.assert(
      fc.property(schema, (one) => {
        const text = stringifySchema(one);
        const again = parseSchema(text);
        expect(again).toEqual(one);
        expect(stringifySchema(again)).toBe(text);
        expect(hash(again)).toBe(hash(one));
      }),
      runs(),
    );
  });

  test('comes back from being compressed, whatever fits into a column', () => {
    fc.assert(
      fc.property(schema, fc.integer({ min: 0, max: 10_000 }), (one, maxBytes) => {
        const stored = encodeSchema(one, maxBytes, runtime);
        expect(decodeSchema(stored, runtime)).toBe(stringifySchema(one));
      }),
      runs(50),
    );
  });

  test('lacks nothing that filling in would add, however often', () => {
    fc.assert(
      fc.property(schema, (one) => {
        const filled = stringifySchema(hydrate(readSchema(parseJson(stringifySchema(one)))));
        expect(filled).toBe(stringifySchema(one));
        expect(stringifySchema(hydrate(hydrate(cloneSchema(one))))).toBe(filled);
      }),
      runs(),
    );
  });
});

/** A number for each thing to be put in order. */
const order = fc.array(fc.integer(), { minLength: 20, maxLength: 20 });

const shuffled = <T>(items: Iterable<T>, by: readonly number[]): T[] =>
  [...items]
    .map((item, index) => ({ item, at: by[index % by.length] ?? 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const shuffledKeys = <T>(value: T, by: readonly number[]): T => {
  if (Array.isArray(value)) return value.map((item) => shuffledKeys(item, by)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    shuffled(Object.entries(value), by).map(([key, inner]) => [key, shuffledKeys(inner, by)]),
  ) as T;
};

describe('the hash', () => {
  test('does not know in which order tables, their properties and those of columns stand', () => {
    fc.assert(
      fc.property(schema, order, (one, by) => {
        const tables = [...one.tables].map(([name, { columns, ...others }]): [string, Table] => {
          const inner = [...columns].map(([key, column]): [string, Column] => [
            key,
            shuffledKeys(column, by),
          ]);
          return [name, { ...shuffledKeys(others, by), columns: new Map(inner) }];
        });
        const other = {
          ...one,
          settings: shuffledKeys(one.settings, by),
          normalizers: shuffledKeys(one.normalizers, by),
          tables: new Map(shuffled(tables, by)),
        };
        expect(hash(other)).toBe(hash(one));
      }),
      runs(),
    );
  });

  test('knows the order of columns', () => {
    fc.assert(
      fc.property(schema, order, (one, by) => {
        for (const table of one.tables.values()) {
          const before = hash(one);
          const columns = shuffled(table.columns, by);
          const isMoved = columns.some(([name], index) => name !== [...table.columns.keys()][index]);
          table.columns = new Map(columns);
          expect(hash(one) === before).toBe(!isMoved);
        }
      }),
      runs(50),
    );
  });

  test('knows every property of every column', () => {
    fc.assert(
      fc.property(schema, (one) => {
        for (const { columns } of one.tables.values())
          for (const column of columns.values())
            for (const [property, value] of Object.entries(column)) {
              const before = hash(one);
              Object.assign(column, { [property]: 'something else' });
              expect(hash(one)).not.toBe(before);
              Object.assign(column, { [property]: value });
              expect(hash(one)).toBe(before);
            }
      }),
      runs(10),
    );
  });

  test('does not know what a schema says about its own versions', () => {
    fc.assert(
      fc.property(schema, fc.nat(), fc.array(fc.string()), (one, version, previous_hashes) => {
        expect(hash({ ...one, version, previous_hashes, version_hash: 'x' })).toBe(hash(one));
      }),
      runs(),
    );
  });
});

describe('versions', () => {
  test('saving twice is like saving once', () => {
    fc.assert(
      fc.property(schema, (one) => {
        bumpSchema(one, runtime);
        const once = stringifySchema(one);
        expect(isModified(one, runtime)).toBe(false);
        bumpSchema(one, runtime);
        expect(stringifySchema(one)).toBe(once);
      }),
      runs(50),
    );
  });

  test('any number of changes between two saves is one version, with the one before it as an ancestor', () => {
    fc.assert(
      fc.property(schema, fc.integer({ min: 1, max: 5 }), (one, changes) => {
        bumpSchema(one, runtime);
        const before = cloneSchema(one);
        for (let change = 0; change < changes; change++)
          updateTable(one, newTable('changed', { columns: [{ name: `c${change}`, data_type: 'text' }] }));
        bumpSchema(one, runtime);
        expect(one.version).toBe(before.version + 1);
        expect(one.previous_hashes).toEqual([before.version_hash, ...before.previous_hashes]);
      }),
      runs(50),
    );
  });
});
