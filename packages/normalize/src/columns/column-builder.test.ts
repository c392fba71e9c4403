import type { ColumnVector, VectorType } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ColumnBuilder, createBuilder, toFloat64 } from './column-builder.ts';
import { createMeter } from './memory-meter.ts';

const encoder = new TextEncoder();
const runtime = {
  writeUtf8: (text: string, target: Uint8Array, offset: number): number =>
    encoder.encodeInto(text, target.subarray(offset)).written,
};

type Cell = null | boolean | number | bigint | string | Uint8Array;

/** Reads a vector by the Arrow rules alone. */
function read(vector: ColumnVector): Cell[] {
  const { length, validity, nullCount } = vector;
  const isNull = (row: number) => validity !== null && (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 0;
  const cells = Array.from({ length }, (_, row) => (isNull(row) ? null : readValue(vector, row)));
  expect(cells.filter((cell) => cell === null)).toHaveLength(nullCount);
  return cells;
}

function readValue({ type, values, offsets }: ColumnVector, row: number): Cell {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const bytes = offsets ? values.slice(offsets[row], offsets[row + 1]) : values;
  switch (type.kind) {
    case 'bool':
      return (((values[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
    case 'int64':
    case 'timestamp':
    case 'time64':
      return view.getBigInt64(row * 8, true);
    case 'float64':
      return view.getFloat64(row * 8, true);
    case 'date32':
      return view.getInt32(row * 4, true);
    case 'decimal128':
      return (view.getBigInt64(row * 16 + 8, true) << 64n) + view.getBigUint64(row * 16, true);
    case 'utf8':
    case 'json':
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    case 'binary':
      return bytes;
  }
}

/** Pushes what is not null; nulls are left to the padding, as in rows that lack a key. */
function fill(builder: ColumnBuilder, cells: readonly Cell[]): void {
  const start = builder.length;
  cells.forEach((cell, row) => {
    if (cell === null) return;
    builder.padTo(start + row);
    push(builder, cell);
  });
  builder.padTo(start + cells.length);
}

function push(builder: ColumnBuilder, cell: Exclude<Cell, null>): void {
  (builder as { push(value: Cell): void }).push(cell);
}

function open(type: VectorType): ColumnBuilder {
  return createBuilder(type, runtime, createMeter());
}

const min64 = -(2n ** 63n);
const max64 = 2n ** 63n - 1n;
const longText = 'ß→😀 '.repeat(500);
const decimal = { kind: 'decimal128', precision: 38, scale: 2 } as const;

interface Case {
  readonly type: VectorType;
  readonly cells: readonly Cell[];
  /** What is read back, where it is not what was pushed. */
  readonly expected?: readonly Cell[];
}

const cases: readonly Case[] = [
  { type: { kind: 'bool' }, cells: [true, false, null, true, false, false, true, true, true, null, false] },
  {
    type: { kind: 'int64' },
    cells: [0, -0, 1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32, -(2 ** 32), null],
    expected: [
      0n,
      0n,
      1n,
      -1n,
      2147483647n,
      2147483648n,
      -2147483648n,
      -2147483649n,
      4294967296n,
      -4294967296n,
      null,
    ],
  },
  {
    type: { kind: 'int64' },
    cells: [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 62, -(2 ** 63)],
    expected: [9007199254740991n, -9007199254740991n, 2n ** 62n, min64],
  },
  { type: { kind: 'int64' }, cells: [0n, 5n, -5n, 2n ** 53n, -(2n ** 53n) - 1n, max64, min64, -1n, null] },
  { type: { kind: 'timestamp', utc: true }, cells: [null, 1714564800123456n, -62135596800000000n] },
  { type: { kind: 'time64' }, cells: [0n, 86399999999n, null] },
  {
    type: { kind: 'float64' },
    cells: [0, -0, 1.5, Number.MAX_VALUE, Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NaN, null],
  },
  { type: { kind: 'date32' }, cells: [0, -719162, 2932896, null, 2 ** 31 - 1, -(2 ** 31)] },
  {
    type: { kind: 'utf8' },
    cells: [
      '',
      'a',
      null,
      'x'.repeat(24),
      'x'.repeat(25),
      'é',
      `${'x'.repeat(23)}é`,
      `${'x'.repeat(24)}é`,
      '😀',
      longText,
      '\u0000',
      '',
    ],
  },
  { type: { kind: 'json' }, cells: ['{}', null, '{"a":"😀"}', '[]', '""'] },
  {
    type: { kind: 'binary' },
    cells: [new Uint8Array(0), null, Uint8Array.of(0, 255, 1), new Uint8Array(1000).fill(7)],
  },
  {
    type: decimal,
    cells: [
      '0',
      '-0',
      '1',
      '-1',
      '1.50',
      '-1.5',
      null,
      '.25',
      '5.',
      '+7',
      '1E+5',
      '12e-2',
      '100e-4',
      '0.10000',
    ],
    expected: [0n, 0n, 100n, -100n, 150n, -150n, null, 25n, 500n, 700n, 10000000n, 12n, 1n, 10n],
  },
  {
    type: decimal,
    cells: [
      '999999999999999999999999999999999999.99',
      '-999999999999999999999999999999999999.99',
      '1e35',
      '123456789012345.67',
      '-1234567890123456789.01',
      '42949672.96',
      '-184467440737095516.16',
      '0e99999',
      '0.000e-99999',
    ],
    expected: [
      10n ** 38n - 1n,
      1n - 10n ** 38n,
      10n ** 37n,
      12345678901234567n,
      -123456789012345678901n,
      2n ** 32n,
      -(2n ** 64n),
      0n,
      0n,
    ],
  },
];

const name = 'c';

describe.each(cases)('$type.kind', ({ type, cells, expected = cells }) => {
  test('reads back as it was pushed', () => {
    const builder = open(type);
    fill(builder, cells);
    expect(read(builder.take(name))).toEqual(expected);
  });

  test('grows through many rows', () => {
    const builder = open(type);
    for (let round = 0; round < 100; round++) fill(builder, cells);
    expect(builder).toHaveLength(cells.length * 100);
    expect(read(builder.take(name))).toEqual(Array.from({ length: 100 }, () => expected).flat());
  });

  test('starts anew after a batch, whatever was in it', () => {
    const builder = open(type);
    fill(builder, [...cells, ...cells]);
    builder.take(name);
    expect(builder).toMatchObject({ length: 0, nullCount: 0 });
    fill(builder, [...cells].reverse());
    expect(read(builder.take(name))).toEqual([...expected].reverse());
  });

  test.each([0, 1, 7, 8, 9])('pads %i rows before and after', (count) => {
    const builder = open(type);
    const nulls = new Array<null>(count).fill(null);
    builder.padTo(count);
    fill(builder, cells);
    builder.padTo(cells.length + 2 * count);
    expect(read(builder.take(name))).toEqual([...nulls, ...expected, ...nulls]);
  });

  test('forgets truncated rows', () => {
    for (let rows = 0; rows <= cells.length; rows++) {
      const builder = open(type);
      fill(builder, cells);
      builder.truncate(rows);
      expect(builder).toHaveLength(rows);
      fill(builder, cells);
      expect(read(builder.take(name))).toEqual([...expected.slice(0, rows), ...expected]);
    }
  });

  test('takes rows over from vectors, wherever they begin', () => {
    for (const before of [0, 1, 7, 8, 9]) {
      const source = open(type);
      fill(source, cells);
      const vector = source.take(name);
      const builder = open(type);
      const first = Array.from({ length: before }, (_, row) => cells[row % cells.length] ?? null);
      fill(builder, first);
      builder.append(vector);
      builder.append(vector);
      fill(builder, cells);
      const twice = [...expected, ...expected];
      const head = first.map((_, row) => expected[row % cells.length] ?? null);
      expect(read(builder.take(name))).toEqual([...head, ...twice, ...expected]);
      builder.append(vector);
      expect(read(builder.take(name))).toEqual(expected);
    }
  });

  test('takes rows over whose bytes begin further on', () => {
    const source = open(type);
    fill(source, [...cells, ...cells]);
    const { offsets, ...vector } = source.take(name);
    if (offsets === null) return;
    const builder = open(type);
    const validity = vector.validity && Uint8Array.from(cells, () => 0);
    cells.forEach((cell, row) => {
      if (cell !== null && validity) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
    });
    const half = { ...vector, length: cells.length, nullCount: vector.nullCount / 2, validity };
    builder.append({ ...half, offsets: offsets.subarray(cells.length) });
    expect(read(builder.take(name))).toEqual(expected);
  });

  test('has no validity without nulls', () => {
    const builder = open(type);
    builder.padTo(3);
    builder.truncate(0);
    for (const cell of cells) if (cell !== null) push(builder, cell);
    expect(builder.take(name)).toMatchObject({ validity: null, nullCount: 0 });
  });

  test('tells the meter what it holds', () => {
    const meter = createMeter();
    const builder = createBuilder(type, runtime, meter);
    expect([meter.used, builder.byteSize]).toEqual([0, 0]);
    for (let round = 0; round < 50; round++) fill(builder, cells);
    expect(meter.used).toBeGreaterThan(0);
    expect(meter.used).toBe(builder.byteSize);
    const vector = builder.take(name);
    expect(meter.used).toBe(builder.byteSize);
    builder.release();
    expect([meter.used, builder.byteSize]).toEqual([0, 0]);
    fill(builder, cells);
    expect(read(vector)).toEqual(Array.from({ length: 50 }, () => expected).flat());
    expect(read(builder.take(name))).toEqual(expected);
  });
});

const refusals: readonly [type: VectorType, code: string, values: readonly Exclude<Cell, null>[]][] = [
  [
    { kind: 'int64' },
    'RECORD_INTEGER_OUT_OF_RANGE',
    [2 ** 63, -(2 ** 64), 2n ** 63n, min64 - 1n, 1.5, 2 ** 40 + 0.5, Number.NaN, Number.POSITIVE_INFINITY],
  ],
  [{ kind: 'date32' }, 'RECORD_INTEGER_OUT_OF_RANGE', [2 ** 31, 0.5, Number.NaN]],
  [
    { kind: 'decimal128', precision: 5, scale: 2 },
    'RECORD_DECIMAL_OUT_OF_RANGE',
    [
      '1000',
      '1e3',
      '0.001',
      '1e-3',
      '',
      '.',
      '-',
      'NaN',
      'Infinity',
      '1_0',
      '0x1',
      '1e',
      '1e+',
      '1.2.3',
      ' 1',
    ],
  ],
  [decimal, 'RECORD_DECIMAL_OUT_OF_RANGE', ['1e36', '1e400', `1${'0'.repeat(36)}`]],
  [
    { kind: 'utf8' },
    'RECORD_TEXT_MALFORMED',
    [
      '\ud800',
      'abc\udc00',
      `${'x'.repeat(23)}\ud83d`,
      `${'x'.repeat(24)}\ud83d`,
      `\ude00${longText}`,
      '\ude00\ud83d',
    ],
  ],
];

test.each(refusals)('%o refuses with %s and writes nothing', (type, code, values) => {
  const builder = open(type);
  for (const value of values) {
    expect(() => push(builder, value)).toThrow(expect.objectContaining({ code }));
    expect(builder).toHaveLength(0);
  }
});

describe('integers that turn out to be doubles', () => {
  function openIntegers() {
    const meter = createMeter();
    const builder = createBuilder({ kind: 'int64' }, runtime, meter);
    if (builder.kind !== 'int64') throw new Error('no integers');
    return { builder, meter };
  }

  test('keep rows, nulls and memory', () => {
    const { builder, meter } = openIntegers();
    const integers = [null, 0, -1, 2 ** 53, -(2 ** 53), 2 ** 31, -(2 ** 31) - 1, null, 4294967295, null];
    fill(builder, integers);
    const before = meter.used;
    const doubles = toFloat64(builder, meter);
    expect(meter.used).toBe(before);
    expect(builder).toMatchObject({ length: 0, byteSize: 0 });
    fill(doubles, [0.5, null]);
    expect(read(doubles.take(name))).toEqual([...integers, 0.5, null]);
    doubles.release();
    expect(meter.used).toBe(0);
  });

  test('work without rows', () => {
    const { builder, meter } = openIntegers();
    const doubles = toFloat64(builder, meter);
    fill(doubles, [0.5]);
    expect(read(doubles.take(name))).toEqual([0.5]);
  });

  test('are told apart from what a double would round', () => {
    const { builder } = openIntegers();
    fill(builder, [2 ** 53, -(2n ** 53n)]);
    expect(builder.beyondSafe).toBe(false);
    push(builder, 2n ** 53n + 1n);
    expect(builder.beyondSafe).toBe(true);
    builder.truncate(2);
    expect(builder.beyondSafe).toBe(false);
    push(builder, -(2 ** 60));
    builder.take(name);
    fill(builder, [1]);
    expect(builder.beyondSafe).toBe(true);
  });
});

const arbitraryColumn = fc.oneof(
  columnOf({ kind: 'bool' }, fc.boolean()),
  columnOf({ kind: 'int64' }, fc.bigInt({ min: min64, max: max64 })),
  columnOf({ kind: 'float64' }, fc.double()),
  columnOf({ kind: 'date32' }, fc.integer()),
  columnOf({ kind: 'utf8' }, fc.string({ unit: 'binary', maxLength: 60 })),
  columnOf({ kind: 'binary' }, fc.uint8Array()),
);

function columnOf<T extends Exclude<Cell, null>>(type: VectorType, values: fc.Arbitrary<T>) {
  const cells = fc.array(fc.option(values, { freq: 2 }), { maxLength: 200 });
  return fc.record({
    type: fc.constant(type),
    batches: fc.array(cells, { maxLength: 4 }),
    kept: fc.nat(200),
  });
}

test('any values come back, batch after batch, after any rollback', () => {
  fc.assert(
    fc.property(arbitraryColumn, ({ type, batches, kept }) => {
      const builder = open(type);
      for (const cells of batches) {
        const rows = Math.min(kept, cells.length);
        fill(builder, cells);
        builder.truncate(rows);
        fill(builder, cells.slice(rows));
        expect(read(builder.take(name))).toEqual(cells);
      }
    }),
  );
});

test('any decimal comes back exactly', () => {
  const limit = 10n ** 38n - 1n;
  fc.assert(
    fc.property(fc.bigInt({ min: -limit, max: limit }), fc.nat(38), fc.nat(60), (integer, scale, zeros) => {
      const builder = open({ kind: 'decimal128', precision: 38, scale });
      push(builder, `${integer}${'0'.repeat(zeros)}e-${scale + zeros}`);
      expect(read(builder.take(name))).toEqual([integer]);
    }),
  );
});
