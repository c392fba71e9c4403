import type { ColumnChange, LoadPlan, PlannedTable } from '@sluice/load';
import { type Column, type CompleteColumn, newTable, type Table } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { type SqlDialect, sqlContext } from './dialect.ts';
import { publishSteps } from './publish-steps.ts';
import type { Step } from './step.ts';

/** Short on purpose: types are their names, so that statements stay readable. */
const dialect: SqlDialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  parameter: (position) => `$${position}`,
  columnType: (column) => column.data_type.toUpperCase(),
  addsManyColumns: true,
  catalog: () => ({ sql: '' }),
};

type Shape = Partial<Omit<PlannedTable, 'table' | 'columns'>> & {
  hints?: Omit<Partial<Table>, 'name' | 'columns'>;
};

function planned(
  name: string,
  columns: readonly (Partial<Column> & { name: string })[],
  shape: Shape = {},
): PlannedTable {
  const { hints, ...others } = shape;
  const complete = columns.map((column): CompleteColumn => ({ data_type: 'text', ...column }));
  const table = newTable(name, { ...hints, columns: complete });
  const job = {
    id: name,
    table: name,
    format: 'parquet',
    file: '/x',
    rows: 1,
    bytes: 1,
    columns: [],
    definitions: [],
  } as const;
  return {
    table,
    columns: complete,
    root: name,
    action: { disposition: 'append' },
    create: false,
    addColumns: [],
    jobs: [job],
    ...others,
  };
}

const system = [
  planned(
    '_dlt_version',
    ['version', 'version_hash', 'schema'].map((name) => ({ name })),
    { action: { disposition: 'system' }, jobs: [] },
  ),
  planned(
    '_dlt_loads',
    ['load_id', 'status'].map((name) => ({ name })),
    { action: { disposition: 'system' }, jobs: [] },
  ),
  planned(
    '_dlt_pipeline_state',
    ['pipeline_name', 'state', '_dlt_load_id', '_dlt_id'].map((name) => ({ name })),
    { action: { disposition: 'system' }, jobs: [] },
  ),
];

function plan(tables: readonly PlannedTable[], others: Partial<LoadPlan> = {}): LoadPlan {
  return {
    loadId: '1.5',
    pipeline: 'shop',
    dataset: 'data',
    schema: { name: 's', version: 2, engineVersion: 11, hash: 'h', document: '{}' },
    state: null,
    expected: {},
    insertedAt: '2024-01-01T00:00:00.000000Z',
    tables: [...system, ...tables],
    ...others,
  };
}

const show = (step: Step): string => {
  if ('ingest' in step) return `[ingest ${step.ingest.table.name}]`;
  if ('expose' in step) return `[expose ${step.expose.table.name} as ${step.as}]`;
  return 'hide' in step ? `[hide ${step.hide}]` : step.sql;
};
const steps = (...tables: readonly PlannedTable[]) => {
  const { ddl, data } = publishSteps(plan(tables), sqlContext(dialect, 'data'));
  return { ddl: ddl.map(show), data: data.flatMap((chain) => chain.steps).map(show) };
};

const replace = { disposition: 'replace', strategy: 'insert-from-staging' } as const;
const merge = { disposition: 'merge', strategy: 'delete-insert' } as const;

describe('tables', () => {
  const id: CompleteColumn = { name: 'id', data_type: 'bigint', nullable: false };
  const odd: CompleteColumn = { name: 'a"b', data_type: 'text' };

  test.each([
    ['a new one', { create: true }, ['CREATE TABLE "data"."t" (\n  "id" BIGINT NOT NULL,\n  "a""b" TEXT\n)']],
    ['one that is complete', {}, []],
    ['one that lacks a column', { addColumns: [odd] }, ['ALTER TABLE "data"."t"\n  ADD COLUMN "a""b" TEXT']],
    [
      'one that lacks two',
      { addColumns: [id, odd] },
      ['ALTER TABLE "data"."t"\n  ADD COLUMN "id" BIGINT NOT NULL,\n  ADD COLUMN "a""b" TEXT'],
    ],
  ])('%s', (_, shape, ddl) => {
    expect(steps(planned('t', [id, odd], shape)).ddl).toEqual(ddl);
  });

  test('one ALTER per column where a database takes no more', () => {
    const tables = [planned('t', [id, odd], { addColumns: [id, odd] })];
    const { ddl } = publishSteps(plan(tables), sqlContext({ ...dialect, addsManyColumns: false }, 'data'));
    expect(ddl.map(show)).toEqual([
      'ALTER TABLE "data"."t" ADD COLUMN "id" BIGINT NOT NULL',
      'ALTER TABLE "data"."t" ADD COLUMN "a""b" TEXT',
    ]);
  });

  const withUnique: SqlDialect = {
    ...dialect,
    columnConstraint: ({ unique }) => (unique ? 'UNIQUE' : ''),
  };
  const key: CompleteColumn = { ...id, unique: true };

  test.each<[string, Parameters<typeof planned>[2], boolean, string[], string[]]>([
    [
      'a new one is created with its constraints',
      { create: true },
      false,
      ['CREATE TABLE "data"."t" (\n  "id" BIGINT UNIQUE NOT NULL,\n  "a""b" TEXT\n)'],
      ['[ingest t]'],
    ],
    [
      'or gets them when its rows are in',
      { create: true },
      true,
      ['CREATE TABLE "data"."t" (\n  "id" BIGINT NOT NULL,\n  "a""b" TEXT\n)'],
      ['[ingest t]', 'ALTER TABLE "data"."t" ADD UNIQUE ("id")'],
    ],
    [
      'a column comes with its own',
      { addColumns: [key] },
      true,
      ['ALTER TABLE "data"."t"\n  ADD COLUMN "id" BIGINT UNIQUE NOT NULL'],
      ['[ingest t]'],
    ],
    [
      'or without them, where nothing could add them later',
      { addColumns: [key] },
      false,
      ['ALTER TABLE "data"."t"\n  ADD COLUMN "id" BIGINT NOT NULL'],
      ['[ingest t]'],
    ],
    [
      'a table put in the place of another gets them last',
      { action: { disposition: 'replace', strategy: 'staging-optimized' }, jobs: [] },
      true,
      [],
      [
        'CREATE TABLE "data"."_sluice_new_1.5" (\n  "id" BIGINT NOT NULL,\n  "a""b" TEXT\n)',
        'DROP TABLE "data"."t"',
        'ALTER TABLE "data"."_sluice_new_1.5" RENAME TO "t"',
        'ALTER TABLE "data"."t" ADD UNIQUE ("id")',
      ],
    ],
  ])('%s', (_, shape, addsConstraints, ddl, data) => {
    const context = sqlContext({ ...withUnique, addsConstraints }, 'data');
    const found = publishSteps(plan([planned('t', [key, odd], shape)]), context);
    expect(found.ddl.map(show)).toEqual(ddl);
    expect(found.data.flatMap((chain) => chain.steps).map(show)).toEqual(data);
  });

  const change = (name: string, facts: Partial<ColumnChange>): ColumnChange => ({
    column: { name, data_type: 'double' },
    from: { name, type: 'BIGINT' },
    retypes: false,
    mustBeExact: false,
    dropsNotNull: false,
    ...facts,
  });
  const changes = [
    change('id', { retypes: true, dropsNotNull: true }),
    change('a"b', { dropsNotNull: true }),
  ];

  test('columns are changed before others are added, under a lock where there is one', () => {
    const context = sqlContext({ ...dialect, lockTable: (path) => `LOCK ${path}` }, 'data');
    const table = planned('t', [id, odd], { changeColumns: changes, addColumns: [odd] });
    expect(publishSteps(plan([table]), context).ddl).toEqual([
      { sql: 'LOCK "data"."t"' },
      {
        sql: 'ALTER TABLE "data"."t" ALTER COLUMN "id" DROP NOT NULL, ALTER COLUMN "id" TYPE DOUBLE, ALTER COLUMN "a""b" DROP NOT NULL',
        table: 't',
        root: 't',
        changes,
      },
      { sql: 'ALTER TABLE "data"."t"\n  ADD COLUMN "a""b" TEXT' },
    ]);
  });

  test('one by one where a database wants that: types last, because each statement looks for the type of before', () => {
    const context = sqlContext({ ...dialect, addsManyColumns: false }, 'data');
    const { ddl } = publishSteps(plan([planned('t', [id, odd], { changeColumns: changes })]), context);
    expect(ddl.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE "data"."t" ALTER COLUMN "id" DROP NOT NULL',
      'ALTER TABLE "data"."t" ALTER COLUMN "id" TYPE DOUBLE',
      'ALTER TABLE "data"."t" ALTER COLUMN "a""b" DROP NOT NULL',
    ]);
  });

  test('root keys are filled once all tables have theirs', () => {
    const fillRootKey = {
      column: 'root',
      parentKey: 'parent',
      parent: 't',
      parentRowKey: 'row',
      value: 'row',
    };
    const tables = [
      planned('t__k', [id], { addColumns: [odd], fillRootKey }),
      planned('u', [id], { create: true }),
    ];
    expect(steps(...tables).ddl.slice(1)).toEqual([
      'CREATE TABLE "data"."u" (\n  "id" BIGINT NOT NULL\n)',
      'UPDATE "data"."t__k" SET "root" = p."row" FROM "data"."t" AS p WHERE p."row" = "data"."t__k"."parent"',
    ]);
  });

  test('the dataset is created with its first tables', () => {
    const first = plan([]).tables.map((table) => ({ ...table, create: true }));
    const { ddl } = publishSteps({ ...plan([]), tables: first }, sqlContext(dialect, 'data'));
    expect(ddl[0]?.sql).toBe('CREATE SCHEMA IF NOT EXISTS "data"');
    expect(steps().ddl).toEqual([]);
  });
});

describe('rows', () => {
  const columns = [
    { name: 'id', primary_key: true },
    { name: '_dlt_id', row_key: true },
  ];
  const kid = [
    { name: '_dlt_root_id', root_key: true },
    { name: '_dlt_id', row_key: true },
  ];
  const nested = (shape: Shape = {}) =>
    planned('t__kids', kid, { root: 't', action: merge, ...shape, hints: { parent: 't' } });

  test('append pours them in', () => {
    expect(steps(planned('t', columns), planned('u', columns, { jobs: [] })).data).toEqual(['[ingest t]']);
  });

  test('replace empties the whole chain first, where there is something', () => {
    const data = steps(
      planned('t', columns, { action: replace }),
      planned('t__kids', columns, { action: replace, root: 't', jobs: [] }),
      planned('new', columns, { action: replace, create: true }),
    ).data;
    expect(data).toEqual([
      'DELETE FROM "data"."t"',
      'DELETE FROM "data"."t__kids"',
      '[ingest t]',
      '[ingest new]',
    ]);
  });

  test.each<[string, (Partial<Column> & { name: string })[], string]>([
    [
      'any row of a key',
      columns,
      'SELECT "_dlt_id" FROM (SELECT *, MIN("_dlt_id") OVER (PARTITION BY "id") AS _sluice_chosen FROM "_sluice_staged_1") AS compared WHERE "_dlt_id" <> _sluice_chosen',
    ],
    [
      'the highest row of a key',
      [...columns, { name: 'at', dedup_sort: 'desc' }],
      'SELECT "_dlt_id" FROM (SELECT *, FIRST_VALUE("_dlt_id") OVER (PARTITION BY "id" ORDER BY "at" DESC) AS _sluice_chosen FROM "_sluice_staged_1") AS compared WHERE "_dlt_id" <> _sluice_chosen',
    ],
    [
      'none that is marked as deleted',
      [...columns, { name: 'gone', hard_delete: true, data_type: 'bool' }],
      'SELECT "_dlt_id" FROM (SELECT *, MIN("_dlt_id") OVER (PARTITION BY "id") AS _sluice_chosen FROM "_sluice_staged_1") AS compared WHERE "_dlt_id" <> _sluice_chosen OR "gone" = TRUE',
    ],
  ])('merge of one table keeps %s', (_, shape, goes) => {
    const names = shape.map(({ name }) => `"${name}"`).join(', ');
    expect(steps(planned('t', shape, { action: merge })).data).toEqual([
      '[expose t as _sluice_staged_1]',
      'DELETE FROM "data"."t" WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."id" = "data"."t"."id")',
      `CREATE TEMPORARY TABLE "_sluice_left_out" AS ${goes}`,
      `INSERT INTO "data"."t" (${names}) SELECT ${names} FROM "_sluice_staged_1" AS s WHERE NOT EXISTS (SELECT 1 FROM "_sluice_left_out" AS gone WHERE gone."_dlt_id" = s."_dlt_id")`,
      'DROP TABLE "_sluice_left_out"',
      '[hide _sluice_staged_1]',
    ]);
  });

  test('merge of a table without row ids ranks whole rows', () => {
    const { data } = steps(planned('t', [{ name: 'id', primary_key: true }], { action: merge }));
    expect(data[2]).toBe(
      'INSERT INTO "data"."t" ("id") SELECT "id" FROM (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY (SELECT NULL)) AS _sluice_rank FROM "_sluice_staged_1") AS ranked WHERE _sluice_rank = 1) AS chosen',
    );
  });

  test('merge by primary and merge key asks for each in turn', () => {
    const { data } = steps(planned('t', [...columns, { name: 'day', merge_key: true }], { action: merge }));
    expect(data[1]).toBe(
      'DELETE FROM "data"."t" WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."id" = "data"."t"."id") OR EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."day" = "data"."t"."day")',
    );
  });

  test('merge of nothing does nothing', () => {
    expect(steps(planned('t', columns, { action: merge, jobs: [] }), nested({ jobs: [] })).data).toEqual([]);
  });

  test('merge of a chain works out once what goes and what stays', () => {
    expect(steps(planned('t', columns, { action: merge }), nested()).data).toEqual([
      '[expose t as _sluice_staged_1]',
      '[expose t__kids as _sluice_staged_2]',
      'CREATE TEMPORARY TABLE "_sluice_deleted" AS SELECT "_dlt_id" FROM "data"."t" WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."id" = "data"."t"."id")',
      'DELETE FROM "data"."t__kids" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
      'DELETE FROM "data"."t" WHERE "_dlt_id" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
      'DROP TABLE "_sluice_deleted"',
      'CREATE TEMPORARY TABLE "_sluice_left_out" AS SELECT "_dlt_id" FROM (SELECT *, MIN("_dlt_id") OVER (PARTITION BY "id") AS _sluice_chosen FROM "_sluice_staged_1") AS compared WHERE "_dlt_id" <> _sluice_chosen',
      'INSERT INTO "data"."t" ("id", "_dlt_id") SELECT "id", "_dlt_id" FROM "_sluice_staged_1" AS s WHERE NOT EXISTS (SELECT 1 FROM "_sluice_left_out" AS gone WHERE gone."_dlt_id" = s."_dlt_id")',
      'INSERT INTO "data"."t__kids" ("_dlt_root_id", "_dlt_id") SELECT "_dlt_root_id", "_dlt_id" FROM "_sluice_staged_2" AS s WHERE NOT EXISTS (SELECT 1 FROM "_sluice_left_out" AS gone WHERE gone."_dlt_id" = s."_dlt_root_id")',
      'DROP TABLE "_sluice_left_out"',
      '[hide _sluice_staged_1]',
      '[hide _sluice_staged_2]',
    ]);
  });

  test('a nested table without new rows only loses some', () => {
    const { data } = steps(planned('t', columns, { action: merge }), nested({ jobs: [] }));
    expect(data.filter((step) => step.includes('t__kids'))).toEqual([
      'DELETE FROM "data"."t__kids" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
    ]);
  });

  test('nothing is deleted from tables that are new', () => {
    const tables = [planned('t', columns, { action: merge, create: true }), nested({ create: true })];
    expect(steps(...tables).data.filter((sql) => sql.startsWith('DELETE'))).toEqual([]);
  });

  test('data free of duplicates is taken whole', () => {
    const hints = { 'x-stage-data-deduplicated': true } as const;
    expect(steps(planned('t', columns, { action: merge, hints })).data[2]).toBe(
      'INSERT INTO "data"."t" ("id", "_dlt_id") SELECT "id", "_dlt_id" FROM "_sluice_staged_1"',
    );
  });

  test.each([
    [
      'no row key',
      [
        planned(
          't',
          [
            { name: 'a', primary_key: true },
            { name: 'b', primary_key: true },
          ],
          { action: merge },
        ),
        nested(),
      ],
      't',
    ],
    [
      'no root key',
      [
        planned('t', columns, { action: merge }),
        planned('t__kids', [{ name: '_dlt_id' }], { root: 't', action: merge }),
      ],
      't__kids',
    ],
  ])('a chain with %s is refused', (_, tables, table) => {
    expect(() => steps(...tables)).toThrow(
      expect.objectContaining({ code: 'MERGE_KEY_MISSING', place: { table } }),
    );
  });

  test('the parent key leads to the root from the first level', () => {
    const kids = planned('t__kids', [{ name: 'p', parent_key: true }], {
      root: 't',
      action: merge,
      hints: { parent: 't' },
    });
    expect(steps(planned('t', columns, { action: merge }), kids).data).toContain(
      'DELETE FROM "data"."t__kids" WHERE "p" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
    );
  });
});

describe('conditions of a merge', () => {
  const columns = [
    { name: 'id', primary_key: true },
    { name: '_dlt_id', row_key: true },
  ];
  const kids = planned(
    't__kids',
    [
      { name: '_dlt_root_id', root_key: true },
      { name: '_dlt_id', row_key: true },
    ],
    { root: 't', action: merge, hints: { parent: 't' } },
  );

  test('only staged rows that meet the filter take part, and what is nested in them', () => {
    const hints = { 'x-merge-source-filter': "day <> '{{x}}'" } as const;
    const { data } = steps(planned('t', columns, { action: merge, hints }), kids);
    expect(data.slice(2, 4)).toEqual([
      `CREATE TEMPORARY TABLE "_sluice_taken_1" AS SELECT * FROM "_sluice_staged_1" WHERE (day <> '{x}')`,
      'CREATE TEMPORARY TABLE "_sluice_taken_2" AS SELECT * FROM "_sluice_staged_2" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_sluice_taken_1")',
    ]);
    expect(data.filter((step) => step.startsWith('INSERT')).join()).not.toContain('_sluice_staged');
    expect(data.slice(-4, -2)).toEqual(['DROP TABLE "_sluice_taken_1"', 'DROP TABLE "_sluice_taken_2"']);
  });

  test('a scope replaces the keys in saying what goes', () => {
    const hints = {
      'x-merge-destination-scope': '{table}.day IN (SELECT day FROM {staging_table})',
    } as const;
    const { data } = steps(planned('t', columns, { action: merge, hints }));
    expect(data[1]).toBe(
      'DELETE FROM "data"."t" WHERE ("data"."t".day IN (SELECT day FROM "_sluice_staged_1"))',
    );
  });
});

describe('upsert, insert-only and cdc', () => {
  const columns = [
    { name: 'id', primary_key: true },
    { name: 'v' },
    { name: '_dlt_id', row_key: true },
    { name: '_dlt_load_id' },
  ];
  const kid = [{ name: 'n' }, { name: '_dlt_root_id', root_key: true }, { name: '_dlt_id', row_key: true }];
  const action = (strategy: 'upsert' | 'insert-only' | 'cdc') =>
    ({ disposition: 'merge', strategy }) as const;
  const rows =
    '(SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY (SELECT NULL)) AS _sluice_rank FROM "_sluice_staged_1") AS ranked WHERE _sluice_rank = 1)';
  const insert =
    'INSERT ("id", "v", "_dlt_id", "_dlt_load_id") VALUES (s."id", s."v", s."_dlt_id", s."_dlt_load_id")';
  const update =
    'UPDATE SET "id" = s."id", "v" = s."v", "_dlt_id" = s."_dlt_id", "_dlt_load_id" = s."_dlt_load_id"';

  test.each<
    [string, 'upsert' | 'insert-only' | 'cdc', Partial<Column> & { name: string }, Shape['hints'], string]
  >([
    [
      'updates and inserts',
      'upsert',
      { name: 'v' },
      {},
      `MERGE INTO "data"."t" AS d USING ${rows} AS s ON d."id" = s."id" WHEN MATCHED THEN ${update} WHEN NOT MATCHED THEN ${insert}`,
    ],
    [
      'leaves what has not changed',
      'upsert',
      { name: 'v' },
      { 'x-merge-skip-unchanged-rows': true, 'x-stage-data-deduplicated': true },
      `MERGE INTO "data"."t" AS d USING "_sluice_staged_1" AS s ON d."id" = s."id" WHEN MATCHED AND (s."v" IS DISTINCT FROM d."v") THEN ${update} WHEN NOT MATCHED THEN ${insert}`,
    ],
    [
      'deletes what is marked',
      'upsert',
      { name: 'v', hard_delete: true },
      { 'x-stage-data-deduplicated': true },
      `MERGE INTO "data"."t" AS d USING "_sluice_staged_1" AS s ON d."id" = s."id" WHEN MATCHED AND s."v" IS NOT NULL THEN DELETE WHEN MATCHED THEN ${update} WHEN NOT MATCHED THEN ${insert}`,
    ],
    [
      'inserts nothing that is marked',
      'insert-only',
      { name: 'v', hard_delete: true, data_type: 'bool' },
      { 'x-stage-data-deduplicated': true },
      `MERGE INTO "data"."t" AS d USING "_sluice_staged_1" AS s ON d."id" = s."id" WHEN NOT MATCHED AND (s."v" IS NULL OR s."v" = FALSE) THEN ${insert}`,
    ],
  ])('%s (%s)', (_, strategy, v, hints, statement) => {
    const shape = columns.map((column) => (column.name === 'v' ? v : column));
    const { data } = steps(planned('t', shape, { action: action(strategy), ...(hints && { hints }) }));
    expect(data[1]).toBe(statement);
  });

  test.each(['upsert', 'cdc'] as const)(
    'in two MERGEs where one cannot delete and update (%s)',
    (strategy) => {
      const marked = { name: 'v', hard_delete: true };
      const shape = columns.map((column) => (column.name === 'v' ? marked : column));
      const hints = { 'x-stage-data-deduplicated': true } as const;
      const context = sqlContext({ ...dialect, mergesOneChange: true }, 'data');
      const { data } = publishSteps(
        plan([planned('t', shape, { action: action(strategy), hints })]),
        context,
      );
      const merges = data
        .flatMap((chain) => chain.steps)
        .map(show)
        .filter((text) => text.startsWith('MERGE'));
      const into = 'MERGE INTO "data"."t" AS d USING "_sluice_staged_1" AS s ON d."id" = s."id"';
      const isKept = 's."v" IS NULL';
      const isMarked = 's."v" IS NOT NULL';
      expect(merges).toEqual([
        `${into} WHEN MATCHED AND ${isKept} THEN ${update} WHEN NOT MATCHED AND ${isKept} THEN ${insert}`,
        `${into} WHEN MATCHED AND ${isMarked} THEN DELETE${strategy === 'cdc' ? '' : ` WHEN NOT MATCHED AND ${isMarked} THEN ${insert}`}`,
      ]);
    },
  );

  test('a new table is filled without looking for matches', () => {
    const { data } = steps(planned('t', columns, { action: action('upsert'), create: true }));
    expect(data[1]).toBe(
      `INSERT INTO "data"."t" ("id", "v", "_dlt_id", "_dlt_load_id") SELECT s."id", s."v", s."_dlt_id", s."_dlt_load_id" FROM ${rows} AS s`,
    );
  });

  test('list elements that are gone go, too', () => {
    const hints = { 'x-stage-data-deduplicated': true } as const;
    const { data } = steps(
      planned('t', columns, { action: action('upsert'), hints }),
      planned('t__kids', kid, { root: 't', action: action('upsert'), hints: { parent: 't' } }),
    );
    expect(data.slice(2, 5)).toEqual([
      'CREATE TEMPORARY TABLE "_sluice_deleted" AS SELECT d."_dlt_id" FROM "data"."t" AS d JOIN "_sluice_staged_1" AS s ON d."id" = s."id" WHERE d."_dlt_id" <> s."_dlt_id"',
      'DELETE FROM "data"."t__kids" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
      'DROP TABLE "_sluice_deleted"',
    ]);
    expect(data.slice(6, -2)).toEqual([
      'MERGE INTO "data"."t__kids" AS d USING "_sluice_staged_2" AS s ON d."_dlt_id" = s."_dlt_id" WHEN MATCHED THEN UPDATE SET "n" = s."n", "_dlt_root_id" = s."_dlt_root_id", "_dlt_id" = s."_dlt_id" WHEN NOT MATCHED THEN INSERT ("n", "_dlt_root_id", "_dlt_id") VALUES (s."n", s."_dlt_root_id", s."_dlt_id")',
      'DELETE FROM "data"."t__kids" WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."_dlt_id" = "data"."t__kids"."_dlt_root_id") AND NOT EXISTS (SELECT 1 FROM "_sluice_staged_2" AS s WHERE s."_dlt_id" = "data"."t__kids"."_dlt_id")',
    ]);
  });

  test('cdc deletes what was not delivered, within the merge keys that were', () => {
    const day = { name: 'v', merge_key: true };
    const shape = columns.map((column) => (column.name === 'v' ? day : column));
    const { data } = steps(planned('t', shape, { action: action('cdc') }));
    expect(data[1]).toBe(
      'DELETE FROM "data"."t" WHERE NOT EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."id" = "data"."t"."id") AND EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."v" = "data"."t"."v")',
    );
  });
});

describe('scd2', () => {
  const scd2 = { disposition: 'merge', strategy: 'scd2' } as const;
  const history = (active: string | null): (Partial<Column> & { name: string })[] => [
    { name: 'from', data_type: 'timestamp', 'x-valid-from': true },
    { name: 'to', data_type: 'timestamp', 'x-valid-to': true, 'x-active-record-timestamp': active },
    { name: 'id' },
    { name: '_dlt_id', 'x-row-version': true },
  ];
  const statements = (table: PlannedTable) => {
    const { data } = publishSteps(plan([table]), sqlContext(dialect, 'data'));
    return data.flatMap((chain) => chain.steps).filter((step) => 'sql' in step);
  };

  test('retires what was not delivered, then adds what is not valid', () => {
    const hints = { 'x-boundary-timestamp': '2024-02-01T00:00:00Z' } as const;
    expect(statements(planned('t', history(null), { action: scd2, hints }))).toEqual([
      {
        sql: 'UPDATE "data"."t" SET "to" = CAST($1 AS TIMESTAMP) WHERE "to" IS NULL AND NOT EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE s."_dlt_id" = "data"."t"."_dlt_id")',
        params: ['2024-02-01T00:00:00+00:00'],
      },
      {
        sql: 'INSERT INTO "data"."t" ("id", "_dlt_id", "from", "to") SELECT s."id", s."_dlt_id", CAST($1 AS TIMESTAMP), NULL FROM "_sluice_staged_1" AS s WHERE NOT EXISTS (SELECT 1 FROM "data"."t" AS d WHERE d."to" IS NULL AND d."_dlt_id" = s."_dlt_id")',
        params: ['2024-02-01T00:00:00+00:00'],
      },
    ]);
  });

  test('a time of its own marks what is valid; without a boundary the load says when', () => {
    const [retire, insert] = statements(planned('t', history('9999-12-31T00:00:00Z'), { action: scd2 }));
    const params = ['1970-01-01T00:00:01.500000Z', '9999-12-31T00:00:00+00:00'];
    expect(retire).toMatchObject({ params, sql: expect.stringContaining('"to" = CAST($2 AS TIMESTAMP)') });
    expect(insert).toMatchObject({
      params,
      sql: expect.stringContaining('CAST($1 AS TIMESTAMP), CAST($2 AS TIMESTAMP) FROM'),
    });
  });

  test('nothing is retired in a new table', () => {
    expect(statements(planned('t', history(null), { action: scd2, create: true })).length).toBe(1);
  });

  test('a table without the columns of a history is refused', () => {
    expect(() => statements(planned('t', [{ name: 'id' }], { action: scd2 }))).toThrow(
      expect.objectContaining({ code: 'MERGE_KEY_MISSING' }),
    );
  });
});

describe('replace', () => {
  const by = (strategy: 'truncate-and-insert' | 'staging-optimized') =>
    ({ disposition: 'replace', strategy }) as const;

  test.each([
    [true, 'TRUNCATE TABLE "data"."t"'],
    [false, 'DELETE FROM "data"."t"'],
  ])('truncates where that is part of a transaction: %s', (truncates, statement) => {
    const table = planned('t', [{ name: 'id' }], { action: by('truncate-and-insert') });
    const { data } = publishSteps(plan([table]), sqlContext({ ...dialect, truncates }, 'data'));
    expect(data.flatMap((chain) => chain.steps).map(show)).toEqual([statement, '[ingest t]']);
  });

  test('a new table takes the place of the old one', () => {
    const table = planned('t', [{ name: 'id' }], { action: by('staging-optimized') });
    expect(steps(table).data).toEqual([
      'CREATE TABLE "data"."_sluice_new_1.5" (\n  "id" TEXT\n)',
      '[expose t as _sluice_staged_1]',
      'INSERT INTO "data"."_sluice_new_1.5" ("id") SELECT "id" FROM "_sluice_staged_1"',
      '[hide _sluice_staged_1]',
      'DROP TABLE "data"."t"',
      'ALTER TABLE "data"."_sluice_new_1.5" RENAME TO "t"',
    ]);
  });
});

test('records go in last, by parameters', () => {
  const state = { version: 1, engineVersion: 4, state: 'text', hash: 'sh', createdAt: 'now', rowId: 'row' };
  const { records } = publishSteps(plan([], { state }), sqlContext(dialect, 'data'));
  expect(records).toEqual([
    {
      sql: 'INSERT INTO "data"."_dlt_version" ("version", "version_hash", "schema") SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT) WHERE NOT EXISTS (SELECT 1 FROM "data"."_dlt_version" WHERE "version_hash" = CAST($2 AS TEXT))',
      params: [2, 'h', '{}'],
    },
    {
      sql: 'INSERT INTO "data"."_dlt_pipeline_state" ("pipeline_name", "state", "_dlt_load_id", "_dlt_id") SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT)',
      params: ['shop', 'text', '1.5', 'row'],
    },
    {
      sql: 'INSERT INTO "data"."_dlt_loads" ("load_id", "status") SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)',
      params: ['1.5', 0],
    },
  ]);
});
