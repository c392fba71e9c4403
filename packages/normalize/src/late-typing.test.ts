import { type Column, decimal, newSchema, newTable, type Schema, updateTable } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { normalize, plain, typesOf } from '../test/normalize.ts';
import type { Cell } from '../test/read-batches.ts';

const large = 2 ** 53;

/** Values of one column in the order they come, and what is stored of each: bare in the column, else in its variant. */
type Law = readonly [what: string, values: readonly unknown[], type: string, cells: readonly unknown[]];

const laws: readonly Law[] = [
  ['integers alone stay integers', [1, 2, -3], 'bigint', [1, 2, -3]],
  ['a fraction turns the integers before it into doubles', [1, 2.5], 'double', [1, 2.5]],
  ['later integers are doubles then', [1, 2.5, 3, 4n, '5'], 'double', [1, 2.5, 3, 4, 5]],
  ['also those that a double rounds', [1, 2.5, 2n ** 60n + 1n], 'double', [1, 2.5, 2 ** 60]],
  ['a fraction first makes a column of doubles anyway', [2.5, 1], 'double', [2.5, 1]],
  [
    'nulls count for nothing',
    [null, 1, undefined, null, 2.5, null],
    'double',
    [null, 1, null, null, 2.5, null],
  ],
  ['nor do NaN and the infinities', [1, Number.NaN, Infinity, 2], 'bigint', [1, null, null, 2]],
  ['2^53 is held exactly', [large, -large, 2.5], 'double', [large, -large, 2.5]],
  [
    '2^53 + 1 is not: the fraction goes to a variant',
    [large, 2n ** 53n + 1n, 2.5],
    'bigint',
    [large, 2n ** 53n + 1n, { double: 2.5 }],
  ],
  ['nor -2^53 - 1', [-(2n ** 53n) - 1n, 2.5], 'bigint', [-(2n ** 53n) - 1n, { double: 2.5 }]],
  ['a number of 2^63 is a double, whole as it is', [1, 2 ** 63], 'double', [1, 2 ** 63]],
  ['a text is no fraction, whatever it says', [1, '2.5', '2'], 'bigint', [1, { text: '2.5' }, 2]],
  ['nor is a decimal', [1, decimal('2.5'), decimal('2')], 'bigint', [1, { decimal: 2_500_000_000n }, 2]],
  ['nor is a truth value', [1, true], 'bigint', [1, { bool: true }]],
  [
    'a variant of another type stands beside doubles as it does beside integers',
    [1, 'x', 2.5, 'y'],
    'double',
    [1, { text: 'x' }, 2.5, { text: 'y' }],
  ],
  ['texts come first: the column is one of texts', ['x', 1, 2.5], 'text', ['x', '1', '2.5']],
];

const cellOf = (row: Record<string, Cell>, column: string): unknown => {
  const [entry] = Object.entries(row).filter(([name]) => name.startsWith(column));
  if (!entry) return null;
  return entry[0] === column ? entry[1] : { [entry[0].replace(`${column}__v_`, '')]: entry[1] };
};

// Parts of one row each, of two, and all rows in one: where a part ends must not matter.
describe.each([1, 2, 100])('in parts of %i rows', (maxBatchRows) => {
  test.each(laws)('%s', (_, values, type, cells) => {
    const result = normalize(
      values.map((v) => ({ id: 'x', v })),
      { maxBatchRows },
    );
    expect(typesOf(result).v).toBe(type);
    expect(plain(result.tables.t).map((row) => cellOf(row, 'v'))).toEqual(cells);
  });

  test.each(laws)('in a nested table: %s', (_, values, type, cells) => {
    const result = normalize([{ kids: values.map((v) => ({ id: 'x', v })) }], { maxBatchRows });
    expect(typesOf(result, 't__kids').v).toBe(type);
    expect(plain(result.tables.t__kids).map((row) => cellOf(row, 'v'))).toEqual(cells);
  });

  test.each(laws)('in a list of values: %s', (_, values, type, cells) => {
    const result = normalize([{ list: values }], { maxBatchRows });
    expect(typesOf(result, 't__list').value).toBe(type);
    expect(plain(result.tables.t__list).map((row) => cellOf(row, 'value'))).toEqual(cells);
  });
});

describe('a column that is not new, or not open, keeps its type', () => {
  const stored = (...columns: Column[]) => {
    const schema = newSchema('test');
    updateTable(schema, newTable('t', { columns }));
    return schema;
  };
  const bigint: Column = { name: 'v', data_type: 'bigint' };
  const variant: Column = { name: 'v__v_double', data_type: 'double', variant: true };

  test.each([
    ['it was declared', stored(bigint)],
    ['an earlier load made it, and its variant', stored(bigint, variant)],
  ])('%s', (_, schema) => {
    const result = normalize([{ v: 1 }, { v: 2.5 }, { v: 3 }], { schema });
    expect(typesOf(result)).toMatchObject({ v: 'bigint', v__v_double: 'double' });
    expect(plain(result.tables.t)).toEqual([{ v: 1 }, { v__v_double: 2.5 }, { v: 3 }]);
  });

  test('a preferred type decided it', () => {
    const schema = newSchema('test', { preferredTypes: { v: 'bigint' } });
    const result = normalize([{ v: 1 }, { v: 2.5 }], { schema });
    expect(typesOf(result).v).toBe('double');
  });

  test('a hint without a type leaves it open', () => {
    const result = normalize([{ v: 1 }, { v: 2.5 }], { columns: [{ name: 'v', description: 'a number' }] });
    expect(typesOf(result).v).toBe('double');
    expect(result.schema.tables.get('t')?.columns.get('v')?.description).toBe('a number');
  });
});

describe('a column from before this load', () => {
  const stored = (column: Partial<Column> = {}, contract?: object) => {
    const schema = newSchema('test');
    const columns: Column[] = [{ name: 'v', data_type: 'bigint', ...column }];
    updateTable(schema, newTable('t', { columns, ...(contract && { schema_contract: contract }) }));
    return schema;
  };
  const mayWiden = () => true;

  test.each([1, 2, 100])('becomes one of doubles where it may, in parts of %i rows', (maxBatchRows) => {
    const asked: string[] = [];
    const result = normalize([{ v: 1 }, { v: 2.5 }, { v: 3 }], {
      schema: stored(),
      maxBatchRows,
      mayWiden: (table, column) => asked.push(`${table}.${column}`) > 0,
    });
    expect(typesOf(result).v).toBe('double');
    expect(plain(result.tables.t)).toEqual([{ v: 1 }, { v: 2.5 }, { v: 3 }]);
    expect(result.widened).toEqual(maxBatchRows === 1 ? ['t.v'] : []);
    expect(asked).toEqual(['t.v']);
  });

  test.each<[string, Schema, object]>([
    ['somebody says no', stored(), { mayWiden: () => false }],
    ['it is a primary key', stored({ primary_key: true }), { mayWiden }],
    ['it is a merge key', stored({ merge_key: true }), { mayWiden }],
    ['it is unique', stored({ unique: true }), { mayWiden }],
    ['it has so many bits on purpose', stored({ precision: 32 }), { mayWiden }],
  ])('stays as it is where %s', (_, schema, options) => {
    const result = normalize([{ v: 1 }, { v: 2.5 }], { schema, ...options });
    expect(typesOf(result)).toMatchObject({ v: 'bigint', v__v_double: 'double' });
  });

  test.each([
    ['freeze', false],
    ['discard_value', false],
    ['evolve', true],
  ])('obeys its contract: %s', (mode, isWidened) => {
    const schema = stored({}, { data_type: mode });
    const write = () => normalize([{ v: 1 }, { v: 2.5 }], { schema, mayWiden });
    if (mode === 'freeze') expect(write).toThrow(/SCHEMA_CONTRACT_VIOLATED/);
    else expect(typesOf(write()).v).toBe(isWidened ? 'double' : 'bigint');
  });

  test('stays as it is where this load has integers that a double would round', () => {
    const result = normalize([{ v: 2n ** 53n + 1n }, { v: 2.5 }], { schema: stored(), mayWiden });
    expect(typesOf(result)).toMatchObject({ v: 'bigint', v__v_double: 'double' });
  });
});

test('columns are widened one by one, and only what was handed out before has to be rewritten', () => {
  const records = [
    { a: 1, b: 1, c: 1 },
    { a: 1.5, b: 2, c: 1 },
    { a: 2, b: 2.5, c: 1 },
  ];
  const widened = (maxBatchRows: number) => normalize(records, { maxBatchRows }).widened;
  expect(widened(100)).toEqual([]);
  expect(widened(2)).toEqual(['t.b']);
  expect(widened(1)).toEqual(['t.a', 't.b']);
});
