import type { TextFileRules, VectorType } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileOf } from '../../test/file-of.ts';
import { batchOf, type Cell, vectorOf } from '../../test/vectors.ts';

import { encodeCsv } from './encode-csv.ts';

const utf8: VectorType = { kind: 'utf8' };
const json: VectorType = { kind: 'json' };
const float64: VectorType = { kind: 'float64' };
const instant: VectorType = { kind: 'timestamp', utc: true };
const wallClock: VectorType = { kind: 'timestamp', utc: false };
const nanos: VectorType = { kind: 'timestamp', utc: false, unit: 'ns' };
const decimal: VectorType = { kind: 'decimal128', precision: 38, scale: 9 };
const integer: VectorType = { kind: 'decimal128', precision: 38, scale: 0 };

function written(columns: Parameters<typeof batchOf>[0], rules?: TextFileRules): string {
  return fileOf(encodeCsv(batchOf(columns), rules)).toString();
}

test('a file, byte for byte', () => {
  const columns = [
    vectorOf('id', { kind: 'int64' }, [1n, null, 3n]),
    vectorOf('a "b", c', utf8, ['x', '', null]),
    vectorOf('ok', { kind: 'bool' }, [true, false, null]),
  ];
  expect(written(columns)).toBe('"id","a ""b"", c","ok"\n1,"x",true\n,"",false\n3,,\n');
});

describe('the field of', () => {
  test.each<[what: string, type: VectorType, cell: Cell, field: string]>([
    ['zero', { kind: 'int64' }, 0n, '0'],
    ['a negative integer', { kind: 'int64' }, -120n, '-120'],
    ['eight digits', { kind: 'int64' }, 12_345_678n, '12345678'],
    ['nine digits', { kind: 'int64' }, 100_000_000n, '100000000'],
    ['2^53 - 1', { kind: 'int64' }, 2n ** 53n - 1n, '9007199254740991'],
    ['2^53 + 1', { kind: 'int64' }, 2n ** 53n + 1n, '9007199254740993'],
    ['the largest integer', { kind: 'int64' }, 2n ** 63n - 1n, '9223372036854775807'],
    ['the least integer', { kind: 'int64' }, -(2n ** 63n), '-9223372036854775808'],
    ['a double', float64, 1.5, '1.5'],
    ['a whole double', float64, 3, '3.0'],
    ['negative zero', float64, -0, '-0.0'],
    ['a large double', float64, 1e20, '100000000000000000000.0'],
    ['a larger double', float64, 1e21, '1e+21'],
    ['a small double', float64, 5e-324, '5e-324'],
    ['infinity', float64, Number.POSITIVE_INFINITY, 'Infinity'],
    ['minus infinity', float64, Number.NEGATIVE_INFINITY, '-Infinity'],
    ['not a number', float64, Number.NaN, 'NaN'],
    ['a decimal', decimal, 1_500_000_000n, '1.500000000'],
    ['the least decimal', decimal, -1n, '-0.000000001'],
    ['no decimal', decimal, 0n, '0.000000000'],
    ['2^53 units', decimal, 2n ** 53n, '9007199.254740992'],
    ['minus 2^53 units', decimal, -(2n ** 53n), '-9007199.254740992'],
    ['2^64 units', decimal, 2n ** 64n, '18446744073.709551616'],
    ['38 digits', decimal, 10n ** 38n - 1n, '99999999999999999999999999999.999999999'],
    ['38 digits below zero', integer, 1n - 10n ** 38n, '-99999999999999999999999999999999999999'],
    ['a whole decimal', integer, 42n, '42'],
    [
      'a fraction of 38 digits',
      { kind: 'decimal128', precision: 38, scale: 38 },
      5n,
      `0.${'5'.padStart(38, '0')}`,
    ],
    ['1970-01-01', { kind: 'date32' }, 0, '1970-01-01'],
    ['a leap day', { kind: 'date32' }, 19_782, '2024-02-29'],
    ['the leap day of a century', { kind: 'date32' }, 11_016, '2000-02-29'],
    ['the first day', { kind: 'date32' }, -719_162, '0001-01-01'],
    ['the day before it', { kind: 'date32' }, -719_163, '0001-12-31 (BC)'],
    ['the last day of four digits', { kind: 'date32' }, 2_932_896, '9999-12-31'],
    ['the day after it', { kind: 'date32' }, 2_932_897, '10000-01-01'],
    ['midnight', { kind: 'time64' }, 0n, '00:00:00'],
    ['the end of the day', { kind: 'time64' }, 86_400_000_000n, '24:00:00'],
    ['a time', { kind: 'time64' }, 86_399_999_999n, '23:59:59.999999'],
    ['an instant', instant, 1_714_564_800_000_120n, '2024-05-01T12:00:00.000120+00:00'],
    ['a whole second', instant, 0n, '1970-01-01T00:00:00+00:00'],
    ['just before it', instant, -1n, '1969-12-31T23:59:59.999999+00:00'],
    ['beyond 2^53 microseconds', instant, 2n ** 53n + 1n, '2255-06-05T23:47:34.740993+00:00'],
    ['before the year 1', instant, -62_135_596_800_000_001n, '0001-12-31 (BC) 23:59:59.999999+00:00'],
    ['infinity, as databases have it', instant, 2n ** 63n - 1n, 'infinity'],
    ['the infinity on the other side', wallClock, 1n - 2n ** 63n, '-infinity'],
    ['one less than that', wallClock, -(2n ** 63n), '290309-12-21 (BC) 19:59:05.224192'],
    ['a wall clock', wallClock, 253_402_300_799_999_999n, '9999-12-31T23:59:59.999999'],
    ['nanoseconds', nanos, 1n, '1970-01-01T00:00:00.000000001'],
    ['nanoseconds before 1970', nanos, -1n, '1969-12-31T23:59:59.999999999'],
    ['bytes', { kind: 'binary' }, Uint8Array.of(0, 255, 34), '\\x00ff22'],
    ['no bytes', { kind: 'binary' }, new Uint8Array(0), '\\x'],
    ['a text', utf8, 'ß→😀,"\r\n\\.', '"ß→😀,""\r\n\\."'],
    ['JSON', json, '{"a":1}', '"{""a"":1}"'],
  ])('%s', (_, type, cell, field) => {
    expect(written([vectorOf('a', type, [cell, null])])).toBe(`"a"\n${field}\n\n`);
  });
});

test('the text of a double reads as the same double, and is the shortest that does', () => {
  const short = fc.tuple(fc.integer(), fc.constantFrom(1, 10, 1000, 1e6, 1e7)).map(([n, unit]) => n / unit);
  fc.assert(
    fc.property(fc.array(fc.oneof(short, fc.double()), { minLength: 1 }), (values) => {
      const fields = written([vectorOf('a', float64, values)])
        .split('\n')
        .slice(1, -1);
      expect(fields.map(Number)).toEqual(values);
      expect(fields.map((field) => field.replace(/\.0$/, ''))).toEqual(
        values.map((value) => (Object.is(value, -0) ? '-0' : String(value))),
      );
    }),
  );
});

test('without U+0000 where the destination cannot hold it', () => {
  const columns = [vectorOf('t', utf8, ['a\u0000b']), vectorOf('j', json, ['"x\\u0000"'])];
  expect(written(columns)).toBe('"t","j"\n"a\u0000b","""x\\u0000"""\n');
  expect(written(columns, { nul: false })).toBe('"t","j"\n"ab","""x"""\n');
});

test('a row beyond what the destination reads is refused', () => {
  const columns = [vectorOf('t', utf8, ['a', 'b'.repeat(10)])];
  expect(written(columns, { maxRowBytes: 13 })).toHaveLength(4 + 4 + 13);
  expect(() => written(columns, { maxRowBytes: 12 })).toThrow(
    expect.objectContaining({ code: 'FORMAT_ROW_TOO_LARGE', place: { table: 't' } }),
  );
});

test('no rows, or no columns', () => {
  expect(written([vectorOf('a', utf8, [])])).toBe('"a"\n');
  expect(fileOf(encodeCsv({ table: 't', rows: 2, columns: [] })).toString()).toBe('\n\n\n');
});

test('rows larger than a chunk, and many of them', () => {
  const texts = ['x'.repeat(3_000_000), '"'.repeat(1_500_000), ...Array(300_000).fill('y')];
  const chunks = Array.from(encodeCsv(batchOf([vectorOf('a', utf8, texts)])), (chunk) => Buffer.from(chunk));
  expect(chunks.length).toBeGreaterThan(3);
  const lines = ['a', ...texts].map((text) => `"${text.replaceAll('"', '""')}"\n`);
  expect(Buffer.concat(chunks).toString()).toBe(lines.join(''));
});

test('columns that are views of other memory', () => {
  const column = {
    ...vectorOf('a', utf8, ['a', null, 'ccc']),
    values: Buffer.from('..a##ccc#..'),
    offsets: Int32Array.of(2, 3, 5, 8),
  };
  expect(written([column])).toBe('"a"\n"a"\n\n"ccc"\n');
});
