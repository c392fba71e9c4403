import { type CompleteColumn, type DataType, newTable } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import type { LoadJob, PhysicalColumn } from './contract.ts';
import { refuseDrift } from './refuse-drift.ts';

function load(ours: DataType, there: DataType | null | undefined, held: readonly string[] = ['v']): void {
  const column: CompleteColumn = { name: 'v', data_type: ours };
  const physical: PhysicalColumn = {
    name: 'V',
    type: 'X',
    nullable: true,
    ...(there !== undefined && { dataType: there }),
  };
  const job = { columns: held } as LoadJob;
  refuseDrift({ table: newTable('t'), columns: [column], jobs: [job] }, new Map([['v', physical]]), 's');
}

describe('a column that exists', () => {
  test.each<[ours: DataType, there: DataType]>([
    ['double', 'bigint'],
    ['text', 'bigint'],
    ['timestamp', 'date'],
    ['json', 'bool'],
    ['wei', 'bigint'],
  ])('refuses %s where it is %s', (ours, there) => {
    expect(() => load(ours, there)).toThrow(
      expect.objectContaining({
        code: 'LOAD_SCHEMA_DRIFT',
        place: { schema: 's', table: 't', column: 'v' },
      }),
    );
  });

  test.each<[ours: DataType, there: DataType | null | undefined]>([
    ['bigint', 'bigint'],
    ['timestamp', 'text'],
    ['wei', 'decimal'],
    ['bigint', 'decimal'],
    ['bigint', 'double'],
    ['text', null],
    ['text', undefined],
  ])('takes %s where it is %s', (ours, there) => {
    expect(() => load(ours, there)).not.toThrow();
  });

  test('is left alone by loads that bring nothing for it', () => {
    expect(() => load('double', 'bigint', [])).not.toThrow();
  });
});
