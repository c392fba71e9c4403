import { type DataType, decimal, double, isSluiceError } from '@sluice/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NormalizeCase, normalize, typesOf } from '../test/normalize.ts';

class Point {
  x = 1;
  y = { z: 'deep' };
}

const scalar = fc.constantFrom<unknown>(
  null,
  undefined,
  0,
  -0,
  1,
  -7,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 60),
  0.5,
  1e300,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  5n,
  2n ** 53n + 1n,
  true,
  false,
  '',
  'text',
  '8',
  '1.5',
  '9007199254740993',
  'true',
  'null',
  '{"a":1}',
  '[1]',
  '0x0a',
  '2024-02-29T12:00:00Z',
  '1969-12-31T23:59:59.999999+05:30',
  '1600-01-01T00:00:00-11:00',
  '2024-02-29 12:00:00',
  '2024-02-29',
  '12:30:00',
  new Date(-1),
  new Uint8Array([1, 2]),
  decimal('1.10'),
  double(3),
);

const key = fc.constantFrom('a', 'b', 'c', 'A', 'a__b', 'deep', '__proto__', '_dlt_id', '_dlt_load_id');

const { record } = fc.letrec<{ value: unknown; record: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: scalar, weight: 6 },
    { arbitrary: tie('record'), weight: 2 },
    { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
    { arbitrary: fc.constantFrom<unknown>(new Point(), new Set([1, 2]), new Map([['b', 1]])), weight: 1 },
  ),
  record: fc
    .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
    .map(fromEntries),
}));

function fromEntries(entries: [string, unknown][]): object {
  const object = {};
  for (const [name, content] of entries)
    Object.defineProperty(object, name, {
      value: content,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return object;
}

const types: readonly DataType[] = [
  'text',
  'bigint',
  'double',
  'bool',
  'timestamp',
  'date',
  'time',
  'decimal',
  'json',
  'binary',
];

const settings = fc.record({
  columns: fc.uniqueArray(
    fc.record(
      {
        name: fc.constantFrom('a', 'b', 'c', 'a__b'),
        data_type: fc.constantFrom(...types),
        nullable: fc.boolean(),
        timezone: fc.boolean(),
      },
      { requiredKeys: ['name', 'data_type'] },
    ),
    { maxLength: 2, selector: ({ name }) => name },
  ),
  hints: fc.constantFrom(
    {},
    { write_disposition: 'merge' },
    { 'x-normalizer': { max_nesting: 1 } },
    { schema_contract: { columns: 'discard_value' } },
    { schema_contract: { columns: 'discard_row' } },
    { schema_contract: { data_type: 'discard_row' } },
  ),
  maxBatchRows: fc.constantFrom(1, 2, 3, 1000),
  maxBufferBytes: fc.constantFrom(1, 1_000_000),
});

/** The same data in a form that never takes the fast path. */
function carefully(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(carefully);
  if (typeof input !== 'object' || input === null) return input;
  const prototype = Object.getPrototypeOf(input);
  if (prototype !== Object.prototype && prototype !== null) return input;
  return new Map(Object.entries(input).map(([name, content]) => [name, carefully(content)]));
}

/** What became of the records, random ids replaced by the place of their row. */
function outcome(records: readonly unknown[], options: NormalizeCase): unknown {
  try {
    const result = normalize(records, structuredClone(options));
    const places = new Map<unknown, string>();
    for (const [table, rows] of Object.entries(result.tables))
      for (const [index, row] of rows.entries()) places.set(row._dlt_id, `${table} ${index}`);
    const tables = Object.entries(result.tables).map(([table, rows]) => [
      table,
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, places.get(cell) ?? cell])),
      ),
    ]);
    return {
      tables: Object.fromEntries(tables),
      types: [...result.schema.tables.keys()].map((table) => [table, typesOf(result, table)]),
    };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return error.code;
  }
}

test('the fast path and the careful path write the same', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), settings, (some, options) => {
      // Twice, so that every shape is known the second time.
      const records = [...some, ...some];
      expect(outcome(records, options as NormalizeCase)).toEqual(
        outcome(records.map(carefully), options as NormalizeCase),
      );
    }),
    { numRuns: 500 },
  );
});

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
