import type { QueryValue } from '@sluice/load';
import type { Column } from '@sluice/schema';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Session, startSession } from './session.ts';
import { type Workbench, workbench } from './workbench.ts';

let session: Session;
let bench: Workbench;
let client: Client;
let count = 0;
const benches: Workbench[] = [];

beforeAll(async () => {
  session = await startSession();
  client = await session.open();
});
afterAll(() => session.close());
beforeEach(async () => {
  bench = await benchOf('pgcopy');
});
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.remove();
});

async function benchOf(format: 'pgcopy' | 'csv'): Promise<Workbench> {
  const made = await workbench(session.url, `data_${++count}`, client, { format });
  benches.push(made);
  return made;
}

type Hints = Omit<Column, 'name'>;

describe.each(['pgcopy', 'csv'] as const)('a value survives as %s', (format) => {
  const wei = '123456789012345678901234567890123456789012345678901234567890.5';
  test.each<[about: string, hints: Hints, stored: unknown, read: QueryValue, type: string]>([
    ['text', { data_type: 'text' }, "it's \\ \u{1f600}\n", "it's \\ \u{1f600}\n", 'character varying'],
    ['no text', { data_type: 'text' }, '', '', 'character varying'],
    ['text(5)', { data_type: 'text', precision: 5 }, 'ünïcö', 'ünïcö', 'character varying(5)'],
    ['double', { data_type: 'double' }, 0.1, 0.1, 'double precision'],
    [
      'double without end',
      { data_type: 'double' },
      '-Infinity',
      Number.NEGATIVE_INFINITY,
      'double precision',
    ],
    ['bool', { data_type: 'bool' }, true, true, 'boolean'],
    ['bigint', { data_type: 'bigint' }, 42, 42, 'bigint'],
    ['bigint beyond 2^53', { data_type: 'bigint' }, '9007199254740993', 9007199254740993n, 'bigint'],
    ['bigint(8)', { data_type: 'bigint', precision: 8 }, -128, -128, 'smallint'],
    ['bigint(16)', { data_type: 'bigint', precision: 16 }, 32767, 32767, 'smallint'],
    ['bigint(32)', { data_type: 'bigint', precision: 32 }, -2147483648, -2147483648, 'integer'],
    ['decimal', { data_type: 'decimal' }, '1.1', '1.100000000', 'numeric(38,9)'],
    [
      'decimal(10,2)',
      { data_type: 'decimal', precision: 10, scale: 2 },
      '-12345678.90',
      '-12345678.90',
      'numeric(10,2)',
    ],
    ['decimal(50,5)', { data_type: 'decimal', precision: 50, scale: 5 }, '7.5', '7.50000', 'numeric(50,5)'],
    ['wei', { data_type: 'wei' }, wei, wei.padEnd(61 + 78, '0'), 'numeric(156,78)'],
    [
      'timestamp',
      { data_type: 'timestamp' },
      '2024-02-29T23:59:59.000001+02:00',
      '2024-02-29T21:59:59.000001Z',
      'timestamp with time zone',
    ],
    [
      'timestamp before 1970',
      { data_type: 'timestamp' },
      '1969-12-31T23:59:59.999999Z',
      '1969-12-31T23:59:59.999999Z',
      'timestamp with time zone',
    ],
    [
      'timestamp(3)',
      { data_type: 'timestamp', precision: 3 },
      '2024-02-29T23:59:59.123Z',
      '2024-02-29T23:59:59.123000Z',
      'timestamp(3) with time zone',
    ],
    [
      'timestamp without zone',
      { data_type: 'timestamp', timezone: false },
      '2024-02-29T23:59:59.123456',
      '2024-02-29T23:59:59.123456',
      'timestamp without time zone',
    ],
    [
      'timestamp(0) without zone',
      { data_type: 'timestamp', timezone: false, precision: 0 },
      '2024-02-29T23:59:59',
      '2024-02-29T23:59:59.000000',
      'timestamp(0) without time zone',
    ],
    ['date', { data_type: 'date' }, '0001-01-01', '0001-01-01', 'date'],
    ['time', { data_type: 'time' }, '23:59:59.000001', '23:59:59.000001', 'time without time zone'],
    ['binary', { data_type: 'binary' }, '\\x6100ff', new Uint8Array([97, 0, 255]), 'bytea'],
    ['json', { data_type: 'json' }, { b: [1, { a: null }] }, '{"b": [1, {"a": null}]}', 'jsonb'],
  ])('%s', async (_, hints, stored, read, type) => {
    const columns = [{ name: 'id', data_type: 'bigint' } as const, { name: 'v', ...hints }];
    const rows = [{ id: 1, v: stored }, { id: 2, v: null }, { id: 3 }];
    const bench = await benchOf(format);
    await bench.load([{ name: 't', columns, parts: [rows] }]);
    expect(await bench.query('SELECT v FROM t ORDER BY id')).toEqual({
      columns: [{ name: 'v', type, dataType: hints.data_type }],
      rows: [[read], [null], [null]],
    });
  });
});

/** Loads one column twice: as the table is made, then with other hints. */
async function loadTwice(first: Hints, one: unknown, second: Hints, two: unknown): Promise<void> {
  const table = (hints: Hints, v: unknown) => [
    { name: 't', columns: [{ name: 'v', ...hints }], parts: [[{ v }]] },
  ];
  await bench.load(table(first, one));
  await bench.load(table(second, two));
}

test('64 bit integers of a part fit into doubles', async () => {
  await loadTwice({ data_type: 'double' }, 1, { data_type: 'bigint' }, 2);
  expect((await bench.query('SELECT v FROM t ORDER BY v')).rows).toEqual([[1], [2]]);
});

describe('a value that does not fit fails the whole load', () => {
  test.each<[about: string, hints: Hints, fits: unknown, not: unknown, now?: Hints]>([
    ['an integer', { data_type: 'bigint', precision: 16 }, 1, 40_000],
    ['a text', { data_type: 'text', precision: 3 }, 'abc', 'abcd'],
    ['a decimal', { data_type: 'decimal', precision: 3, scale: 1 }, 1, 1000],
    ['a decimal of the usual size', { data_type: 'decimal' }, 1, '1e29'],
    ['a null', { data_type: 'bigint', nullable: false }, 1, null, { data_type: 'bigint' }],
  ])('%s', async (_, hints, fits, not, now = hints) => {
    await expect(loadTwice(hints, fits, now, not)).rejects.toMatchObject({ code: 'LOAD_FAILED' });
    expect((await bench.query('SELECT v FROM t')).rows).toHaveLength(1);
    expect((await bench.query('SELECT count(*) FROM _dlt_loads')).rows).toEqual([[1]]);
  });
});

test('a type that Postgres does not have is refused', async () => {
  const columns: Column[] = [{ name: 'v', data_type: 'bigint', precision: 128 }];
  await expect(bench.load([{ name: 't', columns, parts: [[{ v: 1 }]] }])).rejects.toThrow(
    'DESTINATION_TYPE_UNSUPPORTED',
  );
});
