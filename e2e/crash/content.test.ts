import type { QueryValue } from '@sluice/load';
import { expect, test } from 'vitest';
import { contentOf } from './content.ts';

type Rows = Record<string, Record<string, QueryValue>[]>;

const content = (tables: Rows) =>
  contentOf(
    new Map(
      Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => new Map(Object.entries(row)))]),
    ),
    new Map(),
  );

/** A parent with two children and the loads that brought them, under whatever ids. */
const family = (id: string, load: string): Rows => ({
  _dlt_loads: [
    { load_id: load, status: 0, inserted_at: `at ${load}` },
    { load_id: '1.0', status: 0, inserted_at: 'long ago' },
  ],
  t: [
    { _dlt_id: `${id}1`, _dlt_load_id: load, name: 'a' },
    { _dlt_id: `${id}2`, _dlt_load_id: '1.0', name: 'b' },
  ],
  t__k: [
    { _dlt_id: `${id}3`, _dlt_parent_id: `${id}1`, n: 1n },
    { _dlt_id: `${id}4`, _dlt_parent_id: `${id}2`, n: 1n },
  ],
});

test('ids, load ids and times may differ', () => {
  const one = content(family('x', '7.5'));
  expect(one).toEqual({ ...content(family('y', '8.5')), loadNames: one.loadNames });
  expect(one.rows.get('t__k')).toEqual([
    '{_dlt_parent_id: {_dlt_load_id: load 2, name: "a"}, n: 1}',
    '{_dlt_parent_id: {_dlt_load_id: load 1, name: "b"}, n: 1}',
  ]);
  expect(one.problems).toEqual([]);
});

test('a child of another parent is another row', () => {
  const { t__k = [], ...rest } = family('x', '7.5');
  const moved = content({ ...rest, t__k: t__k.map((row) => ({ ...row, _dlt_parent_id: 'x1' })) });
  expect(moved.rows.get('t__k')).not.toEqual(content(family('x', '7.5')).rows.get('t__k'));
});

test.each<[string, Rows, string]>([
  ['a load twice', { _dlt_loads: [{ load_id: '1.0' }, { load_id: '1.0' }] }, '_dlt_loads has a load twice'],
  ['rows without their load', { t: [{ _dlt_load_id: '1.0' }] }, 't has a row of a load that never happened'],
  ['an id twice', { t: [{ _dlt_id: 'a' }, { _dlt_id: 'a' }] }, 't has two rows of one _dlt_id'],
  [
    'a child without its parent',
    { t: [{ _dlt_id: 'a' }], t__k: [{ _dlt_id: 'b', _dlt_parent_id: 'c' }] },
    't__k has a row whose _dlt_parent_id leads nowhere',
  ],
])('%s can never be right', (_, tables, problem) => {
  expect(content(tables).problems).toEqual([problem]);
});
