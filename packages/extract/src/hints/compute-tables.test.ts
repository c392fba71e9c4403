import { namingConvention, newSchema, portableRuntime, type Table, tableNames } from '@sluice/schema';
import * as arrow from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { computeTables, incremental, type ResourceHints, resource, type TablesOptions } from '../index.ts';

function tablesOf(hints: object, options?: TablesOptions): Table[] {
  return computeTables(resource('r', hints as ResourceHints, []), options);
}

/** The names of a schema. `legacy`: one from before engine 11, in which separators in names are squeezed. */
function namesOf({ convention = 'snake_case', maxLength = null as number | null, legacy = false } = {}) {
  const schema = newSchema('test', { naming: convention });
  if (legacy) schema.normalizers.use_break_path_on_normalize = false;
  return tableNames(schema, namingConvention(convention, maxLength, portableRuntime));
}

const plain = (tables: readonly Table[]) =>
  tables.map(({ columns, ...table }) => ({ ...table, columns: Object.fromEntries(columns) }));
const links = (tables: readonly Table[]) => tables.map(({ name, parent }) => [name, parent]);

describe('a table', () => {
  test('of hostile column names is a table like any other', () => {
    const [root] = tablesOf({ columns: JSON.parse('{"__proto__": {"dataType": "text"}, "2": {}, "1": {}}') });
    expect([...(root?.columns.keys() ?? [])].sort()).toEqual(['1', '2', '__proto__']);
  });

  test('takes its columns from an Arrow schema, in order, and other hints with them', () => {
    const schema = new arrow.Schema([
      new arrow.Field('b', new arrow.Utf8(), false),
      new arrow.Field('a', new arrow.Int32(), true),
      new arrow.Field('n', new arrow.Null(), true),
      new arrow.Field('ts', new arrow.TimestampMicrosecond(), true),
      new arrow.Field('tz', new arrow.TimestampMillisecond('UTC'), true),
      new arrow.Field('s', new arrow.Struct([]), true),
      new arrow.Field('d', new arrow.Decimal(1, 5), true),
      new arrow.Field('tt', new arrow.TimeMicrosecond(), true),
    ]);
    const columns = {
      b: { name: 'b', data_type: 'text', nullable: false },
      a: { name: 'a', data_type: 'bigint', nullable: true, precision: 32 },
      n: { name: 'n', nullable: true },
      ts: { name: 'ts', data_type: 'timestamp', nullable: true, precision: 6, timezone: false },
      tz: { name: 'tz', data_type: 'timestamp', nullable: true, precision: 3 },
      s: { name: 's', data_type: 'json', nullable: true },
      d: { name: 'd', data_type: 'decimal', nullable: true, precision: 5, scale: 1 },
      tt: { name: 'tt', data_type: 'time', nullable: true, precision: 6 },
    };
    const [root] = tablesOf({ columns: schema });
    expect([...(root?.columns ?? [])]).toEqual(Object.entries(columns));
    const [keyed] = tablesOf({ columns: schema, primaryKey: 'a' });
    expect(keyed?.columns.get('a')).toEqual({ ...columns.a, primary_key: true });
    const more = resource('r', { columns: schema }, []).with({ columns: { a: { dataType: 'text' } } });
    expect(computeTables(more)[0]?.columns.get('a')).toEqual({ ...columns.a, data_type: 'text' });
    const less = resource('r', { columns: { z: { dataType: 'bool' } } }, []).with({ columns: schema });
    expect([...(computeTables(less)[0]?.columns.keys() ?? [])]).toEqual(['z', ...Object.keys(columns)]);
    const byRecord = resource('r', [{ t: 'x' }]).with({ table: ({ t }) => t, columns: () => schema });
    expect(computeTables(byRecord, { record: { t: 'x' } })[0]?.columns.size).toBe(8);
  });

  test('with a type in its Arrow schema that no column can hold is refused', () => {
    const schema = new arrow.Schema([new arrow.Field('d', new arrow.DurationSecond(), true)]);
    expect(() => tablesOf({ columns: schema })).toThrow(
      expect.objectContaining({ code: 'ARROW_TYPE_UNSUPPORTED', place: { column: 'd' } }),
    );
  });

  test('carries every hint under the name the format has for it', () => {
    const hints: ResourceHints = {
      description: 'orders of the shop',
      writeDisposition: 'merge',
      primaryKey: ['shop', 'id'],
      mergeKey: 'day',
      columns: {
        amount: { dataType: 'decimal', precision: 10, scale: 2, description: 'net', 'x-pii': false },
        at: { dataType: 'timestamp', timezone: false, nullable: false, sort: true },
        kind: { partition: true, cluster: true, unique: true },
        gone: { hardDelete: true },
        seq: { dedupSort: 'desc' },
        parent: { parentKey: true },
        root: { rootKey: true },
        key: { rowKey: true },
      },
      references: [
        {
          columns: 'shop',
          referencedTable: 'shops',
          referencedColumns: 'id',
          label: 'sold by',
          cardinality: 'many_to_one',
        },
      ],
      schemaContract: { columns: 'freeze' },
      fileFormat: 'parquet',
      tableFormat: 'delta',
      maxNesting: 2,
      rootKey: true,
      cursor: incremental('at'),
      'x-owner': { team: 'shop' },
      'x-normalizer': { own: 1 },
    };
    expect(plain(tablesOf(hints))).toEqual([
      {
        name: 'r',
        resource: 'r',
        description: 'orders of the shop',
        write_disposition: 'merge',
        schema_contract: { columns: 'freeze' },
        file_format: 'parquet',
        table_format: 'delta',
        references: [
          {
            columns: ['shop'],
            referenced_table: 'shops',
            referenced_columns: ['id'],
            label: 'sold by',
            cardinality: 'many_to_one',
          },
        ],
        'x-owner': { team: 'shop' },
        'x-normalizer': { own: 1, max_nesting: 2, root_key: true },
        columns: {
          amount: {
            name: 'amount',
            data_type: 'decimal',
            precision: 10,
            scale: 2,
            description: 'net',
            'x-pii': false,
          },
          at: {
            name: 'at',
            data_type: 'timestamp',
            timezone: false,
            nullable: false,
            sort: true,
            incremental: true,
          },
          kind: { name: 'kind', partition: true, cluster: true, unique: true },
          gone: { name: 'gone', hard_delete: true },
          seq: { name: 'seq', dedup_sort: 'desc' },
          parent: { name: 'parent', parent_key: true },
          root: { name: 'root', root_key: true },
          key: { name: 'key', row_key: true },
          shop: { name: 'shop', nullable: false, primary_key: true },
          id: { name: 'id', nullable: false, primary_key: true },
          day: { name: 'day', nullable: false, merge_key: true },
        },
      },
    ]);
  });

  test('has dates of scd2 as texts', () => {
    const writeDisposition = {
      disposition: 'merge',
      strategy: 'scd2',
      boundaryTimestamp: new Date(0),
      activeRecordTimestamp: new Date(1),
    };
    const [root] = tablesOf({ writeDisposition });
    expect(root).toMatchObject({ 'x-boundary-timestamp': '1970-01-01T00:00:00.000Z' });
    expect(root?.columns.get('_dlt_valid_to')).toMatchObject({
      'x-active-record-timestamp': '1970-01-01T00:00:00.001Z',
    });
  });

  test.each<[hint: keyof ResourceHints, value: unknown, expected: object]>([
    ['description', 'd', { description: 'd' }],
    ['writeDisposition', 'replace', { write_disposition: 'replace' }],
    ['schemaContract', 'freeze', { schema_contract: 'freeze' }],
    ['fileFormat', 'csv', { file_format: 'csv' }],
    ['tableFormat', 'delta', { table_format: 'delta' }],
    ['parentTable', 'p', { parent: 'p' }],
    [
      'references',
      [{ columns: 'a', referencedTable: 'o', referencedColumns: 'b' }],
      { references: [{ columns: ['a'], referenced_table: 'o', referenced_columns: ['b'] }] },
    ],
    ['primaryKey', 'k', { columns: new Map([['k', { name: 'k', nullable: false, primary_key: true }]]) }],
    ['mergeKey', 'k', { columns: new Map([['k', { name: 'k', nullable: false, merge_key: true }]]) }],
    ['columns', { c: { dataType: 'text' } }, { columns: new Map([['c', { name: 'c', data_type: 'text' }]]) }],
  ])('can get %s from the record, and only with its name', (hint, value, expected) => {
    const record = { kind: 'a', value };
    const byRecord = { [hint]: (row: typeof record) => row.value };
    const table = (row: typeof record) => row.kind;
    expect(tablesOf({ table, ...byRecord }, { record, table: 'a' })[0]).toMatchObject({
      name: 'a',
      ...expected,
    });
    expect(() => tablesOf(byRecord, { record })).toThrow(
      expect.objectContaining({ code: 'HINT_INCONSISTENT' }),
    );
    expect(() => tablesOf({ table, ...byRecord })).toThrow(
      expect.objectContaining({ code: 'HINT_NEEDS_RECORD' }),
    );
  });

  test('can get nested ones from the record', () => {
    const hints = { table: () => 'a', nested: ({ path }: { path: string }) => ({ [path]: {} }) };
    expect(links(tablesOf(hints, { record: { path: 'kids' }, table: 'a' }))).toEqual([
      ['a', undefined],
      ['a__kids', 'a'],
    ]);
  });

  test('does not take from a record what is no such hint', () => {
    const hints = { table: () => 'a', primaryKey: ({ id }: { id: unknown }) => id };
    expect(() => tablesOf(hints, { record: { id: 1 }, table: 'a' })).toThrow(
      expect.objectContaining({ code: 'HINT_INVALID', place: { resource: 'r' } }),
    );
  });
});

describe('names', () => {
  test.each<[what: string, options: Parameters<typeof namesOf>[0], expected: unknown[]]>([
    [
      'each key is normalized like those of records',
      {},
      [
        ['r', undefined],
        ['r__kids_list', 'r'],
        ['r__kids_list__a__b', 'r__kids_list'],
      ],
    ],
    [
      'with the separator of the convention',
      { convention: 'direct' },
      [
        ['r', undefined],
        ['r▶Kids List', 'r'],
        ['r▶Kids List▶a__b', 'r▶Kids List'],
      ],
    ],
    [
      'cut once, as a whole: as the tables of lists are',
      { maxLength: 12 },
      [
        ['r', undefined],
        ['r__kids_list', 'r'],
        [namesOf({ maxLength: 12 }).nested('r', ['Kids List', 'a__b']), 'r__kids_list'],
      ],
    ],
    [
      'squeezed in a schema from before engine 11',
      { legacy: true },
      [
        ['r', undefined],
        ['r__kids_list', 'r'],
        ['r__kids_list__a_b', 'r__kids_list'],
      ],
    ],
  ])('of nested tables: %s', (_, options, expected) => {
    const tables = tablesOf(
      { nested: { 'Kids List': {}, 'Kids List.a__b': {} } },
      { names: namesOf(options) },
    );
    expect(links(tables)).toEqual(expected);
  });

  test('of columns and references: of the schema, not of the source', () => {
    const [root] = tablesOf(
      {
        table: 'Sub__Orders',
        primaryKey: 'orderId',
        columns: { a__B: { dataType: 'text' }, orderID: { description: 'both spellings are one column' } },
        references: [{ columns: 'userId', referencedTable: 'allUsers', referencedColumns: 'theId' }],
      },
      { names: namesOf() },
    );
    expect(root).toMatchObject({
      name: 'sub__orders',
      references: [{ columns: ['user_id'], referenced_table: 'all_users', referenced_columns: ['the_id'] }],
    });
    expect([...(root?.columns.keys() ?? [])]).toEqual(['a__b', 'order_id']);
    expect(root?.columns.get('order_id')).toMatchObject({ primary_key: true, description: /both/ });
  });

  test.each([
    [false, 'a__b'],
    [true, 'a_b'],
  ])('of a root table are those of its nested tables (an early schema: %s)', (legacy, root) => {
    const tables = tablesOf({ table: 'a__b', nested: { kids: {} } }, { names: namesOf({ legacy }) });
    expect(links(tables)).toEqual([
      [root, undefined],
      [`${root}__kids`, root],
    ]);
  });
});

describe('nested tables', () => {
  test.each<[what: string, hints: object]>([
    ['primaryKey', { primaryKey: 'k' }],
    ['mergeKey', { mergeKey: ['k'] }],
    ['a column with a key', { columns: { k: { primaryKey: true } } }],
  ])('with a key of their own (%s) are root tables; those inside are nested in them', (_, hints) => {
    const tables = tablesOf({ writeDisposition: 'merge', nested: { kids: hints, 'kids.toys': {} } });
    expect(tables.slice(1)).toMatchObject([
      { name: 'r__kids', resource: 'r' },
      { name: 'r__kids__toys', parent: 'r__kids' },
    ]);
    expect(tables[1]).not.toHaveProperty('parent');
    expect(tables[1]).not.toHaveProperty('write_disposition');
    expect(tables[2]).not.toHaveProperty('resource');
  });

  test('are nested where hints say so, key or not', () => {
    const tables = tablesOf({ nested: { 'a.kids': { parentTable: 'r', primaryKey: 'k' } } });
    expect(links(tables)).toEqual([
      ['r', undefined],
      ['r__a__kids', 'r'],
    ]);
  });
});

describe('nesting', () => {
  test.each<[what: string, hints: ResourceHints, expected: object]>([
    ['json: a column', { nested: { meta: 'json' } }, { r: { meta: 'json' } }],
    [
      'json inside objects',
      { nested: { user: 'flatten', 'user.plan': 'flatten', 'user.plan.Terms': 'json' } },
      { r: { user__plan__terms: 'json' } },
    ],
    [
      'json inside a list',
      { nested: { kids: 'table', 'kids.meta': 'json' } },
      { r: {}, r__kids: { meta: 'json' } },
    ],
    [
      'json inside an object inside a list with hints',
      {
        nested: { kids: { columns: { n: { dataType: 'bigint' } } }, 'kids.o': 'flatten', 'kids.o.l': 'json' },
      },
      { r: {}, r__kids: { n: 'bigint', o__l: 'json' } },
    ],
    [
      'json inside a list with a key',
      { nested: { kids: { primaryKey: 'n' }, 'kids.meta': 'json' } },
      { r: {}, r__kids: { n: undefined, meta: 'json' } },
    ],
    [
      'the column may be described beside it',
      { columns: { Meta: { description: 'as it came' } }, nested: { meta: 'json' } },
      { r: { meta: 'json' } },
    ],
    [
      'and declared',
      { columns: { meta: { dataType: 'json' } }, nested: { meta: 'json' } },
      { r: { meta: 'json' } },
    ],
    ['a limit that is deep enough', { maxNesting: 1, nested: { kids: 'table' } }, { r: {}, r__kids: {} }],
    ['json at the limit', { maxNesting: 0, nested: { kids: 'json' } }, { r: { kids: 'json' } }],
    [
      'objects take no level from the rows of a list in them',
      { maxNesting: 2, nested: { a: 'flatten', 'a.l': 'table', 'a.l.m': 'table' } },
      { r: {}, r__a__l: {}, r__a__l__m: {} },
    ],
  ])('%s', (_, hints, expected) => {
    const types = tablesOf(hints, { names: namesOf() }).map(({ name, columns }) => [
      name,
      Object.fromEntries([...columns].map(([column, { data_type }]) => [column, data_type])),
    ]);
    expect(Object.fromEntries(types)).toEqual(expected);
  });

  test('an object around a list makes no table: the list belongs to the row around it', () => {
    const tables = tablesOf({ nested: { user: 'flatten', 'user.pets': {}, 'user.pets.toys': 'table' } });
    expect(links(tables)).toEqual([
      ['r', undefined],
      ['r__user__pets', 'r'],
      ['r__user__pets__toys', 'r__user__pets'],
    ]);
  });

  test.each<[hints: ResourceHints, path: string, remedy: RegExp]>([
    [{ nested: { 'a.b': 'json' } }, 'a.b', /nested: \{ "a": 'flatten' \} for an object, 'table' for a list/],
    [{ nested: { a: 'json', 'a.b': {} } }, 'a.b', /Leave one/],
    [{ nested: { a: 'json', "a.'x.y'": 'flatten' } }, 'a."x.y"', /Leave one/],
    [{ nested: { a: 'json', "a.'x\"y'": 'flatten' } }, "a.'x\"y'", /Leave one/],
    [{ nested: { a: 'json' }, columns: { A: { dataType: 'text' } } }, 'a', /Leave one/],
    [{ nested: { a: 'table' }, columns: { a: { dataType: 'json' } } }, 'a', /Leave one/],
    [{ nested: { a: 'flatten' }, columns: { a: { dataType: 'json' } } }, 'a', /Leave one/],
    [{ nested: { k: { columns: { a: { dataType: 'json' } } }, 'k.a': 'flatten' } }, 'k.a', /Leave one/],
    [{ nested: { a: 'table' }, maxNesting: 0 }, 'a', /Raise maxNesting/],
    [{ nested: { a: 'flatten', 'a.b': 'flatten' }, maxNesting: 1 }, 'a.b', /Raise maxNesting/],
    [{ nested: { a: 'table', 'a.b': 'json' }, maxNesting: 0 }, 'a', /Raise maxNesting/],
  ])('%j is refused at %s', (hints, path, remedy) => {
    expect(() => tablesOf(hints, { names: namesOf() })).toThrow(
      expect.objectContaining({
        code: 'NESTING_CONFLICT',
        place: { resource: 'r', path },
        remedy: expect.stringMatching(remedy),
      }),
    );
  });
});
