import {
  Binary,
  BinaryView,
  Bool,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Map_,
  Null,
  Struct,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
} from 'apache-arrow';
import { expect, test } from 'vitest';
import { shapesOf } from '../../test/arrow-data.ts';
import { columnsOf, normalizeArrow } from '../../test/normalize-arrow.ts';
import type { Cell } from '../../test/read-batches.ts';

/** 128-bit or 256-bit integers as the library's builders take them: the low words first. */
const words = (value: bigint, count = 4) =>
  Uint32Array.from({ length: count }, (_, word) =>
    Number(BigInt.asUintN(32, BigInt.asUintN(count * 32, value) >> BigInt(word * 32))),
  );
const bytes = (text: string) => new TextEncoder().encode(text);
const commas = (text: string) => [...bytes(text)].join();
const list = new List(new Field('item', new Int64(), true));
const struct = new Struct([new Field('x', new Int32(), true), new Field('y y', new Utf8(), true)]);
const entry = new Struct<{ key: Utf8; value: Float64 }>([
  new Field<never>('key', new Utf8() as never),
  new Field<never>('value', new Float64() as never),
]);
const day = 86_400_000;
const long = 'a text too long for a view, ünïcödé \u{1f600}';

/** Type, cells, the column they make, and what is stored. */
const cases: [type: DataType, cells: unknown[], column: string, stored: Cell[]][] = [
  [new Int8(), [1, -128, 127], 'bigint (8)', [1, -128, 127]],
  [new Int16(), [1, -32_768, 32_767], 'bigint (16)', [1, -32_768, 32_767]],
  [new Int32(), [1, -(2 ** 31), 2 ** 31 - 1], 'bigint (32)', [1, -(2 ** 31), 2 ** 31 - 1]],
  [new Int64(), [1n, -(2n ** 63n), 2n ** 63n - 1n], 'bigint', [1, -(2n ** 63n), 2n ** 63n - 1n]],
  [new Uint8(), [1, 255], 'bigint (16)', [1, 255]],
  [new Uint16(), [1, 65_535], 'bigint (32)', [1, 65_535]],
  [new Uint32(), [1, 2 ** 32 - 1], 'bigint', [1, 2 ** 32 - 1]],
  [new Uint64(), [1n, 2n ** 63n - 1n], 'bigint', [1, 2n ** 63n - 1n]],
  [new Float16(), [1.5, -2, 2 ** -24, 65_504], 'double', [1.5, -2, 2 ** -24, 65_504]],
  [new Float32(), [1.5, -0.25, Number.NaN], 'double', [1.5, -0.25, Number.NaN]],
  [new Float64(), [0.1, -1e300, 1 / 0], 'double', [0.1, -1e300, 1 / 0]],
  [new Bool(), [true, false, true, true], 'bool', [true, false, true, true]],
  [new Utf8(), ['x', '', long], 'text', ['x', '', long]],
  [new LargeUtf8(), ['x', '', long], 'text', ['x', '', long]],
  [new Utf8View(), ['x', '', 'twelve bytes', long], 'text', ['x', '', 'twelve bytes', long]],
  [new Binary(), [bytes('ab'), bytes('')], 'binary', [commas('ab'), '']],
  [new BinaryView(), [bytes('ab'), bytes(long)], 'binary', [commas('ab'), commas(long)]],
  [new LargeBinary(), [bytes('ab'), bytes('c')], 'binary', [commas('ab'), commas('c')]],
  [new FixedSizeBinary(2), [bytes('ab'), bytes('cd')], 'binary (2)', [commas('ab'), commas('cd')]],
  [new Decimal(2, 10), [words(1234n), words(-5n)], 'decimal (10,2)', [1234n, -5n]],
  [new Decimal(2, 20, 256), [words(1234n, 8), words(-5n, 8)], 'decimal (20,2)', [1234n, -5n]],
  [
    new Decimal(1, 50, 256),
    [words(10n ** 49n, 8), words(-15n, 8)],
    'decimal (50,1)',
    ['1000000000000000000000000000000000000000000000000.0', '-1.5'],
  ],
  [new Decimal(-2, 5), [words(12n)], 'decimal (7,0)', [1200n]],
  [new DateDay(), [new Date(0), new Date(19_753 * day), new Date(-day)], 'date', [0, 19_753, -1]],
  [new DateMillisecond(), [new Date(19_753 * day), new Date(-day)], 'date', [19_753, -1]],
  [new TimeSecond(), [1, 86_399], 'time (0)', [1_000_000, 86_399_000_000]],
  [new TimeMillisecond(), [1, 86_399_999], 'time (3)', [1000, 86_399_999_000]],
  [new TimeMicrosecond(), [1n, 86_399_999_999n], 'time', [1, 86_399_999_999]],
  [new TimeNanosecond(), [1000n, 86_399_999_999_000n], 'time', [1, 86_399_999_999]],
  [new TimestampSecond(), [1n, -1n, 8_000_000_000n], 'timestamp (0)', [1e6, -1e6, 8e15]],
  [
    new TimestampMillisecond('UTC'),
    [1n, -1n, 9_000_000_000_000_001n],
    'timestamp (3)',
    [1000, -1000, 9_000_000_000_000_001_000n],
  ],
  [new TimestampMicrosecond('Europe/Berlin'), [1n, -1n, 2n ** 60n], 'timestamp', [1, -1, 2n ** 60n]],
  [new TimestampNanosecond(), [1000n, -1000n, 2n ** 62n - 904n], 'timestamp', [1, -1, 4_611_686_018_427_387]],
  [new Dictionary(new Utf8(), new Int8()), ['a', 'b', 'a', long], 'text', ['a', 'b', 'a', long]],
  [new Dictionary(new Utf8(), new Int64() as never), ['a', 'b', 'a'], 'text', ['a', 'b', 'a']],
  [new Dictionary(new Int32(), new Int32()), [7, 8, 7], 'bigint (32)', [7, 8, 7]],
  [new Dictionary(new Bool(), new Int32()), [true, false, true], 'bool', [true, false, true]],
  [new Dictionary(new Decimal(2, 10), new Int32()), [words(1n), words(-2n)], 'decimal (10,2)', [1n, -2n]],
  [list, [[1n, 2n ** 60n, null], []], 'json', ['[1,1152921504606846976,null]', '[]']],
  [new LargeList(new Field('item', new Bool())), [[true, null], []], 'json', ['[true,null]', '[]']],
  [
    new FixedSizeList(2, new Field('item', new Utf8())),
    [
      ['a', 'b'],
      ['c', null],
    ],
    'json',
    ['["a","b"]', '["c",null]'],
  ],
  [
    struct,
    [
      { x: 1, 'y y': 'a"b' },
      { x: null, 'y y': 'c' },
    ],
    'json',
    ['{"x":1,"y y":"a\\"b"}', '{"x":null,"y y":"c"}'],
  ],
  [
    new Struct([
      new Field('at', new TimestampMillisecond('UTC'), true),
      new Field('d', new Decimal(2, 10), true),
      new Field('b', new Binary(), true),
      new Field('f', new Float64(), true),
    ]),
    [{ at: 1, d: words(150n), b: bytes('ab'), f: 1 }],
    'json',
    ['{"at":"1970-01-01T00:00:00.001000+00:00","d":"1.50","b":"YWI=","f":1.0}'],
  ],
  [new List(new Field('item', struct)), [[{ x: 1, 'y y': 'a' }], []], 'json', ['[{"x":1,"y y":"a"}]', '[]']],
  [new Map_(new Field('entries', entry)), [new Map([['k', 1]]), new Map()], 'json', ['{"k":1.0}', '{}']],
];

test.for(cases)('%s in every shape', ([type, cells, column, stored]) => {
  const lists = [
    [cells, stored],
    [cells.flatMap((cell) => [cell, null]), stored.flatMap((cell) => [cell, null])],
    [
      [null, ...cells],
      [null, ...stored],
    ],
  ] as const;
  for (const [input, expected] of lists) {
    const id = { type: new Int32(), cells: input.map((_, row) => row) };
    // Handed out as it lies in memory, in pieces too, and collected first.
    for (const [shape, data] of shapesOf({ id, v: { type, cells: input } }))
      for (const maxBatchRows of [1, 3, 65_536]) {
        const result = normalizeArrow([data, data], { maxBatchRows });
        const found = result.tables.t?.map(({ v = null }) => v);
        expect([shape, found]).toEqual([shape, [...expected, ...expected]]);
        expect(columnsOf(result)).toEqual(['id bigint (32)', `v ${column}`]);
      }
  }
});

test('a column of nulls', () => {
  for (const type of [new Int64(), new Utf8(), new Bool(), list, new Dictionary(new Utf8(), new Int32())]) {
    const [, [, data] = []] = shapesOf({ v: { type, cells: [null, null, null] } });
    const result = normalizeArrow([data]);
    expect(result.counts.get('t')).toBe(3);
    expect(result.tables.t).toEqual([{}, {}, {}]);
  }
});

test('a null type has no column, until a type is known', () => {
  const [, [, nothing] = []] = shapesOf({
    a: { type: new Int32(), cells: [1] },
    n: { type: new Null(), cells: [null] },
  });
  const [, [, something] = []] = shapesOf({
    a: { type: new Int32(), cells: [2] },
    n: { type: new Utf8(), cells: ['x'] },
  });
  const without = normalizeArrow([nothing]);
  expect(columnsOf(without)).toEqual(['a bigint (32)']);
  expect(without.warnings).toEqual([expect.stringMatching(/^COLUMN_ONLY_NULL .*"n"/)]);
  const both = normalizeArrow([nothing, something]);
  expect(columnsOf(both)).toEqual(['a bigint (32)', 'n text']);
  expect(both.tables.t).toEqual([{ a: 1 }, { a: 2, n: 'x' }]);
  expect(both.warnings).toEqual([]);
});
