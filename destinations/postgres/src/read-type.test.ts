import { expect, test } from 'vitest';
import { readType } from './read-type.ts';

test.each([
  ['bigint', { dataType: 'bigint', precision: 64 }],
  ['smallint', { dataType: 'bigint', precision: 16 }],
  ['real', { dataType: 'double', precision: 24 }],
  ['numeric', { dataType: 'decimal' }],
  ['numeric(10,2)', { dataType: 'decimal', precision: 10, scale: 2 }],
  ['numeric(3,-2)', { dataType: 'decimal', precision: 3, scale: -2 }],
  ['numeric(156,78)', { dataType: 'wei', precision: 156, scale: 78 }],
  ['character varying', { dataType: 'text' }],
  ['character varying(12)', { dataType: 'text', precision: 12 }],
  ['text', { dataType: 'text' }],
  ['timestamp(3) without time zone', { dataType: 'timestamp', precision: 3, timezone: false }],
  ['timestamp with time zone', { dataType: 'timestamp', precision: 6, timezone: true }],
  ['time(0) without time zone', { dataType: 'time', precision: 0 }],
  ['jsonb', { dataType: 'json' }],
  ['uuid', { dataType: null }],
  ['numeric(10,2)[]', { dataType: null }],
])('%s', (type, expected) => {
  expect(readType(type)).toEqual(expected);
});
