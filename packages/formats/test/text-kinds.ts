import type { VectorType } from '@sluice/schema';
import fc from 'fast-check';
import type { Cell } from './vectors.ts';

/** A type of column, as engines that read text files are to take it. */
export interface TextKind {
  readonly type: VectorType;
  readonly duckdb: string;
  readonly postgres: string;
  /** The values worth a look of their own. */
  readonly cells: readonly Exclude<Cell, null>[];
  readonly arbitrary: fc.Arbitrary<Exclude<Cell, null>>;
}

const max128 = 10n ** 38n - 1n;
const [firstMicros, lastMicros] = [-62_135_596_800_000_000n, 253_402_300_799_999_999n];
/** Pieces that a reader of CSV could take for the end of a field, of a row, or of the file. */
const traps = [
  '"',
  '""',
  ',',
  '\n',
  '\r\n',
  '\\',
  '\\.',
  '\\N',
  '\n\\.\n',
  '\n1,"x"\n',
  'NULL',
  ' ',
  'ß→😀',
  "'",
];
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(fc.constantFrom(...traps), { maxLength: 8 }).map((pieces) => pieces.join('')),
);

/** Every type of column, with the values at its edges. */
export const textKinds: Readonly<Record<string, TextKind>> = {
  bool: {
    type: { kind: 'bool' },
    duckdb: 'BOOLEAN',
    postgres: 'boolean',
    cells: [true, false],
    arbitrary: fc.boolean(),
  },
  int64: {
    type: { kind: 'int64' },
    duckdb: 'BIGINT',
    postgres: 'bigint',
    cells: [0n, -1n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
    arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  },
  float64: {
    type: { kind: 'float64' },
    duckdb: 'DOUBLE',
    postgres: 'double precision',
    cells: [0, -0, 0.1, 3, 1e16, 1e21, -1e-7, 5e-324, Number.MAX_VALUE, Number.NaN, Infinity, -Infinity],
    arbitrary: fc.double(),
  },
  date: {
    type: { kind: 'date32' },
    duckdb: 'DATE',
    postgres: 'date',
    cells: [0, -1, -719_162, -719_163, -1_000_000, 2_932_896, 2_932_897],
    arbitrary: fc.integer({ min: -1_700_000, max: 100_000_000 }),
  },
  time: {
    type: { kind: 'time64' },
    duckdb: 'TIME',
    postgres: 'time',
    cells: [0n, 36_000_500_000n, 86_399_999_999n],
    arbitrary: fc.bigInt({ min: 0n, max: 86_399_999_999n }),
  },
  instant: {
    type: { kind: 'timestamp', utc: true },
    duckdb: 'TIMESTAMP WITH TIME ZONE',
    postgres: 'timestamptz',
    cells: [
      0n,
      -1n,
      1_714_564_800_000_120n,
      firstMicros,
      firstMicros - 1n,
      lastMicros,
      lastMicros + 1n,
      2n ** 53n + 1n,
    ],
    arbitrary: fc.bigInt({ min: -(2n ** 57n), max: 2n ** 62n }),
  },
  wallClock: {
    type: { kind: 'timestamp', utc: false },
    duckdb: 'TIMESTAMP',
    postgres: 'timestamp',
    cells: [0n, firstMicros - 1n, lastMicros],
    arbitrary: fc.bigInt({ min: -(2n ** 57n), max: 2n ** 62n }),
  },
  decimal: {
    type: { kind: 'decimal128', precision: 38, scale: 9 },
    duckdb: 'DECIMAL(38,9)',
    postgres: 'numeric(38,9)',
    cells: [0n, -1n, 1_500_000_000n, 2n ** 53n, 2n ** 64n, max128, -max128],
    arbitrary: fc.oneof(
      fc.bigInt({ min: -max128, max: max128 }),
      fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
    ),
  },
  integer: {
    type: { kind: 'decimal128', precision: 38, scale: 0 },
    duckdb: 'DECIMAL(38,0)',
    postgres: 'numeric(38,0)',
    cells: [0n, 100_000n, max128, -max128],
    arbitrary: fc.bigInt({ min: -max128, max: max128 }),
  },
  text: {
    type: { kind: 'utf8' },
    duckdb: 'VARCHAR',
    postgres: 'varchar',
    cells: ['', ...traps, 'null', 'x'.repeat(5000), '"'.repeat(5000)],
    arbitrary: texts,
  },
  json: {
    type: { kind: 'json' },
    duckdb: 'JSON',
    postgres: 'jsonb',
    cells: [
      '{"a":[1,null,"x\\\\y\\"z"]}',
      '[]',
      '"text"',
      '1.5',
      '12345678901234567890123',
      '"\\n,"',
      'true',
    ],
    arbitrary: fc
      .jsonValue()
      .filter((value) => value !== null)
      .map((value) => JSON.stringify(value)),
  },
  bytes: {
    type: { kind: 'binary' },
    duckdb: 'BLOB',
    postgres: 'bytea',
    cells: [Uint8Array.of(0, 255, 34, 92, 10), Uint8Array.of(7), new Uint8Array(0)],
    arbitrary: fc.uint8Array({ maxLength: 50 }),
  },
};

/** Rows of all kinds, a value or none in each column. */
export const textRows: fc.Arbitrary<readonly Readonly<Record<string, Cell>>[]> = fc.array(
  fc.record(
    Object.fromEntries(
      Object.entries(textKinds).map(([name, { arbitrary }]) => [name, fc.option(arbitrary)]),
    ),
  ),
  { maxLength: 40 },
);
