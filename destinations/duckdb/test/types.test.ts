import type { Column } from '@sluice/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

/** Column, what a part holds (as DuckDB reads JSON), what comes back, and as what type. */
const cases: [about: string, column: Omit<Column, 'name'>, stored: unknown, read: unknown, type: string][] = [
  ['text', { data_type: 'text' }, "it's \u{1f600}\0\n", "it's \u{1f600}\0\n", 'VARCHAR'],
  ['double', { data_type: 'double' }, 1.5, 1.5, 'DOUBLE'],
  ['bool', { data_type: 'bool' }, true, true, 'BOOLEAN'],
  ['bigint', { data_type: 'bigint' }, 42, 42, 'BIGINT'],
  ['bigint beyond 2^53', { data_type: 'bigint' }, '9007199254740993', 9007199254740993n, 'BIGINT'],
  ['bigint(8)', { data_type: 'bigint', precision: 8 }, -128, -128, 'TINYINT'],
  ['bigint(16)', { data_type: 'bigint', precision: 16 }, 32767, 32767, 'SMALLINT'],
  ['bigint(32)', { data_type: 'bigint', precision: 32 }, -5, -5, 'INTEGER'],
  [
    'bigint(128)',
    { data_type: 'bigint', precision: 128 },
    '12345678901234567890123456789012345678',
    12345678901234567890123456789012345678n,
    'HUGEINT',
  ],
  ['decimal', { data_type: 'decimal' }, '1.1', '1.100000000', 'DECIMAL(38,9)'],
  [
    'decimal(10,2)',
    { data_type: 'decimal', precision: 10, scale: 2 },
    '-12345678.90',
    '-12345678.90',
    'DECIMAL(10,2)',
  ],
  [
    'wei',
    { data_type: 'wei' },
    '12345678901234567890123456789012345678',
    '12345678901234567890123456789012345678',
    'DECIMAL(38,0)',
  ],
  [
    'timestamp',
    { data_type: 'timestamp' },
    '2024-02-29T23:59:59.000001+02:00',
    '2024-02-29T21:59:59.000001Z',
    'TIMESTAMP WITH TIME ZONE',
  ],
  [
    'timestamp before 1970',
    { data_type: 'timestamp' },
    '1969-12-31T23:59:59.999999Z',
    '1969-12-31T23:59:59.999999Z',
    'TIMESTAMP WITH TIME ZONE',
  ],
  [
    'timestamp without zone',
    { data_type: 'timestamp', timezone: false },
    '2024-02-29 23:59:59.123456',
    '2024-02-29T23:59:59.123456',
    'TIMESTAMP',
  ],
  [
    'timestamp(0)',
    { data_type: 'timestamp', timezone: false, precision: 0 },
    '2024-02-29 23:59:59',
    '2024-02-29T23:59:59.000000',
    'TIMESTAMP_S',
  ],
  [
    'timestamp(3)',
    { data_type: 'timestamp', timezone: false, precision: 3 },
    '2024-02-29 23:59:59.123',
    '2024-02-29T23:59:59.123000',
    'TIMESTAMP_MS',
  ],
  [
    'timestamp(9)',
    { data_type: 'timestamp', timezone: false, precision: 9 },
    '2024-02-29 23:59:59.123456789',
    '2024-02-29T23:59:59.123456789',
    'TIMESTAMP_NS',
  ],
  ['date', { data_type: 'date' }, '2024-02-29', '2024-02-29', 'DATE'],
  ['time', { data_type: 'time' }, '23:59:59.000001', '23:59:59.000001', 'TIME'],
  ['binary', { data_type: 'binary' }, 'YQD/', new Uint8Array([97, 0, 255]), 'BLOB'],
  ['json', { data_type: 'json' }, { a: [1, { b: null }] }, '{"a":[1,{"b":null}]}', 'JSON'],
];

test.each(cases)('%s survives', async (_, column, stored, read, type) => {
  const columns: Column[] = [
    { name: 'id', data_type: 'bigint' },
    { name: 'v', ...column },
  ];
  await bench.load({
    tables: [
      {
        name: 't',
        columns,
        parts: [
          [
            { id: 1, v: stored },
            { id: 2, v: null },
          ],
        ],
      },
    ],
  });

  const connection = await bench.destination.open({ dataset: 'data' });
  const result = await connection.query('SELECT v FROM data.t ORDER BY id');
  await connection.close();
  const [[value] = [], [nothing] = []] = result.rows;
  expect(value instanceof Uint8Array ? new Uint8Array(value) : value).toEqual(read);
  expect(nothing).toBeNull();
  expect(result.columns[0]).toEqual({
    name: 'v',
    type,
    dataType: column.data_type === 'wei' ? 'decimal' : column.data_type,
  });
});

const loadNumber = (column: Omit<Column, 'name'>, v: number) =>
  bench.load({ tables: [{ name: 't', columns: [{ name: 'v', ...column }], parts: [[{ v }]] }] });

test.each<[string, Omit<Column, 'name'>]>([
  ['bigint(128)', { data_type: 'bigint', precision: 128 }],
  ['double', { data_type: 'double' }],
])('64 bit integers of a part fit into %s', async (_, column) => {
  await loadNumber(column, 1);
  await loadNumber({ data_type: 'bigint' }, 2);
  expect(await bench.rows('SELECT v FROM data.t ORDER BY v')).toEqual([[1], [2]]);
});

test.each([8, 16, 32])('64 bit integers of a part do not fit into bigint(%i)', async (precision) => {
  await loadNumber({ data_type: 'bigint', precision }, 1);
  await expect(loadNumber({ data_type: 'bigint' }, 2)).rejects.toMatchObject({ code: 'LOAD_SCHEMA_DRIFT' });
});

test('a value that the table refuses fails the whole load', async () => {
  await loadNumber({ data_type: 'bigint' }, 1);
  await bench.rows('CREATE UNIQUE INDEX only_once ON data.t (v)');
  const columns: Column[] = [{ name: 'v', data_type: 'bigint' }];
  await expect(
    bench.load({
      tables: [
        { name: 'other', columns, parts: [[{ v: 1 }]] },
        { name: 't', columns, parts: [[{ v: 1 }]] },
      ],
    }),
  ).rejects.toMatchObject({ code: 'LOAD_FAILED' });
  expect(await bench.rows("SELECT table_name FROM duckdb_tables() WHERE table_name = 'other'")).toEqual([]);
  expect(await bench.rows('SELECT count(*) FROM data._dlt_loads')).toEqual([[1]]);
});

test("types of queries of one's own", async () => {
  const sql = `SELECT [1, 2] AS list, {'a': 1, 'b': DATE '2024-01-01'} AS struct, MAP {'k': 1.5::DOUBLE} AS map,
    'infinity'::TIMESTAMP AS infinite, INTERVAL 1 DAY AS "interval", uuid '00000000-0000-0000-0000-000000000001' AS uuid,
    'nan'::DOUBLE AS nan, 1::FLOAT AS float, NULL AS nothing`;
  const connection = await bench.destination.open({ dataset: 'data' });
  const { columns, rows } = await connection.query(sql);
  await connection.close();
  expect(rows[0]).toEqual([
    [1, 2],
    { a: 1, b: '2024-01-01' },
    { k: 1.5 },
    'infinity',
    '1 day',
    '00000000-0000-0000-0000-000000000001',
    Number.NaN,
    1,
    null,
  ]);
  expect(columns.map((column) => column.dataType)).toEqual([
    null,
    null,
    null,
    'timestamp',
    null,
    null,
    'double',
    null,
    'bigint',
  ]);
});
