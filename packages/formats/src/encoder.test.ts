import { expect, test } from 'vitest';
import { fileOf } from '../test/file-of.ts';
import { batchOf, vectorOf } from '../test/vectors.ts';
import { encodeCsv } from './csv/encode-csv.ts';
import { encoderFor, loadEncoder } from './encoder.ts';
import { encodeJsonl } from './jsonl/encode-jsonl.ts';
import { encodeParquet } from './parquet/encode-parquet.ts';
import { encodePgcopy } from './pgcopy/encode-pgcopy.ts';

const batch = batchOf([vectorOf('a', { kind: 'int64' }, [1n])]);

test.each([
  ['parquet', encodeParquet],
  ['pgcopy', encodePgcopy],
])('%s has its encoder', async (format, encode) => {
  const encoder = encoderFor(format);
  expect(await loadEncoder(format)).toBe(encoder);
  expect(encoder.format).toBe(format);
  const file = fileOf(encode(batch));
  expect(fileOf(encoder.encode(batch))).toEqual(file);
  expect(fileOf(encoder.widen(file, ['a']))).not.toEqual(file);
});

test.each([
  ['csv', encodeCsv],
  ['jsonl', encodeJsonl],
])('%s has one that is loaded, and an integer in it is a double too', async (format, encode) => {
  const encoder = await loadEncoder(format);
  expect(encoder.format).toBe(format);
  const file = fileOf(encode(batch));
  expect(fileOf(encoder.encode(batch))).toEqual(file);
  expect(fileOf(encoder.widen(file, ['a']))).toEqual(file);
  const strict = await loadEncoder(format, { maxRowBytes: 1 });
  expect(() => fileOf(strict.encode(batch))).toThrow(
    expect.objectContaining({ code: 'FORMAT_ROW_TOO_LARGE' }),
  );
});

test.each(['jsonl', '', 'constructor'])('none is at hand for %o', (format) => {
  expect(() => encoderFor(format)).toThrow(expect.objectContaining({ code: 'FORMAT_UNSUPPORTED' }));
});

test.each(['avro', '', 'constructor'])('none can be loaded for %o', async (format) => {
  await expect(loadEncoder(format)).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' });
});
