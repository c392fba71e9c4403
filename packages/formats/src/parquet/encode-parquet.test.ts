import type { VectorType } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWithDuckdb, readWithHyparquet } from '../../test/read-parquet.ts';
import { batchOf, type Cell, vectorOf } from '../../test/vectors.ts';
import { encodeParquet } from './encode-parquet.ts';

type Present = Exclude<Cell, null>;

interface Kind {
  readonly type: VectorType;
  /** What DuckDB takes the column for. */
  readonly duckdb: string;
  readonly values: readonly Present[];
  readonly arbitrary: fc.Arbitrary<Present>;
}

const min64 = -(2n ** 63n);
const max64 = 2n ** 63n - 1n;
const max128 = 10n ** 38n - 1n;
const text = fc.string({ unit: 'grapheme' });

const kinds: Record<string, Kind> = {
  bool: {
    type: { kind: 'bool' },
    duckdb: 'BOOLEAN',
    values: [true, false, false, true, true],
    arbitrary: fc.boolean(),
  },
  int64: {
    type: { kind: 'int64' },
    duckdb: 'BIGINT',
    values: [0n, -1n, max64, min64, 2n ** 53n + 1n, 42n],
    arbitrary: fc.bigInt({ min: min64, max: max64 }),
  },
  float64: {
    type: { kind: 'float64' },
    duckdb: 'DOUBLE',
    values: [0, -0, 0.1, Number.MIN_VALUE, -Number.MAX_VALUE, Number.NaN, Number.NEGATIVE_INFINITY],
    arbitrary: fc.double(),
  },
  date32: {
    type: { kind: 'date32' },
    duckdb: 'DATE',
    values: [0, -1, 19_000, -719_162, 2_932_896],
    arbitrary: fc.integer({ min: -719_162, max: 2_932_896 }),
  },
  time64: {
    type: { kind: 'time64' },
    duckdb: 'TIME',
    values: [0n, 1n, 86_399_999_999n],
    arbitrary: fc.bigInt({ min: 0n, max: 86_399_999_999n }),
  },
  instant: {
    type: { kind: 'timestamp', utc: true },
    duckdb: 'TIMESTAMP WITH TIME ZONE',
    values: [0n, -1n, 1_714_564_800_123_456n, -62_135_596_800_000_000n],
    arbitrary: fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
  },
  wall_clock: {
    type: { kind: 'timestamp', utc: false },
    duckdb: 'TIMESTAMP',
    values: [0n, -1n, 1_714_564_800_123_456n, -62_135_596_800_000_000n],
    arbitrary: fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
  },
  nanoseconds: {
    type: { kind: 'timestamp', utc: false, unit: 'ns' },
    duckdb: 'TIMESTAMP_NS',
    values: [0n, -1n, 1_714_564_800_123_456_789n, -(2n ** 62n)],
    arbitrary: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
  },
  decimal: {
    type: { kind: 'decimal128', precision: 38, scale: 9 },
    duckdb: 'DECIMAL(38,9)',
    values: [0n, 1n, -1n, max128, -max128, 2n ** 64n, -(2n ** 32n)],
    arbitrary: fc.bigInt({ min: -max128, max: max128 }),
  },
  small_decimal: {
    type: { kind: 'decimal128', precision: 4, scale: 4 },
    duckdb: 'DECIMAL(4,4)',
    values: [0n, 9999n, -9999n, 1n],
    arbitrary: fc.bigInt({ min: -9999n, max: 9999n }),
  },
  utf8: {
    type: { kind: 'utf8' },
    duckdb: 'VARCHAR',
    values: ['', 'a', 'ß→😀', '\u0000x', 'x'.repeat(300), 'y'.repeat(70_000), 'null'],
    arbitrary: text,
  },
  json: {
    type: { kind: 'json' },
    duckdb: 'JSON',
    values: ['{}', '[1,"😀"]', '"text"', '{"a":{"b":null}}', '1.5'],
    arbitrary: fc.json(),
  },
  binary: {
    type: { kind: 'binary' },
    duckdb: 'BLOB',
    values: [new Uint8Array(0), Uint8Array.of(0, 255, 128), new Uint8Array(1000).fill(200)],
    arbitrary: fc.uint8Array(),
  },
};
const names = Object.keys(kinds);

const patterns: Record<string, (row: number, rows: number) => boolean> = {
  none: () => false,
  all: () => true,
  first: (row) => row === 0,
  last: (row, rows) => row === rows - 1,
  alternating: (row) => row % 2 === 0,
  'whole bytes': (row) => row % 24 < 16,
  scattered: (row) => (row * 2_654_435_761) % 4_294_967_296 < 1_500_000_000,
};

/** Writes the columns and reads them back with both readers. */
async function expectReadBack(
  cells: Record<string, readonly Cell[]>,
  kindOf = (name: string) => kinds[name],
): Promise<void> {
  const columns = Object.entries(cells).map(([name, column]) => {
    const kind = kindOf(name);
    if (!kind) throw new Error(name);
    return vectorOf(name, kind.type, column);
  });
  const file = Buffer.concat(encodeParquet(batchOf(columns)));
  const duckdb = await readWithDuckdb(file);
  expect(duckdb.types).toEqual(Object.fromEntries(columns.map(({ name }) => [name, kindOf(name)?.duckdb])));
  expect(duckdb.columns).toEqual(cells);
  const roughly = columns.map(({ name, type }) => [
    name,
    (cells[name] ?? []).map((cell) =>
      type.kind === 'decimal128' && cell !== null ? Number(cell) * 10 ** -type.scale : cell,
    ),
  ]);
  expect(
    await readWithHyparquet(
      file,
      columns.map(({ name }) => name),
    ),
  ).toEqual(Object.fromEntries(roughly));
}

function cellsOf({ values }: Kind, rows: number, isNull: (row: number, rows: number) => boolean): Cell[] {
  return Array.from({ length: rows }, (_, row) =>
    isNull(row, rows) ? null : (values[row % values.length] ?? null),
  );
}

describe.each(Object.entries(patterns))('nulls: %s', (_, isNull) => {
  test.each([0, 1, 8, 9, 130, 1000])('%i rows of every type', async (rows) => {
    await expectReadBack(
      Object.fromEntries(names.map((name) => [name, cellsOf(kinds[name] as Kind, rows, isNull)])),
    );
  });
});

test.each(['none', 'scattered'])('70,000 rows, nulls: %s', async (pattern) => {
  const rows = 70_000;
  const isNull = patterns[pattern] ?? (() => false);
  const int64 = Array.from({ length: rows }, (_, row) => (isNull(row, rows) ? null : BigInt(row) ** 3n));
  const utf8 = Array.from({ length: rows }, (_, row) => (isNull(row, rows) ? null : 'é'.repeat(row % 50)));
  const bool = cellsOf(kinds.bool as Kind, rows, isNull);
  await expectReadBack({ int64, utf8, bool });
});

test('any columns and values', async () => {
  const table = fc
    .integer({ min: 0, max: 300 })
    .chain((rows) => fc.array(columnOf(rows), { minLength: 1, maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(table, async (columns) => {
      // Numbered, since readers mind names that differ in case only.
      const named = columns.map((column, index) => ({ ...column, name: `${index}${column.name}` }));
      const kindOf = new Map(named.map(({ name, kind }) => [name, kinds[kind]]));
      await expectReadBack(Object.fromEntries(named.map(({ name, cells }) => [name, cells])), (name) =>
        kindOf.get(name),
      );
    }),
    { numRuns: 40 },
  );
});

function columnOf(rows: number) {
  return fc.constantFrom(...names).chain((kind) => {
    const cell = fc.option((kinds[kind] as Kind).arbitrary, { freq: 3 });
    const cells = fc.array(cell, { minLength: rows, maxLength: rows });
    return fc.record({ kind: fc.constant(kind), name: text, cells });
  });
}

test.each(['__proto__', 'constructor', '"', "it's", 'a.b', '列', ' ', 'x'.repeat(300)])(
  'a column called %s',
  async (name) => {
    const file = Buffer.concat(encodeParquet(batchOf([vectorOf(name, { kind: 'bool' }, [true])])));
    expect(Object.entries((await readWithDuckdb(file)).columns)).toEqual([[name, [true]]]);
  },
);

test.each([14, 15, 16, 200])('%i columns', async (count) => {
  const cells = Object.fromEntries(
    Array.from({ length: count }, (_, column) => [`column ${column}`, [BigInt(column)]]),
  );
  await expectReadBack(cells, () => kinds.int64);
});

test('columns of Arrow data that lies anywhere in its buffers', async () => {
  const cells = ['a', null, 'ccc', null, ''];
  const shifted = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from('?'), bytes, Buffer.from('?')]).subarray(1, -1);
  const integers = [1n, null, 3n, null, 5n];
  const int64 = vectorOf('int64', { kind: 'int64' }, integers);
  const columns = [
    { ...int64, values: shifted(int64.values), validity: Uint8Array.of(0b11110101) },
    {
      ...vectorOf('utf8', { kind: 'utf8' }, cells),
      values: Buffer.from('..a##ccc#..'),
      offsets: Int32Array.of(2, 3, 5, 8, 9, 9),
    },
    { ...vectorOf('full', { kind: 'int64' }, [1n, 2n, 3n, 4n, 5n]), validity: Uint8Array.of(255) },
  ];
  const file = Buffer.concat(encodeParquet(batchOf(columns)));
  const expected = { int64: integers, utf8: cells, full: [1n, 2n, 3n, 4n, 5n] };
  expect((await readWithDuckdb(file)).columns).toEqual(expected);
  expect(await readWithHyparquet(file, Object.keys(expected))).toEqual(expected);
});

test.each([0, 3])('%i rows without columns are refused', (rows) => {
  expect(() => encodeParquet({ table: 't', rows, columns: [] })).toThrow(
    expect.objectContaining({ code: 'FORMAT_COLUMNS_MISSING', place: { table: 't' } }),
  );
});
