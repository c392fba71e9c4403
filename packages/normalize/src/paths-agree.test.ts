import { expect, test } from 'vitest';
import { normalize } from '../test/normalize.ts';

class Point {
  x = 1;
  y = { z: 'deep' };
}

test('a key named like a handed-down column does not shift the rows', () => {
  const records = [1, 2, 3].map((id) => ({
    id,
    kids: [
      { n: id, _dlt_root_id: 'mine' },
      { n: -id, _dlt_root_id: 'mine' },
    ],
  }));
  const { tables } = normalize(records, { hints: { write_disposition: 'merge' } });
  const roots = tables.t?.map((row) => row._dlt_id);
  expect(tables.t__kids?.map((row) => [row.n, roots?.indexOf(row._dlt_root_id ?? null)])).toEqual([
    [1, 0],
    [-1, 0],
    [2, 1],
    [-2, 1],
    [3, 2],
    [-3, 2],
  ]);
});

test.each<[what: string, records: object[]]>([
  ['a key that a later record lacks', [{ id: 1 }, { v: 2 }]],
  ['a key that is null first', [{ id: null }, { id: 2 }]],
  ['a number that is none', [{ id: 0.5 }, { id: 1.5 }, { id: Number.NaN }]],
  [
    'an object in its place',
    [
      { id: 1, v: { a: 1 } },
      { id: { a: 1 }, v: { a: 1 } },
    ],
  ],
])('%s is refused where the column must have a value', (_, records) => {
  const columns = [{ name: 'id', nullable: false }];
  for (const maxBatchRows of [1, 1000])
    expect(() => normalize(records, { columns, maxBatchRows })).toThrow(
      expect.objectContaining({ code: 'ROW_NULL_NOT_ALLOWED', place: { table: 't', column: 'id' } }),
    );
});

test('instances of classes are records like any others', () => {
  const { tables } = normalize([new Point(), { list: [new Point()] }]);
  expect(tables.t?.[0]).toMatchObject({ x: 1, y__z: 'deep' });
  expect(tables.t__list?.[0]).toMatchObject({ x: 1, y__z: 'deep' });
});

test('a null in a column that a contract keeps out never costs its row, before or after the first value', () => {
  const extra = [null, 'a', null].map((value, id) => ({ id, extra: value }));
  const { tables } = normalize(extra, {
    columns: [{ name: 'id', data_type: 'bigint' }],
    hints: { schema_contract: { columns: 'discard_row' } },
  });
  expect(tables.t?.map((row) => row.id)).toEqual([0, 2]);
});
