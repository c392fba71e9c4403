import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ColumnBatch, VectorType } from '@sluice/schema';
import { type PostgresServer, startPostgres } from '@sluice/test-services';
import fc from 'fast-check';
import { Client } from 'pg';
import { from, to } from 'pg-copy-streams';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { carrierType } from '../src/pgcopy/carrier-type.ts';
import { encodePgcopy } from '../src/pgcopy/encode-pgcopy.ts';
import { decodePgcopyHeader } from '../src/pgcopy/header.ts';
import { widenPgcopy } from '../src/pgcopy/widen-pgcopy.ts';
import { fileOf } from './file-of.ts';
import { batchOf, type Cell, vectorOf } from './vectors.ts';

/** Postgres writes no extension. */
const bareHeaderBytes = 19;

let server: PostgresServer;
let client: Client;

beforeAll(async () => {
  server = await startPostgres();
  client = new Client({ connectionString: await server.createDatabase() });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});
beforeEach(async () => {
  await client.query('DROP TABLE IF EXISTS t');
});

/** Copies a file into a new table of its carrier types. */
async function load(file: Buffer): Promise<void> {
  const columns = decodePgcopyHeader(file)?.columns ?? [];
  const definitions = columns.map(({ name, type }) => `"${name}" ${type}`);
  await client.query(`CREATE TABLE t (${definitions.join(', ')})`);
  await pipeline(Readable.from([file]), client.query(from('COPY t FROM STDIN (FORMAT binary)')));
}

/** Loads a batch and lets Postgres write it, in the order of its first column: the bytes are the same. */
async function expectSame(batch: ColumnBatch): Promise<void> {
  const file = fileOf(encodePgcopy(batch));
  await load(file);
  const copy = to('COPY (SELECT * FROM t ORDER BY 1) TO STDOUT (FORMAT binary)');
  const rows = (await buffer(client.query(copy))).subarray(bareHeaderBytes);
  expect(rows.equals(file.subarray(decodePgcopyHeader(file)?.length))).toBe(true);
}

const instant: VectorType = { kind: 'timestamp', utc: true };
const wallClock: VectorType = { kind: 'timestamp', utc: false };
const max128 = 10n ** 38n - 1n;

interface Kind {
  readonly type: VectorType;
  /** Each with what Postgres shows for it. */
  readonly cells: readonly (readonly [cell: Cell, shown: string])[];
  readonly arbitrary: fc.Arbitrary<Cell>;
}

const kinds: Readonly<Record<string, Kind>> = {
  bool: {
    type: { kind: 'bool' },
    cells: [
      [true, 'true'],
      [false, 'false'],
    ],
    arbitrary: fc.boolean(),
  },
  int64: {
    type: { kind: 'int64' },
    cells: [
      [0n, '0'],
      [-1n, '-1'],
      [2n ** 63n - 1n, '9223372036854775807'],
      [-(2n ** 63n), '-9223372036854775808'],
    ],
    arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  },
  float64: {
    type: { kind: 'float64' },
    cells: [
      [0.1, '0.1'],
      [-0, '-0'],
      [Number.MAX_VALUE, '1.7976931348623157e+308'],
      [Number.NaN, 'NaN'],
      [Number.NEGATIVE_INFINITY, '-Infinity'],
    ],
    arbitrary: fc.double(),
  },
  date: {
    type: { kind: 'date32' },
    cells: [
      [0, '1970-01-01'],
      [-719_162, '0001-01-01'],
      [2_932_896, '9999-12-31'],
    ],
    arbitrary: fc.integer({ min: -719_162, max: 2_932_896 }),
  },
  time: {
    type: { kind: 'time64' },
    cells: [
      [0n, '00:00:00'],
      [36_000_500_000n, '10:00:00.5'],
      [86_399_999_999n, '23:59:59.999999'],
    ],
    arbitrary: fc.bigInt({ min: 0n, max: 86_399_999_999n }),
  },
  instant: {
    type: instant,
    cells: [
      [0n, '1970-01-01 00:00:00+00'],
      [1_714_564_800_123_456n, '2024-05-01 12:00:00.123456+00'],
      [-62_135_596_800_000_000n, '0001-01-01 00:00:00+00'],
      [-1n, '1969-12-31 23:59:59.999999+00'],
    ],
    arbitrary: fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
  },
  wallClock: {
    type: wallClock,
    cells: [[253_402_300_799_999_999n, '9999-12-31 23:59:59.999999']],
    arbitrary: fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
  },
  decimal: {
    type: { kind: 'decimal128', precision: 38, scale: 9 },
    cells: [
      [0n, '0.000000000'],
      [-1n, '-0.000000001'],
      [1_500_000_000n, '1.500000000'],
      [12_345_678_900_000_000_000n, '12345678900.000000000'],
      [max128, '99999999999999999999999999999.999999999'],
      [-max128, '-99999999999999999999999999999.999999999'],
    ],
    arbitrary: fc.oneof(
      fc.bigInt({ min: -max128, max: max128 }),
      fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
    ),
  },
  integer: {
    type: { kind: 'decimal128', precision: 38, scale: 0 },
    cells: [
      [max128, max128.toString()],
      [100_000n, '100000'],
    ],
    arbitrary: fc.bigInt({ min: -max128, max: max128 }),
  },
  text: {
    type: { kind: 'utf8' },
    cells: [
      ['', ''],
      ['ß→😀\n"\\', 'ß→😀\n"\\'],
      ['a\u0000b', 'ab'],
      ['x'.repeat(300), 'x'.repeat(300)],
    ],
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }),
  },
  json: {
    type: { kind: 'json' },
    cells: [
      ['{"a":[1,null,"x\\\\y"]}', '{"a": [1, null, "x\\\\y"]}'],
      ['"a\\u0000b"', '"ab"'],
      ['"\\\\u0000"', '"\\\\u0000"'],
      ['1.50', '1.50'],
    ],
    // Spelt the way Postgres does, to come back with the same bytes.
    arbitrary: fc.oneof(
      fc.array(fc.boolean()).map((items) => `[${items.join(', ')}]`),
      fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text.replaceAll(/\p{Cc}/gu, ''))),
    ),
  },
  bytes: {
    type: { kind: 'binary' },
    cells: [
      [Uint8Array.of(0, 255, 39), '\\x00ff27'],
      [new Uint8Array(0), '\\x'],
    ],
    arbitrary: fc.uint8Array({ maxLength: 300 }),
  },
};

test.each(Object.keys(kinds))('%s', async (name) => {
  const kind = kinds[name];
  if (!kind) throw new Error(name);
  const cells = [...kind.cells.map(([cell]) => cell), null];
  await load(fileOf(encodePgcopy(batchOf([vectorOf('a', kind.type, cells)]))));
  const { rows } = await client.query<{ shown: string | null }>('SELECT a::text AS shown FROM t');
  expect(rows.map(({ shown }) => shown)).toEqual([...kind.cells.map(([, shown]) => shown), null]);
  const { fields } = await client.query('SELECT a FROM t LIMIT 0');
  const { rows: types } = await client.query('SELECT $1::regtype::oid AS oid', [carrierType(kind.type)]);
  expect(fields[0]?.dataTypeID).toBe(types[0]?.oid);
});

test('Postgres writes what it read with the same bytes', async () => {
  const rows = fc.array(
    fc.record(
      Object.fromEntries(Object.entries(kinds).map(([name, { arbitrary }]) => [name, fc.option(arbitrary)])),
    ),
    { maxLength: 50 },
  );
  await fc.assert(
    fc
      .asyncProperty(rows, (records) =>
        expectSame(
          batchOf([
            vectorOf(
              'row',
              { kind: 'int64' },
              records.map((_, row) => BigInt(row)),
            ),
            ...Object.entries(kinds).map(([name, { type }]) =>
              vectorOf(
                name,
                type,
                records.map((record) => withoutNul(record[name] ?? null)),
              ),
            ),
          ]),
        ),
      )
      .beforeEach(async () => {
        await client.query('DROP TABLE IF EXISTS t');
      }),
    { numRuns: 30 },
  );
});

function withoutNul(cell: Cell): Cell {
  return typeof cell === 'string' ? cell.replaceAll('\u0000', '') : cell;
}

test('many rows', async () => {
  const numbers = Array.from({ length: 20_000 }, (_, row) => BigInt(row));
  const texts = numbers.map((row) => (row % 7n === 0n ? null : `${row}`.repeat(Number(row % 100n))));
  await expectSame(
    batchOf([vectorOf('n', { kind: 'int64' }, numbers), vectorOf('t', { kind: 'utf8' }, texts)]),
  );
});

test('no rows, and as many columns with names as long as a table can have', async () => {
  await expectSame(batchOf([vectorOf('a', { kind: 'int64' }, [])]));
  await client.query('DROP TABLE t');
  const names = Array.from({ length: 1600 }, (_, index) => `${index}`.padEnd(63, 'x'));
  await expectSame(batchOf(names.map((name) => vectorOf(name, { kind: 'bool' }, [false, true, null]))));
});

test('a widened column', async () => {
  const columns = [
    vectorOf('a', { kind: 'int64' }, [1n, null, 2n ** 53n]),
    vectorOf('b', { kind: 'int64' }, [null, 2n, 3n]),
  ];
  await load(fileOf(widenPgcopy(fileOf(encodePgcopy(batchOf(columns))), ['a'])));
  const { rows } = await client.query('SELECT a, b::float8 FROM t');
  expect(rows).toEqual([
    { a: 1, b: null },
    { a: null, b: 2 },
    { a: 2 ** 53, b: 3 },
  ]);
});

test.each<[type: VectorType, cell: Cell, message: string]>([
  [{ kind: 'date32' }, -(2 ** 31), 'date out of range'],
  [instant, -(2n ** 63n), 'timestamp out of range'],
  [wallClock, -(2n ** 63n) + 946_684_800_000_000n, 'timestamp out of range'],
])('%o out of range is refused and does not become another one', async (type, cell, message) => {
  await expect(load(fileOf(encodePgcopy(batchOf([vectorOf('a', type, [cell])]))))).rejects.toThrow(message);
});
