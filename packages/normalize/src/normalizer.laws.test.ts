import {
  acceptedScalar,
  key,
  number,
  objectOf,
  ordinaryKey,
  record,
  recordsOfOneShape,
  runs,
  systemKey,
} from '@sluice/arbitraries';
import { cloneSchema, isComplete, portableRuntime, type Schema, stringifySchema } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flawsOf } from '../test/check-batch.ts';
import { normalize, typesOf } from '../test/normalize.ts';
import { outcome, withPlaces } from '../test/outcome.ts';
import type { Rows } from '../test/read-batches.ts';
import { nestedRowId } from './ids.ts';

/** Records as they may come: all of one shape or each of its own, with any keys, the format's own among them. */
const anyKey = fc.oneof({ arbitrary: key, weight: 15 }, { arbitrary: systemKey, weight: 1 });
const anyRecords = fc.oneof(
  fc.array(record({ key: anyKey }), { minLength: 1, maxLength: 8 }),
  recordsOfOneShape({ key: anyKey }),
);

/** Records whose keys are all different names: every list is a table of its own. */
const plainRecords = fc.oneof(
  fc.array(record({ key: ordinaryKey }), { minLength: 1, maxLength: 8 }),
  recordsOfOneShape({ key: ordinaryKey }),
);

const flat = <T>(items: fc.Arbitrary<T>) =>
  fc.array(fc.uniqueArray(fc.tuple(ordinaryKey, items), { selector: ([name]) => name }).map(objectOf), {
    minLength: 1,
    maxLength: 8,
  });

describe('rows do not depend on', () => {
  test('where batches end', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 1, max: 40 }), (records, maxBatchRows) => {
        expectSame(outcome(records, { maxBatchRows }), outcome(records));
      }),
      runs(),
    );
  });

  test('how much memory the buffers may hold', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 0, max: 20_000 }), (records, maxBufferBytes) => {
        expectSame(outcome(records, { maxBufferBytes }), outcome(records));
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
        (records, cut) => {
          const at = 1 + (cut % (records.length - 1));
          const once = attempt(() => normalize(records));
          const first = attempt(() => normalize(records.slice(0, at)));
          const second = first && attempt(() => normalize(records.slice(at), { schema: first.schema }));
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
      fc.property(anyRecords, (records) => {
        const before = outcome(records);
        expect(outcome(records.map(frozen))).toEqual(before);
        expect(outcome(records)).toEqual(before);
      }),
      runs(50),
    );
  });
});

describe('rows keep the order of', () => {
  test('records', () => {
    fc.assert(
      fc.property(plainRecords, fc.integer({ min: 1, max: 5 }), (records, maxBatchRows) => {
        const numbered = records.map((one, place) => ({ ...one, place }));
        const result = attempt(() => normalize(numbered, { maxBatchRows }));
        if (result)
          expect(result.tables.t?.map((row) => row.place)).toEqual(records.map((_, place) => place));
      }),
      runs(),
    );
  });

  test('the rows they are nested in, and of the lists they come from', () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const result = attempt(() => normalize(records));
        if (!result) return;
        const places = placesOf(result.tables);
        for (const [table, rows] of Object.entries(result.tables)) {
          if (table === 't') continue;
          for (const [index, row] of rows.entries()) {
            const before = rows[index - 1];
            if (!before || row._dlt_parent_id === before._dlt_parent_id)
              expect(row._dlt_list_idx).toBe(before ? Number(before._dlt_list_idx) + 1 : 0);
            else {
              expect(row._dlt_list_idx).toBe(0);
              const [parent, other] = [places.get(row._dlt_parent_id), places.get(before._dlt_parent_id)];
              if (parent?.table === other?.table)
                expect(parent?.index).toBeGreaterThan(other?.index ?? Number.NaN);
            }
          }
        }
      }),
      runs(),
    );
  });
});

describe('links', () => {
  test('every row has an id of its own; nested ones follow from their place, and belong to a row that is there', () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const result = attempt(() => normalize(records));
        if (!result) return;
        const rows = Object.entries(result.tables).flatMap(([table, inner]) =>
          inner.map((row) => ({ table, row })),
        );
        const ids = new Set(rows.map(({ row }) => row._dlt_id));
        expect(ids.size).toBe(rows.length);
        for (const { table, row } of rows)
          if (table === 't') expect(row).toMatchObject({ _dlt_load_id: '1700000000.5' });
          else {
            expect(ids.has(row._dlt_parent_id ?? null)).toBe(true);
            expect(row).not.toHaveProperty('_dlt_load_id');
            const [parent, index] = [String(row._dlt_parent_id), Number(row._dlt_list_idx)];
            expect(row._dlt_id).toBe(nestedRowId(parent, table, index, portableRuntime));
          }
      }),
      runs(),
    );
  });

  test('where tables are merged, every nested row knows its root row', () => {
    fc.assert(
      fc.property(plainRecords, (records) => {
        const result = attempt(() => normalize(records, { hints: { write_disposition: 'merge' } }));
        if (!result) return;
        const rows = Object.values(result.tables).flat();
        const byId = new Map(rows.map((row) => [row._dlt_id, row]));
        for (const row of rows) {
          let root: Rows[number] | undefined = row;
          while (root?._dlt_parent_id !== undefined) root = byId.get(root._dlt_parent_id);
          expect(row._dlt_root_id).toBe(root === row ? undefined : root?._dlt_id);
        }
      }),
      runs(),
    );
  });

  test.each([
    ['its key, with upsert', 'upsert', [{ name: 'k', primary_key: true, nullable: false }]],
    [
      'the record, with scd2 by row hash',
      'scd2',
      [{ name: '_dlt_id', nullable: false, 'x-row-version': true }],
    ],
  ] as const)(
    'the id of a row follows from %s: the same records give the same rows',
    (_, strategy, columns) => {
      fc.assert(
        fc.property(plainRecords, fc.integer({ min: 1, max: 5 }), (records, maxBatchRows) => {
          const keyed = records.map((one, k) => ({ ...one, k }));
          const hints = { write_disposition: 'merge', 'x-merge-strategy': strategy };
          const options = { hints, columns, mergeStrategies: [strategy] };
          const once = attempt(() => normalize(keyed, options));
          expect(attempt(() => normalize(keyed, { ...options, maxBatchRows }))?.tables).toEqual(once?.tables);
        }),
        runs(50),
      );
    },
  );
});

describe('a batch', () => {
  test('is sound, whatever the records and however small it is', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 1, max: 9 }), (records, maxBatchRows) => {
        const flaws: string[] = [];
        const onBatch: Parameters<typeof flawsOf>[0][] = [];
        attempt(() =>
          normalize(records, {
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
      fc.property(anyRecords, (records) => {
        const seen: [table: string, column: string][] = [];
        const result = attempt(() =>
          normalize(records, {
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

describe('under a contract', () => {
  // Columns of the format's own evolve under any contract.
  const governable = key.filter((name) => !/dlt/i.test(name));
  const records = fc.oneof(
    fc.array(record({ key: governable }), { minLength: 1, maxLength: 8 }),
    recordsOfOneShape({ key: governable }),
  );
  const scalars = flat(acceptedScalar.filter((value) => typeof value !== 'object' || value === null));

  /** A schema in which table `t` exists, and its contract. */
  const governed = (first: readonly object[], schema_contract: string) => {
    const schema = attempt(() => normalize(first))?.schema;
    const table = schema?.tables.get('t');
    if (table) Object.assign(table, { schema_contract });
    return schema;
  };

  test('that freezes, the schema stays as it is, whether or not the records are refused', () => {
    fc.assert(
      fc.property(records, records, (first, second) => {
        const schema = governed(first, 'freeze');
        if (!schema) return;
        const before = stringifySchema(schema);
        attempt(() => normalize(second, { schema }));
        expect(stringifySchema(schema)).toBe(before);
      }),
      runs(),
    );
  });

  test.each(['discard_value', 'discard_row'])('of %s, the schema stays as it is', (mode) => {
    fc.assert(
      fc.property(records, records, (first, second) => {
        const schema = governed(first, mode);
        if (!schema) return;
        const before = stringifySchema(schema);
        const result = attempt(() => normalize(second, { schema }));
        if (result) expect(stringifySchema(schema)).toBe(before);
      }),
      runs(),
    );
  });

  test('of discard_value, every record is a row', () => {
    fc.assert(
      fc.property(scalars, scalars, (first, second) => {
        const schema = governed(first, 'discard_value');
        const result = schema && attempt(() => normalize(second, { schema }));
        if (result) expect(result.tables.t?.length).toBe(second.length);
      }),
      runs(),
    );
  });

  test('of discard_row, those records are rows that would be welcome alone where everything is frozen', () => {
    fc.assert(
      fc.property(scalars, scalars, (first, second) => {
        const schema = governed(first, 'discard_row');
        const frozenSchema = governed(first, 'freeze');
        const numbered = second.map((one, place) => ({ ...one, place }));
        for (const one of [schema, frozenSchema])
          one?.tables.get('t')?.columns.set('place', { name: 'place', data_type: 'bigint' });
        const result = schema && attempt(() => normalize(numbered, { schema }));
        if (!result || !frozenSchema) return;
        const welcome = numbered.filter((one) =>
          attempt(() => normalize([one], { schema: cloneSchema(frozenSchema) })),
        );
        expect((result.tables.t ?? []).map(({ place }) => place)).toEqual(welcome.map(({ place }) => place));
      }),
      runs(),
    );
  });
});

/** Of several errors in the records, batches decide which is met first: a required value is missed at their end. */
function expectSame(one: unknown, other: unknown): void {
  if (typeof one === 'string' && typeof other === 'string') return;
  expect(one).toEqual(other);
}

/** What some work gives, or null where it raises an error of ours. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** Where each row stands, by its id. */
function placesOf(tables: Readonly<Record<string, Rows>>): Map<unknown, { table: string; index: number }> {
  return new Map(
    Object.entries(tables).flatMap(([table, rows]) =>
      rows.map((row, index) => [row._dlt_id, { table, index }] as const),
    ),
  );
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
