import { expect, test } from 'vitest';
import { fileOf } from '../test/file-of.ts';
import { batchOf, vectorOf } from '../test/vectors.ts';
import { encoderFor } from './encoder.ts';
import { encodeParquet } from './parquet/encode-parquet.ts';
import { encodePgcopy } from './pgcopy/encode-pgcopy.ts';

test.each([
  ['parquet', encodeParquet],
  ['pgcopy', encodePgcopy],
])('%s has its encoder', (format, encode) => {
  const batch = batchOf([vectorOf('a', { kind: 'int64' }, [1n])]);
  const encoder = encoderFor(format);
  expect(encoder.format).toBe(format);
  const file = fileOf(encode(batch));
  expect(fileOf(encoder.encode(batch))).toEqual(file);
  expect(fileOf(encoder.widen(file, ['a']))).not.toEqual(file);
});

test.each(['jsonl', '', 'constructor'])('there is none for %o', (format) => {
  expect(() => encoderFor(format)).toThrow(expect.objectContaining({ code: 'FORMAT_UNSUPPORTED' }));
});
