import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, schema, tableNamed } from '../../../../tools/arbitraries/index.ts';
import {
  cloneSchema,
  diffSchemas,
  parseSchema,
  type Schema,
  type SchemaChange,
  schemaHash,
  stringifySchema,
  updateTable,
} from '../../src/index.ts';
import { nodeRuntime as runtime } from '../node-runtime.ts';
import { applyChange } from './apply-change.ts';

/** A schema and what became of it: nothing, another schema, or the same with tables changed, added and dropped. */
const pair = fc.oneof(
  schema.map((one) => [one, cloneSchema(one)] as const),
  fc.tuple(schema, schema),
  fc
    .tuple(schema, tableNamed('t'), tableNamed('t'), fc.nat(), fc.boolean())
    .map(([one, a, b, pick, reorders]) => {
      updateTable(one, a);
      const after = cloneSchema(one);
      const [first] = [...after.tables.keys()].slice(2 + (pick % 3));
      if (first !== undefined && pick % 2 === 0) after.tables.delete(first);
      updateTable(after, b);
      const table = after.tables.get('t');
      if (table && reorders) table.columns = new Map([...table.columns].reverse());
      return [one, after] as const;
    }),
);

const hash = (one: Schema) => schemaHash(one, runtime);

describe('the changes between two schemas', () => {
  test('are none exactly where the two have one hash', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        expect(diffSchemas(before, after).length === 0).toBe(hash(before) === hash(after));
        expect(diffSchemas(before, parseSchema(stringifySchema(before)))).toEqual([]);
      }),
      runs(200),
    );
  });

  test('make the one of the other', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const changed = cloneSchema(before);
        for (const change of diffSchemas(before, after)) applyChange(changed, change);
        expect(hash(changed)).toBe(hash(after));
      }),
      runs(200),
    );
  });

  test('are the same ones backwards, added for removed', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const kinds = (changes: readonly SchemaChange[]) =>
          changes.map(({ kind }) => kind).filter((kind) => kind !== 'columns-reordered');
        const backwards = kinds(diffSchemas(after, before)).map((kind) =>
          kind.replace(/added|removed/, (word) => (word === 'added' ? 'removed' : 'added')),
        );
        expect(backwards.toSorted()).toEqual(kinds(diffSchemas(before, after)).toSorted());
      }),
      runs(200),
    );
  });

  test('are plain data', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const changes = diffSchemas(before, after);
        expect(JSON.parse(JSON.stringify(changes))).toEqual(changes);
      }),
      runs(),
    );
  });
});
