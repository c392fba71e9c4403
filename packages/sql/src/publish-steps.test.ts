import type { LoadPlan, PlannedTable } from '@sluice/load';
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
  return { ddl: ddl.map(show), data: data.map(show) };
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
      '"_dlt_id" IN (SELECT MIN("_dlt_id") FROM "_sluice_staged_1" GROUP BY "id")',
    ],
    [
      'the highest row of a key',
      [...columns, { name: 'at', dedup_sort: 'desc' }],
      '"_dlt_id" IN (SELECT "_dlt_id" FROM (SELECT "_dlt_id", ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY "at" DESC) AS _sluice_rank FROM "_sluice_staged_1") AS ranked WHERE _sluice_rank = 1)',
    ],
    [
      'none that is marked as deleted',
      [...columns, { name: 'gone', hard_delete: true, data_type: 'bool' }],
      '"_dlt_id" IN (SELECT MIN("_dlt_id") FROM "_sluice_staged_1" GROUP BY "id") AND ("gone" IS NULL OR "gone" = FALSE)',
    ],
  ])('merge of one table keeps %s', (_, shape, condition) => {
    const names = shape.map(({ name }) => `"${name}"`).join(', ');
    expect(steps(planned('t', shape, { action: merge })).data).toEqual([
      '[expose t as _sluice_staged_1]',
      'DELETE FROM "data"."t" AS d WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE d."id" = s."id")',
      `INSERT INTO "data"."t" (${names}) SELECT ${names} FROM "_sluice_staged_1" WHERE ${condition}`,
      '[hide _sluice_staged_1]',
    ]);
  });

  test('merge of a table without row ids ranks whole rows', () => {
    const { data } = steps(planned('t', [{ name: 'id', primary_key: true }], { action: merge }));
    expect(data[2]).toBe(
      'INSERT INTO "data"."t" ("id") SELECT "id" FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY (SELECT NULL)) AS _sluice_rank FROM "_sluice_staged_1") AS ranked WHERE _sluice_rank = 1',
    );
  });

  test('merge by primary and merge key asks for each in turn', () => {
    const { data } = steps(planned('t', [...columns, { name: 'day', merge_key: true }], { action: merge }));
    expect(data[1]).toBe(
      'DELETE FROM "data"."t" AS d WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE d."id" = s."id") OR EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE d."day" = s."day")',
    );
  });

  test('merge of nothing does nothing', () => {
    expect(steps(planned('t', columns, { action: merge, jobs: [] }), nested({ jobs: [] })).data).toEqual([]);
  });

  test('merge of a chain works out once what goes and what stays', () => {
    expect(steps(planned('t', columns, { action: merge }), nested()).data).toEqual([
      '[expose t as _sluice_staged_1]',
      '[expose t__kids as _sluice_staged_2]',
      'CREATE TEMPORARY TABLE "_sluice_deleted" AS SELECT d."_dlt_id" FROM "data"."t" AS d WHERE EXISTS (SELECT 1 FROM "_sluice_staged_1" AS s WHERE d."id" = s."id")',
      'DELETE FROM "data"."t__kids" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
      'DELETE FROM "data"."t" WHERE "_dlt_id" IN (SELECT "_dlt_id" FROM "_sluice_deleted")',
      'DROP TABLE "_sluice_deleted"',
      'CREATE TEMPORARY TABLE "_sluice_kept" AS SELECT "_dlt_id" FROM "_sluice_staged_1" WHERE "_dlt_id" IN (SELECT MIN("_dlt_id") FROM "_sluice_staged_1" GROUP BY "id")',
      'INSERT INTO "data"."t" ("id", "_dlt_id") SELECT "id", "_dlt_id" FROM "_sluice_staged_1" WHERE "_dlt_id" IN (SELECT "_dlt_id" FROM "_sluice_kept")',
      'INSERT INTO "data"."t__kids" ("_dlt_root_id", "_dlt_id") SELECT "_dlt_root_id", "_dlt_id" FROM "_sluice_staged_2" WHERE "_dlt_root_id" IN (SELECT "_dlt_id" FROM "_sluice_kept")',
      'DROP TABLE "_sluice_kept"',
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

  test('a strategy without statements is a destination that declares too much', () => {
    const upsert = { disposition: 'merge', strategy: 'upsert' } as const;
    expect(() => steps(planned('t', columns, { action: upsert }))).toThrow(/upsert/);
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
