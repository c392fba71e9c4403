import type { ColumnBatch, VectorType } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileOf } from '../../test/file-of.ts';
import { readFields, readPgcopy } from '../../test/read-pgcopy.ts';
import { batchOf, type Cell, vectorOf } from '../../test/vectors.ts';
import { encodePgcopy } from './encode-pgcopy.ts';
import { decodePgcopyHeader } from './header.ts';

const instant: VectorType = { kind: 'timestamp', utc: true };
const wallClock: VectorType = { kind: 'timestamp', utc: false };
const json: VectorType = { kind: 'json' };
const utf8: VectorType = { kind: 'utf8' };

function written(batch: ColumnBatch): Buffer {
  return fileOf(encodePgcopy(batch));
}

/** The fields of a column with these cells, in hexadecimal. */
function fieldsOf(type: VectorType, cells: readonly Cell[]): (string | undefined)[] {
  const file = written(batchOf([vectorOf('a', type, cells)]));
  return readFields(file, headerBytes(file)).map(([field]) => field?.toString('hex'));
}

function headerBytes(file: Uint8Array): number {
  return decodePgcopyHeader(file)?.length ?? Number.NaN;
}

test('a file, byte for byte', () => {
  const batch = batchOf([vectorOf('id', { kind: 'int64' }, [1n, 2n]), vectorOf('name', utf8, ['ab', null])]);
  const extension = '{"createdBy":"sluice version 1","columns":[["id","int8"],["name","text"]]}';
  const expected = [
    Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1').toString('hex'),
    '00000000',
    extension.length.toString(16).padStart(8, '0'),
    Buffer.from(extension).toString('hex'),
    '0002 00000008 0000000000000001 00000002 6162',
    '0002 00000008 0000000000000002 ffffffff',
    'ffff',
  ];
  expect(written(batch).toString('hex')).toBe(expected.join('').replaceAll(' ', ''));
});

describe('the wire form of', () => {
  test.each<[what: string, type: VectorType, cell: Cell, hex: string]>([
    ['true', { kind: 'bool' }, true, '01'],
    ['false', { kind: 'bool' }, false, '00'],
    ['an integer', { kind: 'int64' }, 1n, '0000000000000001'],
    ['a negative integer', { kind: 'int64' }, -2n, 'fffffffffffffffe'],
    ['the largest integer', { kind: 'int64' }, 2n ** 63n - 1n, '7fffffffffffffff'],
    ['the least integer', { kind: 'int64' }, -(2n ** 63n), '8000000000000000'],
    ['a double', { kind: 'float64' }, 1.5, '3ff8000000000000'],
    ['negative zero', { kind: 'float64' }, -0, '8000000000000000'],
    ['infinity', { kind: 'float64' }, Number.POSITIVE_INFINITY, '7ff0000000000000'],
    ['not a number', { kind: 'float64' }, Number.NaN, '7ff8000000000000'],
    ['2000-01-01', { kind: 'date32' }, 10_957, '00000000'],
    ['1970-01-01', { kind: 'date32' }, 0, 'ffffd533'],
    ['a day that no date has', { kind: 'date32' }, -(2 ** 31), '80000001'],
    ['midnight', { kind: 'time64' }, 0n, '0000000000000000'],
    ['10:00:00.5', { kind: 'time64' }, 36_000_500_000n, '0000000861cc0920'],
    ['2000-01-01T00:00Z', instant, 946_684_800_000_000n, '0000000000000000'],
    ['1999-12-31T23:59:59.999999Z', instant, 946_684_799_999_999n, 'ffffffffffffffff'],
    ['1970-01-01T00:00', wallClock, 0n, 'fffca2fec4c82000'],
    ['an instant that no timestamp has', instant, -(2n ** 63n), '80000001c4c82000'],
    ['a text', utf8, 'ß→😀', 'c39fe28692f09f9880'],
    ['an empty text', utf8, '', ''],
    ['JSON', json, '{"a":1}', '017b2261223a317d'],
    ['bytes', { kind: 'binary' }, Uint8Array.of(0, 255), '00ff'],
    ['no bytes', { kind: 'binary' }, new Uint8Array(0), ''],
  ])('%s', (_, type, cell, hex) => {
    expect(fieldsOf(type, [cell, null])).toEqual([hex, undefined]);
  });
});

describe('texts without U+0000', () => {
  test.each<[what: string, type: VectorType, from: string, to: string]>([
    ['at both ends', utf8, '\u0000a\u0000', 'a'],
    ['nothing else', utf8, '\u0000\u0000', ''],
    ['an escape in a text is none', utf8, '\\u0000', '\\u0000'],
    ['in JSON', json, '{"a":"x\\u0000y\\u0000"}', '{"a":"xy"}'],
    ['behind an escaped backslash', json, '["\\\\\\u0000"]', '["\\\\"]'],
    ['an escaped backslash before u0000', json, '["\\\\u0000"]', '["\\\\u0000"]'],
    ['other escapes', json, '["\\u0001\\u00000\\n\\u000"]', '["\\u00010\\n\\u000"]'],
    ['an escape cut short by the end', json, '"\\u000', '"\\u000'],
  ])('%s', (_, type, from, to) => {
    const cells = ['before', null, from, '', null, from, '0000after'];
    const file = written(batchOf([vectorOf('a', type, cells)]));
    expect(readPgcopy(file).columns.a).toEqual(['before', null, to, '', null, to, '0000after']);
  });

  test('an escape does not reach into the next value', () => {
    const file = written(batchOf([vectorOf('a', json, ['\\', 'u0000', '\\u0000'])]));
    expect(readPgcopy(file).columns.a).toEqual(['\\', 'u0000', '']);
  });

  test('what lies behind a null does not count', () => {
    const column = vectorOf('a', json, ['\\', '"\\u0000"', '"\\u0000"']);
    const file = written(batchOf([{ ...column, nullCount: 1, validity: Uint8Array.of(0b110) }]));
    expect(readPgcopy(file).columns.a).toEqual([null, '""', '""']);
  });
});

const max128 = 10n ** 38n - 1n;
const kinds: Record<string, { type: VectorType; arbitrary: fc.Arbitrary<Exclude<Cell, null>> }> = {
  bool: { type: { kind: 'bool' }, arbitrary: fc.boolean() },
  int8: { type: { kind: 'int64' }, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  float8: { type: { kind: 'float64' }, arbitrary: fc.double() },
  date: { type: { kind: 'date32' }, arbitrary: fc.integer({ min: -719_162, max: 2_932_896 }) },
  time: { type: { kind: 'time64' }, arbitrary: fc.bigInt({ min: 0n, max: 86_400_000_000n }) },
  timestamptz: { type: instant, arbitrary: fc.bigInt({ min: -(2n ** 57n), max: 2n ** 60n }) },
  timestamp: { type: wallClock, arbitrary: fc.bigInt({ min: -(2n ** 57n), max: 2n ** 60n }) },
  numeric: {
    type: { kind: 'decimal128', precision: 38, scale: 9 },
    arbitrary: fc.oneof(
      fc.bigInt({ min: -max128, max: max128 }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }),
    ),
  },
  text: {
    type: utf8,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }).map((text) => text.replaceAll('\u0000', '')),
  },
  jsonb: { type: json, arbitrary: fc.json().map((text) => text.replaceAll('\\', '')) },
  bytea: { type: { kind: 'binary' }, arbitrary: fc.uint8Array() },
};
const names = Object.keys(kinds);

test('what is written is read back', () => {
  const rows = fc.array(
    fc.record(
      Object.fromEntries(Object.entries(kinds).map(([name, { arbitrary }]) => [name, fc.option(arbitrary)])),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(rows, (records) => {
      const columns = Object.fromEntries(
        names.map((name) => [name, records.map((record) => record[name] ?? null)]),
      );
      const batch = batchOf(
        Object.entries(kinds).map(([name, { type }]) => vectorOf(name, type, columns[name] ?? [])),
      );
      const types = Object.fromEntries(names.map((name) => [name, name]));
      expect(readPgcopy(written(batch))).toEqual({ columns, types });
    }),
  );
});

test('many rows, in several blocks and chunks', () => {
  const numbers = Array.from({ length: 5000 }, (_, row) => BigInt(row));
  const texts = numbers.map((row) => (row % 7n === 0n ? null : `${row}`.repeat(Number(row % 300n))));
  const batch = batchOf([vectorOf('n', { kind: 'int64' }, numbers), vectorOf('t', utf8, texts)]);
  expect([...encodePgcopy(batch)].length).toBeGreaterThan(6);
  expect(readPgcopy(written(batch)).columns).toEqual({ n: numbers, t: texts });
});

test('a row may be larger than a chunk', () => {
  const texts = ['x'.repeat(3_000_000), '', 'y'.repeat(1_500_000), 'z'];
  expect(readPgcopy(written(batchOf([vectorOf('a', utf8, texts)]))).columns).toEqual({ a: texts });
});

test('a small batch takes little more memory than it has bytes', () => {
  const batch = batchOf([vectorOf('a', utf8, ['x'])]);
  const sizes = [...encodePgcopy(batch)].map(({ buffer }) => buffer.byteLength);
  expect(Math.max(...sizes)).toBeLessThan(1000);
});

test('nulls everywhere', () => {
  const batch = batchOf(
    Object.entries(kinds).map(([name, { type }]) => vectorOf(name, type, Array(9).fill(null))),
  );
  expect(readPgcopy(written(batch)).columns).toEqual(
    Object.fromEntries(names.map((name) => [name, Array(9).fill(null)])),
  );
});

test('a bitmap without a null in it', () => {
  const column = vectorOf('a', { kind: 'int64' }, [1n, 2n]);
  for (const validity of [Uint8Array.of(0b11), Uint8Array.of(0)])
    expect(readPgcopy(written(batchOf([{ ...column, validity }]))).columns).toEqual({ a: [1n, 2n] });
});

test('no rows, or no columns', () => {
  const empty = written(batchOf([vectorOf('a', utf8, [])]));
  expect(readPgcopy(empty).columns).toEqual({ a: [] });
  const bare = written({ table: 't', rows: 3, columns: [] });
  expect(readFields(bare, headerBytes(bare))).toEqual([[], [], []]);
});

test('any column name', () => {
  const odd = ['__proto__', 'constructor', '1', '0', 'a"b', 'ünï', ''];
  const file = written(batchOf(odd.map((name) => vectorOf(name, { kind: 'bool' }, [true]))));
  expect(decodePgcopyHeader(file)?.columns.map(({ name }) => name)).toEqual(odd);
});

test('columns that are views of other memory, at odd addresses and with offsets that do not start at 0', () => {
  const shifted = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from('?'), bytes, Buffer.from('?')]).subarray(1, -1);
  const batch = batchOf([
    ...Object.entries(kinds).map(([name, { type, arbitrary }]) =>
      vectorOf(name, type, [null, ...fc.sample(arbitrary, { numRuns: 2, seed: 7 })]),
    ),
    {
      ...vectorOf('part', utf8, ['a', null, 'ccc']),
      values: Buffer.from('..a##ccc#..'),
      offsets: Int32Array.of(2, 3, 5, 8),
    },
    {
      ...vectorOf('cut', utf8, ['a', 'b', 'c']),
      values: Buffer.from('\u0000..a\u0000bc'),
      offsets: Int32Array.of(3, 5, 6, 7),
    },
  ]);
  const moved = batch.columns.map((column) => ({
    ...column,
    values: shifted(column.values),
    validity: column.validity && shifted(column.validity),
  }));
  const { columns } = readPgcopy(written({ ...batch, columns: moved }));
  expect(columns).toEqual(readPgcopy(written(batch)).columns);
  expect(columns).toMatchObject({ part: ['a', null, 'ccc'], cut: ['a', 'b', 'c'] });
});

test('refuses a batch of 2 GiB', () => {
  const values = { byteLength: 2 ** 30, length: 2 ** 30 } as Uint8Array;
  const column = { ...vectorOf('a', utf8, ['x']), values };
  expect(() => written(batchOf([column, column]))).toThrow(
    expect.objectContaining({ code: 'FORMAT_BATCH_TOO_LARGE', place: { table: 't' } }),
  );
});

test('nanoseconds are refused: PostgreSQL has no type for them', () => {
  const batch = batchOf([vectorOf('at', { kind: 'timestamp', utc: false, unit: 'ns' }, [1n])]);
  expect(() => written(batch)).toThrow(expect.objectContaining({ code: 'FORMAT_TYPE_UNSUPPORTED' }));
});
