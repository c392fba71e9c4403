import { expect, test } from 'vitest';
import { batchOf, vectorOf } from '../test/vectors.ts';
import { encoderFor } from './encoder.ts';
import { encodeParquet } from './parquet/encode-parquet.ts';

test('each format has its encoder', () => {
  const batch = batchOf([vectorOf('a', { kind: 'int64' }, [1n])]);
  const encoder = encoderFor('parquet');
  expect(encoder.encode(batch)).toEqual(encodeParquet(batch));
  expect(encoder.widen(Buffer.concat(encoder.encode(batch)), ['a'])).not.toEqual(encoder.encode(batch));
});

test.each(['jsonl', '', 'constructor'])('there is none for %o', (format) => {
  expect(() => encoderFor(format)).toThrow(expect.objectContaining({ code: 'FORMAT_UNSUPPORTED' }));
});
