import { expect, test } from 'vitest';
import type { Column, CompleteColumn } from '../document/schema.ts';
import { adjustToRules, overlayColumn } from './infer-column.ts';

const rules = { timestampPrecision: 6, maxTimestampPrecision: 6, decimal: [38, 9], wei: [38, 0] } as const;

test.each<[Partial<Column>, Partial<Column>]>([
  [{ data_type: 'timestamp' }, { data_type: 'timestamp' }],
  [{ data_type: 'timestamp', precision: 6 }, { data_type: 'timestamp' }],
  [{ data_type: 'timestamp', precision: 9 }, { data_type: 'timestamp' }],
  [
    { data_type: 'timestamp', precision: 3, timezone: true },
    { data_type: 'timestamp', precision: 3 },
  ],
  [
    { data_type: 'time', precision: 0 },
    { data_type: 'time', precision: 0 },
  ],
  [
    { data_type: 'text', precision: 9 },
    { data_type: 'text', precision: 9 },
  ],
])('%j becomes %j', (column, adjusted) => {
  expect(adjustToRules({ name: 'a', ...column } as CompleteColumn, rules)).toEqual({
    name: 'a',
    ...adjusted,
  });
});

test('hints that came before the type win and come first', () => {
  const inferred = { name: 'id', data_type: 'bigint', nullable: true } as const;
  const column = overlayColumn(inferred, { name: 'id', nullable: false, primary_key: true });
  expect(Object.entries(column)).toEqual([
    ['name', 'id'],
    ['nullable', false],
    ['primary_key', true],
    ['data_type', 'bigint'],
  ]);
});
