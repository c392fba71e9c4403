import { type CompleteColumn, type DataType, newTable } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { compareTable } from './compare-table.ts';
import type { Capabilities, LoadJob, PhysicalColumn } from './contract.ts';
import type { DraftTable } from './draft-table.ts';
import { refuseMisfits } from './refuse-misfits.ts';
import type { StrategyChoice } from './table-action.ts';

const capabilities = {
  identifiers: { maxLength: 63, maxColumnLength: 63, case: 'lower', caseSensitive: true },
  types: { timestampPrecision: 6, maxTimestampPrecision: 6, decimal: [38, 9], wei: [38, 0] },
  addsNotNullColumns: false,
} as unknown as Capabilities;

type Ours = Omit<CompleteColumn, 'name'> & { name?: string };
type Real = Partial<PhysicalColumn>;

interface Setup extends StrategyChoice {
  readonly action?: DraftTable['action'];
  /** Default: one part with all columns, none of them null. */
  readonly parts?: readonly { columns: readonly string[]; nulls?: readonly string[]; rows?: number }[];
}

/** Compares a table `t` with columns called `v`, unless they have another name, with a real one. */
function compare(ours: readonly Ours[], real: readonly Real[], setup: Setup = {}) {
  const columns = ours.map((column): CompleteColumn => ({ name: 'v', ...column }));
  const { parts = [{ columns: columns.map(({ name }) => name) }] } = setup;
  const draft: DraftTable = {
    table: newTable('t', { columns }),
    columns,
    root: 't',
    action: setup.action ?? { disposition: 'append' },
    jobs: parts.map((part) => ({ rows: 1, ...part }) as LoadJob),
  };
  const existing = real.map((column) => ({ name: 'v', type: 'X', nullable: true, ...column }));
  return compareTable(draft, existing, capabilities, setup);
}

function refusal(...given: Parameters<typeof compare>) {
  try {
    refuseMisfits(compare(...given).misfits, 's');
  } catch (error) {
    return error;
  }
  return null;
}

const text = { dataType: 'text' as DataType };
const id = { name: 'id', dataType: 'bigint' as DataType, precision: 64 };
const ourId: Ours = { name: 'id', data_type: 'bigint' };
const merge = { disposition: 'merge', strategy: 'delete-insert' } as const;

describe('a column that exists', () => {
  test.each<[what: string, ours: Ours, real: Real]>([
    ['takes what it is', { data_type: 'bigint' }, { dataType: 'bigint', precision: 64 }],
    ['may be wider', { data_type: 'bigint' }, { dataType: 'decimal' }],
    ['may be what a dataset never has', { data_type: 'text' }, { dataType: null }],
    ['may be what nobody knows', { data_type: 'text' }, {}],
    ['may refuse nulls', { data_type: 'text' }, { ...text, nullable: false }],
    ['may have a default', { data_type: 'text' }, { ...text, nullable: false, hasDefault: true }],
  ])('%s', (_, ours, real) => {
    expect(compare([ours], [real])).toEqual({ addColumns: [], changeColumns: [], misfits: [] });
  });

  test('that is narrower is refused', () => {
    expect(refusal([{ data_type: 'double' }], [{ type: 'BIGINT', dataType: 'bigint' }])).toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { schema: 's', table: 't', column: 'v' },
      what: 'Tables at the destination do not fit the load. t: v is BIGINT, which cannot hold double',
    });
  });

  test('is left alone where the load brings nothing for it', () => {
    for (const parts of [[], [{ columns: [] }]])
      expect(compare([{ data_type: 'double' }], [{ dataType: 'bigint' }], { parts }).misfits).toEqual([]);
  });

  test.each<[what: string, setup: Setup, kinds: string[]]>([
    ['no file holds it', { parts: [{ columns: [] }] }, ['not-null']],
    ['a file lacks it', { parts: [{ columns: ['v'] }, { columns: [] }] }, ['not-null']],
    ['a file without rows lacks it', { parts: [{ columns: ['v'] }, { columns: [], rows: 0 }] }, []],
    ['a file has nulls of it', { parts: [{ columns: ['v'], nulls: ['v'] }] }, ['not-null']],
    ['a file has nulls of others', { parts: [{ columns: ['v', 'w'], nulls: ['w'] }] }, []],
  ])('that is NOT NULL, where %s', (_, setup, kinds) => {
    const found = compare([{ data_type: 'text' }], [{ ...text, nullable: false }], setup).misfits;
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('with a default is not missed, but by a merge, which names all columns', () => {
    const real = [{ ...text, nullable: false, hasDefault: true }];
    const parts = [{ columns: [] }];
    expect(compare([{ data_type: 'text' }], real, { parts }).misfits).toEqual([]);
    expect(compare([{ data_type: 'text' }], real, { parts, action: merge }).misfits).toMatchObject([
      { kind: 'not-null' },
    ]);
  });

  test('takes no values where the destination alone gives it some', () => {
    const real = [{ ...text, hasDefault: true, isGenerated: true }];
    expect(compare([{ data_type: 'text' }], real).misfits).toMatchObject([{ kind: 'generated' }]);
    expect(compare([{ data_type: 'text' }], real, { parts: [{ columns: [] }] }).misfits).toEqual([]);
  });

  test('of another case is another column where case counts', () => {
    const { addColumns, misfits } = compare([{ data_type: 'text' }], [{ ...text, name: 'V' }]);
    expect(addColumns.map(({ name }) => name)).toEqual(['v']);
    expect(misfits).toEqual([]);
  });

  test.each<[kind: string, action: DraftTable['action'], missing: boolean]>([
    ['x-valid-from', { disposition: 'merge', strategy: 'scd2' }, false],
    ['x-valid-to', { disposition: 'merge', strategy: 'scd2' }, true],
    ['x-valid-from', merge, true],
  ])('with %s is filled by what makes versions alone', (annotation, action, missing) => {
    const ours: Ours = { data_type: 'timestamp', [annotation]: true };
    const real = { dataType: 'timestamp', nullable: false } as const;
    expect(compare([ours, ourId], [real, id], { action, parts: [{ columns: ['id'] }] }).misfits).toHaveLength(
      missing ? 1 : 0,
    );
  });
});

describe('columns that the schema does not know', () => {
  test.each<[what: string, real: Real, setup: Setup, kinds: string[]]>([
    ['may be null', text, {}, []],
    ['have a default', { ...text, nullable: false, hasDefault: true }, {}, []],
    ['are generated', { ...text, nullable: false, isGenerated: true }, {}, []],
    ['must have a value', { ...text, nullable: false }, {}, ['unfilled']],
    ['must have one, and there are no rows', { ...text, nullable: false }, { parts: [] }, []],
    [
      'would be dropped',
      text,
      { action: { disposition: 'replace', strategy: 'staging-optimized' } },
      ['dropped'],
    ],
    ['stay', text, { action: { disposition: 'replace', strategy: 'truncate-and-insert' } }, []],
  ])('%s', (_, real, setup, kinds) => {
    const { misfits } = compare([ourId], [id, { name: 'other', ...real }], setup);
    expect(misfits.map(({ kind }) => kind)).toEqual(kinds);
  });
});

test('of a table that another takes the place of, nothing else counts', () => {
  const action = { disposition: 'replace', strategy: 'staging-optimized' } as const;
  const ours: Ours[] = [{ data_type: 'double' }, { name: 'must', data_type: 'text', nullable: false }];
  const none = { addColumns: [], changeColumns: [], misfits: [] };
  expect(compare(ours, [{ dataType: 'bool', nullable: false }], { action })).toEqual(none);
});

describe('columns that the table lacks', () => {
  const required: Ours = { name: 'must', data_type: 'text', nullable: false };
  const rowId: Ours = { name: '_dlt_id', data_type: 'text', nullable: false, row_key: true };

  test('are added', () => {
    const { addColumns, misfits } = compare([ourId, { data_type: 'text' }], [id]);
    expect(addColumns).toEqual([{ name: 'v', data_type: 'text' }]);
    expect(misfits).toEqual([]);
  });

  test('are refused where they cannot be null, all of them by name', () => {
    expect(refusal([ourId, required, { data_type: 'text' }, rowId], [id])).toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      place: { schema: 's', table: 't' },
      what: 'Tables lack columns that cannot be null. t: there is no must (text), _dlt_id (text)',
      remedy: expect.stringContaining('adopt: true'),
    });
  });

  test('are added all the same to a table that is adopted, null in its rows', () => {
    const { addColumns, misfits, hasUnkeyedRows } = compare([ourId, required, rowId], [id], { adopt: true });
    expect(addColumns).toEqual([
      { ...required, nullable: true },
      { ...rowId, nullable: true },
    ]);
    expect(misfits).toEqual([]);
    expect(hasUnkeyedRows).toBe(true);
  });

  test('a table that was adopted before has rows without keys', () => {
    const real = { name: '_dlt_id', ...text };
    expect(compare([ourId, rowId], [id, real]).hasUnkeyedRows).toBe(true);
    expect(compare([ourId, rowId], [id, { ...real, nullable: false }])).not.toHaveProperty('hasUnkeyedRows');
  });

  test('rows that are there are no versions: a history is not adopted', () => {
    const action = { disposition: 'merge', strategy: 'scd2' } as const;
    expect(refusal([ourId, rowId], [id], { adopt: true, action })).toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      remedy: expect.stringContaining('no versions'),
    });
  });
});

test('everything is said at once', () => {
  const ours: Ours[] = [
    { name: 'a', data_type: 'double' },
    { name: 'b', data_type: 'text' },
    { name: 'c', data_type: 'text', nullable: false },
  ];
  const real: Real[] = [
    { name: 'a', type: 'INTEGER', dataType: 'bigint' },
    { name: 'b', ...text, nullable: false },
    { name: 'd', ...text, nullable: false },
  ];
  expect(refusal(ours, real, { parts: [{ columns: ['a', 'c'] }] })).toMatchObject({
    code: 'LOAD_SCHEMA_DRIFT',
    place: { schema: 's', table: 't' },
    what: 'Tables at the destination do not fit the load. t: there is no c (text), a is INTEGER, which cannot hold double, b is NOT NULL, and gets nulls, d is NOT NULL without a default, and the schema does not know it',
  });
});

test('a view takes no rows', () => {
  expect(refusal([ourId], [{ ...id, isView: true }])).toMatchObject({
    code: 'LOAD_SCHEMA_DRIFT',
    what: expect.stringContaining('t: is a view'),
  });
});

describe('widening', () => {
  const widen = (ours: Ours, real: Real, setup: Setup = {}) =>
    compare([ours], [real], { ...setup, widen: true });

  test('changes what is narrower where nothing is lost', () => {
    const ours: Ours = { data_type: 'decimal', precision: 12, scale: 3 };
    const real: Real = { name: 'v', type: 'DECIMAL(10,2)', dataType: 'decimal', precision: 10, scale: 2 };
    const { changeColumns, misfits } = widen(ours, real);
    expect(misfits).toEqual([]);
    expect(changeColumns).toEqual([
      {
        column: { name: 'v', ...ours },
        from: { name: 'v', type: 'DECIMAL(10,2)' },
        retypes: true,
        mustBeExact: false,
        dropsNotNull: false,
      },
    ]);
  });

  test.each<[precision: number, mustBeExact: boolean]>([
    [32, false],
    [64, true],
  ])('of %i bits to doubles has to be exact: %s', (precision, mustBeExact) => {
    expect(widen({ data_type: 'double' }, { dataType: 'bigint', precision }).changeColumns).toMatchObject([
      { retypes: true, mustBeExact },
    ]);
  });

  test('lets nulls in, and only where there are some', () => {
    const real = { ...text, nullable: false };
    expect(widen({ data_type: 'text' }, real).changeColumns).toEqual([]);
    expect(
      widen({ data_type: 'text' }, real, { parts: [{ columns: ['v'], nulls: ['v'] }] }).changeColumns,
    ).toMatchObject([{ retypes: false, dropsNotNull: true }]);
  });

  test('is no way out where values would be lost', () => {
    const { changeColumns, misfits } = widen({ data_type: 'bigint' }, { dataType: 'double', precision: 24 });
    expect(changeColumns).toEqual([]);
    expect(misfits).toMatchObject([{ kind: 'narrow', helpsWiden: false }]);
  });

  test('leaves columns alone that the schema does not know', () => {
    const found = compare([ourId], [id, { name: 'other', ...text, nullable: false }], { widen: true });
    expect(found.misfits).toMatchObject([{ kind: 'unfilled' }]);
  });
});
