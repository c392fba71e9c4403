import { ordinaryKey, records, runs } from '@sluice/arbitraries';
import { portableRuntime } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attempt } from '../test/attempt.ts';
import { normalize } from '../test/normalize.ts';
import type { Rows } from '../test/read-batches.ts';
import { nestedRowId } from './ids.ts';

/** Records whose keys are all different names: every list is a table of its own. */
const plainRecords = records({ key: ordinaryKey });

describe('rows keep the order of', () => {
  test('records', () => {
    fc.assert(
      fc.property(plainRecords, fc.integer({ min: 1, max: 5 }), (some, maxBatchRows) => {
        const numbered = some.map((one, place) => ({ ...one, place }));
        const result = attempt(() => normalize(numbered, { maxBatchRows }));
        if (result) expect(result.tables.t?.map((row) => row.place)).toEqual(some.map((_, place) => place));
      }),
      runs(),
    );
  });

  test('the rows they are nested in, and of the lists they come from', () => {
    fc.assert(
      fc.property(plainRecords, (some) => {
        const result = attempt(() => normalize(some));
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
      fc.property(plainRecords, (some) => {
        const result = attempt(() => normalize(some));
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
      fc.property(plainRecords, (some) => {
        const result = attempt(() => normalize(some, { hints: { write_disposition: 'merge' } }));
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
        fc.property(plainRecords, fc.integer({ min: 1, max: 5 }), (some, maxBatchRows) => {
          const keyed = some.map((one, k) => ({ ...one, k }));
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

/** Where each row stands, by its id. */
function placesOf(tables: Readonly<Record<string, Rows>>): Map<unknown, { table: string; index: number }> {
  return new Map(
    Object.entries(tables).flatMap(([table, rows]) =>
      rows.map((row, index) => [row._dlt_id, { table, index }] as const),
    ),
  );
}
