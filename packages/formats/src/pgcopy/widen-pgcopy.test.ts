import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileOf } from '../../test/file-of.ts';
import { readPgcopy } from '../../test/read-pgcopy.ts';
import { batchOf, type Cell, vectorOf } from '../../test/vectors.ts';
import { encodePgcopy } from './encode-pgcopy.ts';
import { widenPgcopy } from './widen-pgcopy.ts';

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

function written(columns: Partial<Record<Name, readonly Cell[]>>): Buffer {
  return fileOf(
    encodePgcopy(
      batchOf(Object.entries(columns).map(([name, column]) => vectorOf(name, kinds[name as Name], column))),
    ),
  );
}

function widened(file: Uint8Array, ...columns: readonly string[]): Buffer {
  return fileOf(widenPgcopy(file, columns));
}

function asDoubles(column: readonly Cell[]): Cell[] {
  return column.map((cell) => (cell === null ? null : Number(cell)));
}

const file = written(cells);

test('the named columns become doubles, all others stay as they are', () => {
  const { columns, types } = readPgcopy(widened(file, 'b', 'a'));
  expect(columns).toEqual({ ...cells, a: asDoubles(cells.a), b: asDoubles(cells.b) });
  expect(types).toMatchObject({ a: 'float8', b: 'float8', kept: 'int8' });
});

test('the file itself stays as it is', () => {
  const before = Buffer.from(file);
  widened(file, 'a');
  expect(file).toEqual(before);
});

test('what is no longer to be widened stays as it is', () => {
  const once = widened(file, 'a');
  expect(widened(once, 'a')).toEqual(once);
  expect(widened(file)).toEqual(file);
  expect(widened(file, 'absent')).toEqual(file);
});

test('equals the file that doubles would have given', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.maxSafeInteger()), { maxLength: 200 }), (numbers) => {
      const integers = numbers.map((number) => (number === null ? null : BigInt(number)));
      const doubles = numbers.map((number) => (number === null ? null : number + 0));
      const expected = encodePgcopy(batchOf([vectorOf('a', { kind: 'float64' }, doubles)]));
      expect(widened(written({ a: integers }), 'a')).toEqual(fileOf(expected));
    }),
  );
});

describe('refuses', () => {
  test.each<[why: string, column: string, file: Uint8Array]>([
    ['a text', 'before', file],
    ['a timestamp', 'at', file],
    ['an integer beyond 2^53', 'kept', file],
    ['2^53 + 1', 'a', written({ a: [2n ** 53n + 1n] })],
    ['-2^53 - 1', 'a', written({ a: [1n, -(2n ** 53n) - 1n] })],
    ['the least integer', 'a', written({ a: [-(2n ** 63n)] })],
  ])('%s', (_, column, of) => {
    expect(() => widenPgcopy(of, [column])).toThrow(
      expect.objectContaining({ code: 'FORMAT_WIDEN_IMPOSSIBLE', place: { column } }),
    );
  });

  const foreign = Buffer.from(file);
  foreign.write('parkay', foreign.indexOf('sluice'));
  const noJson = Buffer.from(file);
  noJson.write('[', noJson.indexOf('{'));
  const bare = Buffer.concat([file.subarray(0, 15), Buffer.alloc(4), Buffer.from('ffff', 'hex')]);
  const otherCount = Buffer.from(file);
  otherCount.writeInt16BE(5, file.indexOf(']]}') + 3);
  test.each<[why: string, file: Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['a file too short', file.subarray(0, 18)],
    ['a header cut short', file.subarray(0, 40)],
    ['a file without rows and trailer', file.subarray(0, file.indexOf(']]}') + 3)],
    ['a file cut at its end', file.subarray(0, -1)],
    ['a file cut within a row', file.subarray(0, -11)],
    ['a file that goes on', Buffer.concat([file, Buffer.of(0)])],
    ['a file cut at its start', file.subarray(1)],
    ['text', Buffer.from('{"a":1}\n{"a":2}\n{"a":3}\n')],
    ['a file by somebody else', foreign],
    ['a file without names', bare],
    ['a header that is no JSON', noJson],
    ['a row with another number of fields', otherCount],
  ])('%s', (_, other) => {
    expect(() => widenPgcopy(other, ['a'])).toThrow(expect.objectContaining({ code: 'FORMAT_FILE_FOREIGN' }));
  });
});
