import { newSchema, newTable, type Table, updateTable } from '@sluice/schema';
import { expect, test } from 'vitest';
import { normalize, plain, typesOf } from '../test/normalize.ts';

const records = [
  {
    id: 1,
    meta: { a: 1, b: 2 },
    kids: [{ n: 1, toys: [{ c: 'r', d: 1 }] }],
    deep: { l: [{ x: 1 }] },
  },
  { id: 2, meta: { a: 3 }, kids: [] },
];
const root = [
  { id: 1, meta__a: 1, meta__b: 2 },
  { id: 2, meta__a: 3 },
];
const all = { t: root, t__kids: [{ n: 1 }], t__kids__toys: [{ c: 'r', d: 1 }], t__deep__l: [{ x: 1 }] };
const { t__kids, t__kids__toys, ...childless } = all;

function loaded(filters: Table['filters'], table = 't') {
  const schema = newSchema('test');
  updateTable(schema, newTable('t'));
  if (table !== 't') updateTable(schema, newTable(table, { parent: 't' }));
  const known = schema.tables.get(table);
  if (known && filters) known.filters = filters;
  // Twice, so that every shape is known the second time.
  return normalize([...records, ...records], { schema });
}

// What the real dlt loads with these filters.
test.for<[what: string, filters: NonNullable<Table['filters']>, expected: object, table?: string]>([
  ['a column', { excludes: ['meta__a'] }, { ...all, t: [{ id: 1, meta__b: 2 }, { id: 2 }] }],
  ['a pattern that covers a nested table', { excludes: ['re:^kids'] }, childless],
  ['the same, from the separator on', { excludes: ['re:^kids__'] }, childless],
  [
    'what is included all the same',
    { excludes: ['re:^kids__'], includes: ['re:^kids__(n|_dlt_id|_dlt_parent_id|_dlt_list_idx)$'] },
    { ...childless, t__kids },
  ],
  [
    'an include below a row that is left out as a whole',
    { excludes: ['re:^kids__'], includes: ['re:^kids__toys__'] },
    childless,
  ],
  ['a column of a nested table', { excludes: ['kids__toys__c'] }, { ...all, t__kids__toys: [{ d: 1 }] }],
  ['everything', { excludes: ['re:.'] }, {}],
  ['filters of the nested table itself', { excludes: ['n'] }, { ...all, t__kids: [{}] }, 't__kids'],
  ['includes alone exclude nothing', { includes: ['id'] }, all],
  ['a list inside an object', { excludes: ['re:^deep__l__'] }, { t: root, t__kids, t__kids__toys }],
])('filters leave out %s', ([, filters, expected, table]) => {
  const { tables } = loaded(filters, table);
  const twice = Object.entries(expected).map(([name, rows]) => [name, [...rows, ...rows]]);
  expect(Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, plain(rows)]))).toEqual(
    Object.fromEntries(twice),
  );
});

test('what is left out makes no column', () => {
  expect(Object.keys(typesOf(loaded({ excludes: ['meta__a', '_dlt_load_id'] })))).toEqual([
    'id',
    'meta__b',
    '_dlt_id',
  ]);
});
