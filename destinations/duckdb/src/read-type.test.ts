import { expect, test } from 'vitest';
import { readType } from './read-type.ts';

test.each([
  ['BIGINT', { dataType: 'bigint', precision: 64 }],
  ['UINTEGER', { dataType: 'bigint', precision: 32 }],
  ['FLOAT', { dataType: 'double', precision: 24 }],
  ['DECIMAL(10,2)', { dataType: 'decimal', precision: 10, scale: 2 }],
  ['VARCHAR', { dataType: 'text' }],
  ['TIMESTAMP_MS', { dataType: 'timestamp', precision: 3, timezone: false }],
  ['TIMESTAMP WITH TIME ZONE', { dataType: 'timestamp', precision: 6, timezone: true }],
  ['JSON', { dataType: 'json' }],
  ['UUID', { dataType: null }],
  ['DECIMAL(10,2)[]', { dataType: null }],
])('%s', (type, expected) => {
  expect(readType(type)).toEqual(expected);
});
