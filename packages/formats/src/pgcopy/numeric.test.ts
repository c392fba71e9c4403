import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf } from '../../test/file-of.ts';
import { readFields, readPgcopy } from '../../test/read-pgcopy.ts';
import { batchOf, vectorOf } from '../../test/vectors.ts';
import { encodePgcopy } from './encode-pgcopy.ts';
import { decodePgcopyHeader } from './header.ts';

function written(scale: number, ...cells: readonly (bigint | null)[]): Buffer {
  return fileOf(encodePgcopy(batchOf([vectorOf('a', { kind: 'decimal128', precision: 38, scale }, cells)])));
}

/** Number of digits, weight, sign, scale, digits. */
test.each<[decimal: string, unscaled: bigint, scale: number, words: string]>([
  ['0', 0n, 0, '0000 0000 0000 0000'],
  ['0.000', 0n, 3, '0000 0000 0000 0003'],
  ['1', 1n, 0, '0001 0000 0000 0000 0001'],
  ['-1', -1n, 0, '0001 0000 4000 0000 0001'],
  ['9999', 9999n, 0, '0001 0000 0000 0000 270f'],
  ['10000', 10_000n, 0, '0001 0001 0000 0000 0001'],
  ['12345.6', 123_456n, 1, '0003 0001 0000 0001 0001 0929 1770'],
  ['-1.50', -150n, 2, '0002 0000 4000 0002 0001 1388'],
  ['1.000000000', 1_000_000_000n, 9, '0001 0000 0000 0009 0001'],
  ['0.000000001', 1n, 9, '0001 fffd 0000 0009 03e8'],
  ['0.0001', 1n, 4, '0001 ffff 0000 0004 0001'],
  ['0.00000005', 5n, 8, '0001 fffe 0000 0008 0005'],
  ['10000.0001', 100_000_001n, 4, '0003 0001 0000 0004 0001 0000 0001'],
  ['2^53', 2n ** 53n, 0, '0004 0003 0000 0000 232f 07c8 1562 03e0'],
  ['2^64', 2n ** 64n, 0, '0005 0004 0000 0000 0734 1a58 02e1 03bb 0650'],
  ['10^38', 10n ** 38n, 0, '0001 0009 0000 0000 0064'],
])('%s', (_, unscaled, scale, words) => {
  const file = written(scale, unscaled, null);
  const [[field] = [], ...others] = readFields(file, decodePgcopyHeader(file)?.length ?? 0);
  expect(field?.toString('hex')).toBe(words.replaceAll(' ', ''));
  expect(others).toEqual([[null]]);
});

const edges = [0n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 96n, 10n ** 38n - 1n, 2n ** 127n - 1n];

test('around each border, at every scale', () => {
  const near = edges.flatMap((edge) => [edge - 1n, edge, edge + 1n].flatMap((value) => [value, -value]));
  const cells = [...near, -(2n ** 127n)].filter((value) => value < 2n ** 127n);
  for (let scale = 0; scale <= 38; scale++)
    expect(readPgcopy(written(scale, ...cells)).columns.a).toEqual(cells);
});

test('agrees with the arithmetic of integers', () => {
  const decimal = fc.oneof(...edges.slice(1).map((edge) => fc.bigInt({ min: -edge, max: edge })));
  const column = fc.array(fc.option(decimal), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(column, fc.integer({ min: 0, max: 38 }), (cells, scale) => {
      expect(readPgcopy(written(scale, ...cells)).columns.a).toEqual(cells);
    }),
  );
});
