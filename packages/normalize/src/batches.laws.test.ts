import { key, number, objectOf, record, records, runs, systemKey } from '@sluice/arbitraries';
import { isComplete, type Schema } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attempt } from '../test/attempt.ts';
import { flawsOf } from '../test/check-batch.ts';
import { normalize, typesOf } from '../test/normalize.ts';
import { outcome, withPlaces } from '../test/outcome.ts';
import type { Rows } from '../test/read-batches.ts';

/** Any records with any keys, the format's own among them. */
const anyRecords = records({
  key: fc.oneof({ arbitrary: key, weight: 15 }, { arbitrary: systemKey, weight: 1 }),
});

describe('rows do not depend on', () => {
  test('where batches end', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 1, max: 40 }), (some, maxBatchRows) => {
        expectSame(outcome(some, { maxBatchRows }), outcome(some));
      }),
      runs(),
    );
  });

  test('how much memory the buffers may hold', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 0, max: 20_000 }), (some, maxBufferBytes) => {
        expectSame(outcome(some, { maxBufferBytes }), outcome(some));
      }),
      runs(),
    );
  });

  test('what was normalized before: a load may be cut in two anywhere', () => {
    // A fraction is the one thing that only the first load of a column takes in.
    const whole = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.array(record({ scalar: whole }), { minLength: 2, maxLength: 8 }),
        fc.nat(),
        (some, cut) => {
          const at = 1 + (cut % (some.length - 1));
          const once = attempt(() => normalize(some));
          const first = attempt(() => normalize(some.slice(0, at)));
          const second = first && attempt(() => normalize(some.slice(at), { schema: first.schema }));
          expect(second === null).toBe(once === null);
          if (!once || !first || !second) return;
          expect(withPlaces(joined(first.tables, second.tables))).toEqual(withPlaces(once.tables));
          const tables = (schema: Schema) =>
            [...schema.tables].map(([name, table]) => [name, [...table.columns.values()]]);
          expect(tables(second.schema)).toEqual(tables(once.schema));
        },
      ),
      runs(),
    );
  });

  test('the objects themselves, which are read and never written', () => {
    fc.assert(
      fc.property(anyRecords, (some) => {
        const before = outcome(some);
        expect(outcome(some.map(frozen))).toEqual(before);
        expect(outcome(some)).toEqual(before);
      }),
      runs(50),
    );
  });
});

describe('a batch', () => {
  test('is sound, whatever the records and however small it is', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 1, max: 9 }), (some, maxBatchRows) => {
        const flaws: string[] = [];
        const onBatch: Parameters<typeof flawsOf>[0][] = [];
        attempt(() =>
          normalize(some, {
            maxBatchRows,
            onBatch: (batch) => {
              flaws.push(...flawsOf(batch));
              onBatch.push(batch);
            },
          }),
        );
        expect(flaws).toEqual([]);
        for (const { rows } of onBatch) expect(rows).toBeLessThanOrEqual(maxBatchRows);
      }),
      runs(),
    );
  });

  test('has the types of the schema: each column exists, and is complete', () => {
    fc.assert(
      fc.property(anyRecords, (some) => {
        const seen: [table: string, column: string][] = [];
        const result = attempt(() =>
          normalize(some, {
            onBatch: ({ table, columns }) =>
              seen.push(...columns.map(({ name }): [string, string] => [table, name])),
          }),
        );
        for (const [table, name] of result ? seen : []) {
          const column = result?.schema.tables.get(table)?.columns.get(name);
          expect(column && isComplete(column)).toBe(true);
        }
      }),
      runs(50),
    );
  });
});

describe('a new column of numbers', () => {
  const small = number.filter((value) => Number.isFinite(value) && Math.abs(value) <= 2 ** 53);

  test('has one type and the same values in any order: double with a fraction, bigint without', () => {
    fc.assert(
      fc.property(
        fc.array(small, { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        (values, maxBatchRows) => {
          const column = (numbers: readonly number[]) => {
            const result = normalize(
              numbers.map((v) => ({ v })),
              { maxBatchRows },
            );
            return { type: typesOf(result).v, values: result.tables.t?.map(({ v }) => Number(v)) };
          };
          const forward = column(values);
          expect(forward.type).toBe(values.every(Number.isInteger) ? 'bigint' : 'double');
          // There is no negative zero among integers.
          expect(forward.values?.map((value) => value + 0)).toEqual(values.map((value) => value + 0));
          expect(column(values.toReversed()).type).toBe(forward.type);
        },
      ),
      runs(),
    );
  });
});

/** Of several errors in the some, batches decide which is met first: a required value is missed at their end. */
function expectSame(one: unknown, other: unknown): void {
  if (typeof one === 'string' && typeof other === 'string') return;
  expect(one).toEqual(other);
}

function joined(
  first: Readonly<Record<string, Rows>>,
  second: Readonly<Record<string, Rows>>,
): Record<string, Rows> {
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...names].map((name) => [name, [...(first[name] ?? []), ...(second[name] ?? [])]]),
  );
}

/** The same data, unchangeable all the way down. */
function frozen<T>(input: T): T {
  if (Array.isArray(input)) return Object.freeze(input.map(frozen)) as T;
  if (typeof input !== 'object' || input === null || Object.getPrototypeOf(input) !== Object.prototype)
    return input;
  return Object.freeze(
    objectOf(Object.entries(input).map(([name, content]) => [name, frozen(content)])),
  ) as T;
}
