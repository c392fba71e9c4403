import type { TextFileRules, VectorType } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileOf } from '../../test/file-of.ts';
import { batchOf, type Cell, vectorOf } from '../../test/vectors.ts';

import { encodeJsonl } from './encode-jsonl.ts';

const utf8: VectorType = { kind: 'utf8' };
const json: VectorType = { kind: 'json' };
const float64: VectorType = { kind: 'float64' };
const decimal: VectorType = { kind: 'decimal128', precision: 38, scale: 2 };

function written(columns: Parameters<typeof batchOf>[0], rules?: TextFileRules): string {
  return fileOf(encodeJsonl(batchOf(columns), rules)).toString();
}

test('a file, byte for byte: nulls are left out', () => {
  const columns = [
    vectorOf('id', { kind: 'int64' }, [1n, null, 3n, null]),
    vectorOf('a "b"\n', utf8, ['x', '', null, null]),
    vectorOf('ok', { kind: 'bool' }, [true, false, null, null]),
  ];
  expect(written(columns)).toBe(
    '{"id":1,"a \\"b\\"\\n":"x","ok":true}\n{"a \\"b\\"\\n":"","ok":false}\n{"id":3}\n{}\n',
  );
});

describe('the value of', () => {
  test.each<[what: string, type: VectorType, cell: Cell, value: string]>([
    ['an integer', { kind: 'int64' }, -7n, '-7'],
    ['the largest integer', { kind: 'int64' }, 2n ** 63n - 1n, '9223372036854775807'],
    ['a double', float64, 0.1, '0.1'],
    ['a whole double', float64, 3, '3.0'],
    ['negative zero', float64, -0, '-0.0'],
    ['infinity', float64, Number.NEGATIVE_INFINITY, '"-Infinity"'],
    ['not a number', float64, Number.NaN, '"NaN"'],
    ['a decimal', decimal, -150n, '"-1.50"'],
    ['a date', { kind: 'date32' }, 0, '"1970-01-01"'],
    ['a time', { kind: 'time64' }, 36_000_500_000n, '"10:00:00.500000"'],
    ['an instant', { kind: 'timestamp', utc: true }, 0n, '"1970-01-01T00:00:00+00:00"'],
    ['a wall clock', { kind: 'timestamp', utc: false }, 1n, '"1970-01-01T00:00:00.000001"'],
    ['bytes', { kind: 'binary' }, Uint8Array.of(0xde, 0xad, 0xbe), '"3q2+"'],
    ['two bytes', { kind: 'binary' }, Uint8Array.of(0xde, 0xad), '"3q0="'],
    ['one byte', { kind: 'binary' }, Uint8Array.of(0xff), '"/w=="'],
    ['no bytes', { kind: 'binary' }, new Uint8Array(0), '""'],
    [
      'a text',
      utf8,
      'ß→😀"\\/\b\t\n\f\r\u0000\u001f\u007f',
      '"ß→😀\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f"',
    ],
    ['JSON', json, '{"a":[1,"x\\n"]}', '{"a":[1,"x\\n"]}'],
    ['JSON on several lines', json, '{\r\n\t"a": 1\n}', '{   "a": 1 }'],
  ])('%s', (_, type, cell, value) => {
    expect(written([vectorOf('a', type, [cell, null])])).toBe(`{"a":${value}}\n{}\n`);
  });
});

test('texts and bytes read back as they were', () => {
  const cells = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.uint8Array()), { minLength: 1 });
  fc.assert(
    fc.property(cells, (rows) => {
      const texts = rows.map(([text]) => text);
      const bytes = rows.map(([, value]) => value);
      const lines = written([vectorOf('t', utf8, texts), vectorOf('b', { kind: 'binary' }, bytes)]).split(
        '\n',
      );
      expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(
        rows.map(([t, b]) => ({ t, b: Buffer.from(b).toString('base64') })),
      );
    }),
  );
});

test('without U+0000 where the destination cannot hold it', () => {
  const columns = [vectorOf('t', utf8, ['a\u0000b']), vectorOf('j', json, ['"x\\u0000"'])];
  expect(written(columns, { nul: false })).toBe('{"t":"ab","j":"x"}\n');
});

test('a row beyond what the destination reads is refused', () => {
  const columns = [vectorOf('t', utf8, ['b'.repeat(10)])];
  expect(written(columns, { maxRowBytes: 19 })).toHaveLength(19);
  expect(() => written(columns, { maxRowBytes: 18 })).toThrow(
    expect.objectContaining({ code: 'FORMAT_ROW_TOO_LARGE' }),
  );
});

test('rows larger than a chunk, and many of them', () => {
  const texts = ['\u0001'.repeat(1_500_000), '"'.repeat(1_500_000), ...Array(100_000).fill('y')];
  const lines = texts.map((a) => `${JSON.stringify({ a })}\n`);
  expect(written([vectorOf('a', utf8, texts)])).toBe(lines.join(''));
});

test('no rows', () => {
  expect(written([vectorOf('a', utf8, [])])).toBe('');
});
