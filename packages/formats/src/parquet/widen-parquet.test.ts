import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWithDuckdb, readWithHyparquet } from '../../test/read-parquet.ts';
import { batchOf, type Cell, vectorOf } from '../../test/vectors.ts';
import { encodeParquet } from './encode-parquet.ts';
import { widenParquet } from './widen-parquet.ts';

const kinds = {
  before: { kind: 'utf8' },
  a: { kind: 'int64' },
  between: { kind: 'bool' },
  b: { kind: 'int64' },
  kept: { kind: 'int64' },
  at: { kind: 'timestamp', utc: true },
} as const;
type Name = keyof typeof kinds;

const cells: Record<Name, readonly Cell[]> = {
  before: ['x', null, 'yy', ''],
  a: [0n, -1n, 2n ** 53n, -(2n ** 53n)],
  between: [null, true, false, true],
  b: [null, 2n ** 31n, null, -(2n ** 32n) - 1n],
  kept: [2n ** 60n, null, 1n, 2n],
  at: [0n, 1n, null, 3n],
};

function fileOf(columns: Partial<Record<Name, readonly Cell[]>>): Uint8Array {
  return Buffer.concat(
    encodeParquet(
      batchOf(Object.entries(columns).map(([name, column]) => vectorOf(name, kinds[name as Name], column))),
    ),
  );
}

function asDoubles(column: readonly Cell[]): Cell[] {
  return column.map((cell) => (cell === null ? null : Number(cell)));
}

const file = fileOf(cells);

test('the named columns become doubles, all others stay as they are', async () => {
  const widened = Buffer.concat(widenParquet(file, ['b', 'a']));
  expect(widened).toHaveLength(file.length);
  const expected = { ...cells, a: asDoubles(cells.a), b: asDoubles(cells.b) };
  const { columns, types } = await readWithDuckdb(widened);
  expect(columns).toEqual(expected);
  expect(types).toMatchObject({ a: 'DOUBLE', b: 'DOUBLE', kept: 'BIGINT' });
  expect(await readWithHyparquet(widened, Object.keys(cells))).toEqual(expected);
});

test('what is no longer to be widened stays as it is', () => {
  const once = Buffer.concat(widenParquet(file, ['a']));
  expect(Buffer.concat(widenParquet(once, ['a']))).toEqual(once);
  expect(Buffer.concat(widenParquet(file, []))).toEqual(file);
  expect(Buffer.concat(widenParquet(file, ['absent']))).toEqual(file);
});

test('equals the file that doubles would have given', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.maxSafeInteger()), { maxLength: 200 }), (numbers) => {
      const integers = numbers.map((number) => (number === null ? null : BigInt(number)));
      const doubles = numbers.map((number) => (number === null ? null : number + 0));
      const expected = encodeParquet(batchOf([vectorOf('a', { kind: 'float64' }, doubles)]));
      expect(Buffer.concat(widenParquet(fileOf({ a: integers }), ['a']))).toEqual(Buffer.concat(expected));
    }),
  );
});

describe('refuses', () => {
  test.each<[why: string, column: string, file: Uint8Array]>([
    ['a text', 'before', file],
    ['a timestamp', 'at', file],
    ['an integer beyond 2^53', 'kept', file],
    ['2^53 + 1', 'a', fileOf({ a: [2n ** 53n + 1n] })],
    ['-2^53 - 1', 'a', fileOf({ a: [1n, -(2n ** 53n) - 1n] })],
    ['the least integer', 'a', fileOf({ a: [-(2n ** 63n)] })],
  ])('%s', (_, column, of) => {
    expect(() => widenParquet(of, [column])).toThrow(
      expect.objectContaining({ code: 'FORMAT_WIDEN_IMPOSSIBLE', place: { column } }),
    );
  });

  const foreign = Buffer.from(file);
  foreign.write('parkay', foreign.lastIndexOf('sluice'));
  test.each<[why: string, file: Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a file too short', file.subarray(0, 11)],
    ['a file cut at its end', file.subarray(0, -1)],
    ['a file cut at its start', file.subarray(1)],
    ['text', Buffer.from('{"a":1}\n{"a":2}\n{"a":3}\n')],
    ['a file by somebody else', foreign],
  ])('%s', (_, other) => {
    expect(() => widenParquet(other, ['a'])).toThrow(
      expect.objectContaining({ code: 'FORMAT_FILE_FOREIGN' }),
    );
  });
});
