import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { runs } from '@sluice/arbitraries';
import { Decimal as DecimalValue, double, PlainDate, Timestamp, type Value } from '@sluice/schema';
import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int64,
  LargeUtf8,
  List,
  type RecordBatch,
  TimestampMicrosecond,
  TimestampMillisecond,
  Uint32,
  Utf8,
  Utf8View,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArrowColumn, batchOf, tableOf } from './arrow-data.ts';
import { normalizeArrow } from './normalize-arrow.ts';
import { ParquetFiles } from './round-trip/parquet-files.ts';

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-arrow-'));
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

/** A kind of column: what its cells are to the library, and what DuckDB is to read for each. */
interface Kind<T = unknown> {
  readonly type: DataType;
  readonly cell: fc.Arbitrary<T>;
  readonly read: (cell: T) => Value;
}

const kind = <T>(type: DataType, cell: fc.Arbitrary<T>, read: (cell: T) => Value): Kind =>
  ({ type, cell, read }) as Kind;
const text = fc.string({ unit: 'grapheme' });
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const micros = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 17n });
const millis = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 14n });
const decimal = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });

const kinds: readonly Kind[] = [
  kind(new Int8(), fc.integer({ min: -128, max: 127 }), BigInt),
  kind(new Uint32(), fc.nat(2 ** 32 - 1), BigInt),
  kind(new Int64(), long, (cell) => cell),
  kind(new Float64(), fc.double({ noNaN: true }), double),
  kind(new Bool(), fc.boolean(), (cell) => cell),
  kind(new Utf8(), text, (cell) => cell),
  kind(new LargeUtf8(), text, (cell) => cell),
  kind(new Utf8View(), text, (cell) => cell),
  kind(new Dictionary(new Utf8(), new Int8()), fc.constantFrom('a', 'b', ''), (cell) => cell),
  kind(new Binary(), fc.uint8Array(), (cell) => cell),
  kind(
    new DateDay(),
    fc.integer({ min: -10_000, max: 100_000 }).map(dateOf),
    (cell) => new PlainDate(cell.getTime() / 86_400_000),
  ),
  kind(new TimestampMicrosecond('UTC'), micros, (cell) => new Timestamp(cell, 0)),
  kind(new TimestampMillisecond(), millis, (cell) => new Timestamp(cell * 1000n, 0)),
  kind(new Decimal(4, 38), decimal.map(wordsOf), (cell) => new DecimalValue(textOf(cell))),
  kind(
    new List(new Field('item', new Int64(), true)),
    fc.array(fc.option(long)),
    (cell) => `[${cell.map(String)}]`,
  ),
];

function dateOf(days: number): Date {
  return new Date(days * 86_400_000);
}

function wordsOf(value: bigint): Uint32Array {
  return Uint32Array.from([0n, 32n, 64n, 96n], (shift) => Number(BigInt.asUintN(32, value >> shift)));
}

function textOf(words: Uint32Array): string {
  const whole = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const value = BigInt.asIntN(128, whole);
  const digits = String(value < 0n ? -value : value).padStart(5, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

const columns = fc.array(
  fc
    .constantFrom(...kinds)
    .chain((one) =>
      fc.array(fc.option(one.cell), { minLength: 40, maxLength: 40 }).map((cells) => ({ kind: one, cells })),
    ),
  { minLength: 1, maxLength: 6 },
);
/** Where the rows are cut, and what is cut off before them. */
const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(11)), { minLength: 1, maxLength: 6 });

test('Arrow → batches → Parquet → DuckDB: every cell comes back, however the rows lie in memory', async () => {
  await fc.assert(
    fc.asyncProperty(columns, cuts, fc.constantFrom(1, 7, 16, 1000), async (given, pieces, maxBatchRows) => {
      const data: RecordBatch[] = [];
      const expected: Value[][] = [];
      let row = 0;
      for (const [rows, before] of pieces) {
        const from = Math.max(row - before, 0);
        const to = Math.min(row + rows, 40);
        const some = given.map((one, index): [string, ArrowColumn] => [
          `c${index}`,
          { type: one.kind.type, cells: one.cells.slice(from, to) },
        ]);
        data.push(batchOf(Object.fromEntries(some)).slice(row - from, to - from));
        for (; row < to; row++)
          expected.push(
            given.map(({ kind: { read }, cells }) => {
              const cell = cells[row] ?? null;
              return cell === null ? null : read(cell);
            }),
          );
      }
      const files = new ParquetFiles(folder);
      const half = Math.ceil(data.length / 2);
      const tables = [data.slice(0, half), data.slice(half)].filter((batches) => batches.length > 0);
      normalizeArrow(
        tables.map((batches) => tableOf(...batches)),
        { maxBatchRows, onBatch: files.add },
      );
      const read = (await files.read(connection)).get('t') ?? [];
      const found = read.map((cells) => given.map((_, index) => cells.get(`c${index}`) ?? null));
      expect(found).toEqual(expected);
    }),
    runs(100),
  );
});
