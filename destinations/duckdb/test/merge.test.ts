import type { Column, Table } from '@sluice/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TableInput, type Workbench, workbench } from './workbench.ts';

/** A root row; `kids` become rows of a nested table, and a kid that is an array has kids of its own. */
type Row = Record<string, unknown> & { readonly kids?: readonly (number | readonly number[])[] };

interface Case {
  readonly about: string;
  /** Hints by column; `_` holds hints of the table. */
  readonly hints: Record<string, Partial<Column>> & { readonly _?: Partial<Table> };
  readonly nested?: boolean;
  readonly loads: readonly (readonly Row[])[];
  /** Root rows and the values of all kids, after the last load. */
  readonly rows: readonly (readonly unknown[])[];
  readonly kids?: readonly unknown[];
  readonly grandKids?: readonly unknown[];
}

const pk: Partial<Column> = { primary_key: true, nullable: false };
const mk: Partial<Column> = { merge_key: true };
const gone: Partial<Column> = { hard_delete: true, data_type: 'bool' };

/** What delete-insert has to do, example by example; columns by name, integers unless hinted otherwise. */
const cases: readonly Case[] = [
  {
    about: 'a primary key replaces rows and their children',
    hints: { id: pk, v: { data_type: 'text' } },
    nested: true,
    loads: [
      [
        { id: 1, v: 'a', kids: [1, 2] },
        { id: 2, v: 'b', kids: [] },
      ],
      [
        { id: 1, v: 'a2', kids: [3] },
        { id: 3, v: 'c', kids: [9] },
      ],
    ],
    rows: [
      [1, 'a2'],
      [2, 'b'],
      [3, 'c'],
    ],
    kids: [3, 9],
  },
  {
    about: 'a merge key replaces whole groups and keeps duplicates',
    hints: { day: mk, id: {}, v: { data_type: 'text' } },
    loads: [
      [
        { day: 1, id: 1, v: 'a' },
        { day: 1, id: 2, v: 'b' },
        { day: 2, id: 3, v: 'c' },
      ],
      [
        { day: 1, id: 9, v: 'z' },
        { day: 1, id: 9, v: 'z' },
        { day: 3, id: 5, v: 'q' },
      ],
    ],
    rows: [
      [1, 9, 'z'],
      [1, 9, 'z'],
      [2, 3, 'c'],
      [3, 5, 'q'],
    ],
  },
  {
    about: 'primary and merge key both delete, the primary key deduplicates',
    hints: { day: mk, id: pk, v: { data_type: 'text' } },
    loads: [
      [
        { day: 1, id: 1, v: 'a' },
        { day: 1, id: 2, v: 'b' },
        { day: 2, id: 3, v: 'c' },
        { day: 4, id: 4, v: 'd' },
      ],
      [
        { day: 1, id: 3, v: 'moved' },
        { day: 1, id: 3, v: 'moved' },
      ],
    ],
    rows: [
      [1, 3, 'moved'],
      [4, 4, 'd'],
    ],
  },
  {
    about: 'a null merge key matches nothing',
    hints: { day: mk, id: {} },
    loads: [
      [
        { day: 1, id: 1 },
        { day: null, id: 2 },
      ],
      [{ day: null, id: 7 }],
    ],
    rows: [
      [1, 1],
      [null, 2],
      [null, 7],
    ],
  },
  ...(['asc', 'desc'] as const).map((order) => ({
    about: `dedup_sort ${order} chooses within a load`,
    hints: { id: pk, ts: { dedup_sort: order }, v: { data_type: 'text' as const } },
    loads: [
      [
        { id: 1, ts: 1, v: 'a' },
        { id: 1, ts: 3, v: 'c' },
        { id: 1, ts: 2, v: 'b' },
        { id: 1, ts: null, v: 'n' },
      ],
    ],
    rows: [order === 'desc' ? [1, 3, 'c'] : [1, 1, 'a']],
  })),
  {
    about: 'an older record that arrives later wins, its children too',
    hints: { id: pk, ts: { dedup_sort: 'desc' } },
    nested: true,
    loads: [[{ id: 1, ts: 2, kids: [1] }], [{ id: 1, ts: 0, kids: [] }]],
    rows: [[1, 0]],
    kids: [],
  },
  {
    about: 'hard delete by a bool',
    hints: { id: pk, v: { data_type: 'text' }, deleted: gone },
    loads: [
      [
        { id: 1, v: 'a', deleted: false },
        { id: 2, v: 'b', deleted: null },
      ],
      [
        { id: 1, v: 'x', deleted: true },
        { id: 2, v: 'b2', deleted: false },
        { id: 77, v: 'y', deleted: true },
      ],
    ],
    rows: [[2, 'b2', false]],
  },
  {
    about: 'hard delete by a timestamp',
    hints: { id: pk, v: { data_type: 'text' }, gone: { hard_delete: true, data_type: 'timestamp' } },
    loads: [
      [
        { id: 1, v: 'a' },
        { id: 2, v: 'b' },
      ],
      [
        { id: 1, v: 'a', gone: '2024-01-01T00:00:00Z' },
        { id: 2, v: 'b2', gone: null },
      ],
    ],
    rows: [[2, 'b2', null]],
  },
  {
    about: 'the last word decides whether a key is deleted',
    hints: { id: pk, seq: { dedup_sort: 'desc' }, deleted: gone },
    loads: [
      [
        { id: 1, seq: 2, deleted: false },
        { id: 1, seq: 3, deleted: true },
        { id: 2, seq: 2, deleted: true },
        { id: 2, seq: 3, deleted: false },
      ],
    ],
    rows: [[2, 3, false]],
  },
  {
    about: 'hard delete takes the children along',
    hints: { id: pk, v: { data_type: 'text' }, deleted: gone },
    nested: true,
    loads: [
      [
        { id: 1, v: 'a', kids: [1, 2] },
        { id: 2, v: 'b', kids: [3] },
      ],
      [
        { id: 1, v: 'a', deleted: true, kids: [5] },
        { id: 2, v: 'b2', kids: [30, 31] },
      ],
    ],
    rows: [[2, 'b2', null]],
    kids: [30, 31],
  },
  {
    about: 'hard delete with a merge key and children',
    hints: { day: mk, id: {}, deleted: gone },
    nested: true,
    loads: [
      [
        { day: 1, id: 1, kids: [1] },
        { day: 1, id: 2, kids: [2] },
      ],
      [
        { day: 1, id: 1, deleted: true, kids: [1] },
        { day: 1, id: 5, kids: [5] },
      ],
    ],
    rows: [[1, 5, null]],
    kids: [5],
  },
  {
    about: 'the children of a duplicate that lost go with it, and theirs',
    hints: { id: pk, ts: { dedup_sort: 'desc' } },
    nested: true,
    loads: [
      [
        { id: 1, ts: 1, kids: [[1, 11]] },
        { id: 1, ts: 2, kids: [[2, 22]] },
      ],
    ],
    rows: [[1, 2]],
    kids: [2],
    grandKids: [22],
  },
  {
    about: 'data that is declared free of duplicates is taken as it is',
    hints: { id: pk, _: { 'x-stage-data-deduplicated': true } },
    loads: [[{ id: 1 }], [{ id: 1 }, { id: 1 }]],
    rows: [[1], [1]],
  },
  {
    about: 'a compound key and names that need quotes',
    hints: { 'a "b"': pk, select: { ...pk, data_type: 'text' }, v: {} },
    loads: [
      [
        { 'a "b"': 1, select: 'x', v: 1 },
        { 'a "b"': 1, select: 'y', v: 2 },
      ],
      [{ 'a "b"': 1, select: 'y', v: 3 }],
    ],
    rows: [
      [1, 'x', 1],
      [1, 'y', 3],
    ],
  },
];

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

describe('delete-insert', () => {
  test.each(cases)('$about', async ({ hints, nested = false, loads, rows, kids = [], grandKids }) => {
    for (const [number, load] of loads.entries())
      await bench.load({ tables: toTables(hints, nested, load, number) });
    const { _: _table, ...columns } = hints;
    const names = Object.keys(columns).map((name) => `"${name.replaceAll('"', '""')}"`);
    expect(await bench.rows(`SELECT ${names.join(', ')} FROM data.t ORDER BY ALL NULLS LAST`)).toEqual(rows);
    if (nested) expect((await bench.rows('SELECT n FROM data.t__kids ORDER BY n')).flat()).toEqual(kids);
    if (grandKids)
      expect((await bench.rows('SELECT n FROM data.t__kids__kids ORDER BY n')).flat()).toEqual(grandKids);
  });

  test.each(cases.filter(({ nested }) => !nested))(
    'without row ids: $about',
    async ({ hints, loads, rows }) => {
      for (const [number, load] of loads.entries()) {
        const [root] = toTables(hints, false, load, number);
        if (root)
          await bench.load({
            tables: [{ ...root, columns: root.columns.filter(({ name }) => name !== '_dlt_id') }],
          });
      }
      expect(await bench.rows('SELECT * FROM data.t ORDER BY ALL NULLS LAST')).toEqual(rows);
    },
  );

  test('leaves no temporary table behind', async () => {
    await bench.load({ tables: toTables({ id: pk, deleted: gone }, true, [{ id: 1, kids: [1] }], 0) });
    expect(await bench.rows('SELECT table_name FROM duckdb_tables() WHERE temporary')).toEqual([]);
    expect(await bench.rows('SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal')).toEqual(
      [],
    );
  });
});

function toTables(hints: Case['hints'], nested: boolean, rows: readonly Row[], load: number): TableInput[] {
  const { _: table, ...columns } = hints;
  const id = (name: string): Column => ({ name, data_type: 'text', nullable: false });
  const root: TableInput = {
    name: 't',
    hints: { write_disposition: 'merge', 'x-merge-strategy': 'delete-insert', ...table },
    columns: [
      ...Object.entries(columns).map(([name, hint]): Column => ({ name, data_type: 'bigint', ...hint })),
      { ...id('_dlt_id'), row_key: true, unique: true },
    ],
    parts: [rows.map(({ kids: _kids, ...row }, index) => ({ ...row, _dlt_id: `${load}.${index}` }))],
  };
  if (!nested) return [root];
  const kids: Record<string, unknown>[] = [];
  const grandKids: Record<string, unknown>[] = [];
  for (const [index, row] of rows.entries()) {
    const _dlt_root_id = `${load}.${index}`;
    for (const [position, kid] of (row.kids ?? []).entries()) {
      const [n, ...others] = typeof kid === 'number' ? [kid] : kid;
      const _dlt_id = `${_dlt_root_id}.${position}`;
      kids.push({ n, _dlt_root_id, _dlt_id });
      for (const other of others) grandKids.push({ n: other, _dlt_root_id, _dlt_id: `${_dlt_id}.${other}` });
    }
  }
  const child = (name: string, parent: string, childRows: Record<string, unknown>[]): TableInput => ({
    name,
    hints: { parent },
    columns: [
      { name: 'n', data_type: 'bigint' },
      { ...id('_dlt_root_id'), root_key: true },
      { ...id('_dlt_id'), row_key: true, unique: true },
    ],
    ...(childRows.length > 0 && { parts: [childRows] }),
  });
  return [root, child('t__kids', 't', kids), child('t__kids__kids', 't__kids', grandKids)];
}
