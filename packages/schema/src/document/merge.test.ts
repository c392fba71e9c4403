import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyTable } from './copy.ts';
import { mergeTable } from './merge.ts';
import { newTable } from './new-table.ts';
import type { Column, Table } from './schema.ts';

const flag = fc.constantFrom(true, false);
const column: fc.Arbitrary<Column> = fc
  .record(
    {
      name: fc.constantFrom('a', 'b', 'c', 'd', '__proto__', '1', '0'),
      data_type: fc.constantFrom('text', 'bigint', 'json'),
      nullable: flag,
      precision: fc.integer({ min: 0, max: 9 }),
      primary_key: flag,
      cluster: flag,
      unique: flag,
      'x-note': fc.constantFrom(null, 1, 'text'),
    },
    { requiredKeys: ['name'] },
  )
  .map((properties) => properties as Column);

const table: fc.Arbitrary<Table> = fc
  .record(
    {
      columns: fc.array(column, { maxLength: 6 }),
      write_disposition: fc.constantFrom('append', 'merge'),
      description: fc.string(),
      schema_contract: fc.constantFrom('freeze', { columns: 'evolve' }),
      references: fc.constantFrom(undefined, [
        { columns: ['a'], referenced_table: 'other', referenced_columns: ['id'] },
      ]),
    },
    { requiredKeys: ['columns'] },
  )
  .map((properties) => newTable('t', properties as unknown as Parameters<typeof newTable>[1]));

/** With the order of columns, which equality of maps does not look at. */
const seen = ({ columns, ...others }: Table) => ({ ...others, columns: [...columns] });

describe('merging a table', () => {
  test.each([true, false])('with itself changes nothing (replacing sets: %s)', (replaceCompound) => {
    fc.assert(
      fc.property(table, (one) => {
        expect(seen(mergeTable(copyTable(one), one, { replaceCompound }))).toEqual(seen(one));
      }),
    );
  });

  test.each([true, false])('twice with the same is like once (replacing sets: %s)', (replaceCompound) => {
    fc.assert(
      fc.property(table, table, (one, update) => {
        const once = mergeTable(copyTable(one), update, { replaceCompound });
        const twice = mergeTable(copyTable(once), update, { replaceCompound });
        expect(seen(twice)).toEqual(seen(once));
      }),
    );
  });

  test('leaves the update alone and shares nothing with it', () => {
    const update = newTable('t', { columns: [{ name: 'a', 'x-list': [1] }] });
    const merged = mergeTable(newTable('t'), update);
    const list = merged.columns.get('a')?.['x-list'] as number[] | undefined;
    list?.push(2);
    expect(list).toEqual([1, 2]);
    expect(update.columns.get('a')?.['x-list']).toEqual([1]);
  });

  test('keeps its columns the same objects', () => {
    const one = newTable('t', { columns: [{ name: 'a' }] });
    const before = one.columns.get('a');
    mergeTable(one, newTable('t', { columns: [{ name: 'a', data_type: 'text' }] }));
    expect(one.columns.get('a')).toBe(before);
  });
});
