import * as arrow from 'apache-arrow';
import { expect, test } from 'vitest';
import { Decimal, Double, encodeJson, PlainDate, PlainTime, Timestamp, type Value } from '../index.ts';
import { type ArrowArray, arrowReader } from './index.ts';

/** An array from the library's builders; times of 64 bits are integers in their unit. */
function arrayOf(type: arrow.DataType, cells: readonly unknown[]): ArrowArray {
  if (type instanceof arrow.Timestamp || (type instanceof arrow.Time && type.bitWidth === 64))
    return arrow.makeData({ type: type as arrow.Timestamp, data: BigInt64Array.from(cells as bigint[]) });
  const [array] = arrow.vectorFromArray([...cells], type).data;
  return array ?? arrow.makeData({ type });
}

const words = (...low: number[]) => Uint32Array.from([...low, 0, 0, 0].slice(0, 4));
const micro = (micros: bigint, offset: number | null) => new Timestamp(micros, offset);

test.for<[type: arrow.DataType, cells: unknown[], values: Value[]]>([
  [new arrow.Int16(), [1, -1], [1, -1]],
  [new arrow.Int64(), [1n, -(2n ** 60n), 2n ** 53n], [1, -(2n ** 60n), 2n ** 53n]],
  [new arrow.Uint64(), [2n ** 64n - 1n, 5n], [2n ** 64n - 1n, 5]],
  [new arrow.Float16(), [1.5, -0.5], [new Double(1.5), new Double(-0.5)]],
  [new arrow.Float32(), [0.5], [new Double(0.5)]],
  [new arrow.Bool(), [true, false], [true, false]],
  [new arrow.Utf8(), ['x', 'ünï \u{1f600}'], ['x', 'ünï \u{1f600}']],
  [new arrow.LargeUtf8(), ['x', ''], ['x', '']],
  [new arrow.Utf8View(), ['x', 'more than twelve bytes'], ['x', 'more than twelve bytes']],
  [new arrow.FixedSizeBinary(2), [Uint8Array.of(1, 2)], [Uint8Array.of(1, 2)]],
  [new arrow.Decimal(2, 10), [words(150)], [new Decimal('1.50')]],
  [new arrow.Decimal(7, 10), [words(1)], [new Decimal('1E-7')]],
  [new arrow.DateDay(), [new Date(86_400_000)], [new PlainDate(1)]],
  [new arrow.DateMillisecond(), [new Date(-86_400_000)], [new PlainDate(-1)]],
  [new arrow.TimeSecond(), [5], [new PlainTime(5_000_000)]],
  [new arrow.TimeMicrosecond(), [5n], [new PlainTime(5)]],
  [new arrow.TimeNanosecond(), [5000n, 61_000_000_005n], [new PlainTime(5), '00:01:01.000000005']],
  [new arrow.TimestampSecond('UTC'), [-1n], [micro(-1_000_000n, 0)]],
  [new arrow.TimestampMicrosecond(), [2n ** 60n], [micro(2n ** 60n, null)]],
  [
    new arrow.TimestampNanosecond('UTC'),
    [-1000n, -1n],
    [micro(-1n, 0), '1969-12-31T23:59:59.999999999+00:00'],
  ],
  [new arrow.TimestampNanosecond(), [1_000_000_001n], ['1970-01-01T00:00:01.000000001']],
  [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), ['a', 'b', 'a'], ['a', 'b', 'a']],
  [new arrow.List(new arrow.Field('item', new arrow.Int32(), true)), [[1, null], []], [[1, null], []]],
  [
    new arrow.Struct([new arrow.Field('__proto__', new arrow.Int32(), true)]),
    [JSON.parse('{"__proto__": 1}')],
    [new Map([['__proto__', 1]])],
  ],
])('%s', ([type, cells, values]) => {
  const read = arrowReader(arrayOf(type, cells));
  expect(cells.map((_, row) => read(row))).toEqual(values);
});

test('rows without a value, and rows of slices', () => {
  for (const type of [new arrow.Int64(), new arrow.Bool(), new arrow.Utf8()]) {
    const cell = type instanceof arrow.Int64 ? 1n : type instanceof arrow.Bool ? true : 'x';
    const cells = Array.from({ length: 20 }, (_, row) => (row % 3 === 0 ? null : cell));
    const [array] = arrow.vectorFromArray(cells, type).data;
    const read = arrowReader(array?.slice(9, 5) as ArrowArray);
    expect([0, 1, 2, 3, 4].map((row) => read(row) === null)).toEqual([true, false, false, true, false]);
  }
});

test('a dictionary that came in pieces', () => {
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8());
  const dictionary = arrow
    .vectorFromArray(['a', 'b'], new arrow.Utf8())
    .concat(arrow.vectorFromArray(['c'], new arrow.Utf8()));
  const read = arrowReader(arrow.makeData({ type, data: Int8Array.of(2, 0, 1), dictionary }));
  expect([0, 1, 2].map(read)).toEqual(['c', 'a', 'b']);
});

test('keys of a map that are no text are written as JSON would', () => {
  const entry = (key: arrow.DataType) =>
    new arrow.Field(
      'entries',
      new arrow.Struct([new arrow.Field('key', key), new arrow.Field('value', new arrow.Bool())]),
    );
  const cases: [arrow.DataType, unknown, string][] = [
    [new arrow.Int32(), 7, '{"7":true}'],
    [new arrow.DateDay(), new Date(0), '{"1970-01-01":true}'],
  ];
  for (const [type, key, json] of cases) {
    const array = arrayOf(new arrow.Map_(entry(type) as never), [new Map([[key, true]])]);
    expect(encodeJson(arrowReader(array)(0))).toBe(json);
  }
});

test('nanoseconds are cut off where all values are to have one type', () => {
  const read = arrowReader(arrayOf(new arrow.TimestampNanosecond(), [-1n, 1999n]), { nanoseconds: 'floor' });
  expect([0, 1].map(read)).toEqual([micro(-1n, null), micro(1n, null)]);
});
