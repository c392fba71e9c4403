import type { LoadPlan, PlannedTable, QueryParameter } from '@sluice/load';
import { type Column, type CompleteColumn, newTable, type Table } from '@sluice/schema';
import { expect, test } from 'vitest';
import { type SqlDialect, sqlContext } from './dialect.ts';
import { publishSteps } from './publish-steps.ts';
import type { Step } from './step.ts';

/** A value, too, which has to look like what it is. */
const loadId = '1700000000.25';

/** Names say `name!` and values `value!`; what the dialect has quoted stands in brackets that nothing else has. */
const dialect: SqlDialect = {
  quote: (identifier) => `⟦${identifier}⟧`,
  parameter: (position) => `$${position}`,
  columnType: () => 'TEXT',
  columnConstraint: ({ unique }) => (unique ? 'UNIQUE' : ''),
  addsManyColumns: true,
  truncates: true,
  catalog: () => ({ sql: '' }),
};

function planned(
  name: string,
  root: string,
  shape: Partial<PlannedTable>,
  hints: Partial<Table>,
): PlannedTable {
  const isRoot = name === root;
  const column = (suffix: string, column: Partial<Column> = {}): CompleteColumn => ({
    name: `name!${suffix}`,
    data_type: 'text',
    ...column,
  });
  const columns = [
    column('key', { primary_key: isRoot, merge_key: isRoot }),
    column('value'),
    column('deleted', { hard_delete: isRoot }),
    column('order', isRoot ? { dedup_sort: 'desc' } : {}),
    column('from', { 'x-valid-from': true }),
    column('to', { 'x-valid-to': true, 'x-active-record-timestamp': '9999-12-31T00:00:00Z' }),
    column('id', { row_key: true, unique: true, 'x-row-version': isRoot }),
    column('root', { root_key: !isRoot }),
    column('parent', { parent_key: !isRoot }),
  ];
  const { name: _, columns: __, ...others } = hints as Table;
  const job = {
    id: 'value!job',
    table: name,
    format: 'parquet',
    file: 'value!file',
    rows: 1,
    bytes: 1,
    columns: [],
    definitions: [],
  } as const;
  return {
    table: newTable(name, { ...others, ...(isRoot ? {} : { parent: root }), columns }),
    columns,
    root,
    action: { disposition: 'append' },
    create: false,
    addColumns: [column('added')],
    jobs: [job],
    ...shape,
  };
}

const system = ['_dlt_version', '_dlt_loads', '_dlt_pipeline_state'].map((name) => {
  const columns = ['version_hash', 'schema', 'load_id', 'state', 'pipeline_name'].map(
    (column): CompleteColumn => ({ name: column, data_type: 'text' }),
  );
  return {
    ...planned(name, name, { action: { disposition: 'system' }, jobs: [] }, {}),
    columns,
    addColumns: [],
  };
});

function statements(
  tables: readonly PlannedTable[],
): readonly { sql: string; params?: readonly QueryParameter[] }[] {
  const plan: LoadPlan = {
    loadId,
    pipeline: 'value!pipeline',
    dataset: 'name!dataset',
    schema: {
      name: 'value!schema',
      version: 1,
      engineVersion: 11,
      hash: 'value!hash',
      document: 'value!document',
    },
    state: {
      version: 1,
      engineVersion: 4,
      state: 'value!state',
      hash: 'value!hash',
      createdAt: 'value!time',
      rowId: 'value!row',
    },
    expected: {},
    insertedAt: 'value!time',
    tables: [...system, ...tables],
  };
  const { ddl, data, records } = publishSteps(plan, sqlContext(dialect, 'name!dataset', 'name!catalog'));
  const steps: readonly Step[] = [...ddl, ...data.flatMap((chain) => chain.steps), ...records];
  return steps.flatMap((step) => ('sql' in step ? [step] : []));
}

const actions: readonly PlannedTable['action'][] = [
  { disposition: 'append' },
  ...(['insert-from-staging', 'truncate-and-insert', 'staging-optimized'] as const).map(
    (strategy) => ({ disposition: 'replace', strategy }) as const,
  ),
  ...(['delete-insert', 'upsert', 'insert-only', 'cdc', 'scd2'] as const).map(
    (strategy) => ({ disposition: 'merge', strategy }) as const,
  ),
];
const hints: readonly Partial<Table>[] = [
  {},
  { 'x-merge-skip-unchanged-rows': true },
  { 'x-stage-data-deduplicated': true },
  { 'x-merge-source-filter': 'TRUE' },
];

test.each(
  actions.flatMap((action) =>
    [true, false].flatMap((create) =>
      hints
        .filter((hint) => action.disposition === 'merge' || Object.keys(hint).length === 0)
        .map((hint) => [Object.values(action).join(' '), create, hint, action] as const),
    ),
  ),
)('%s, new: %s, %j: names are quoted, values are parameters', (_, create, hint, action) => {
  const tables = ['name!root', 'name!nested'].map((name) =>
    planned(name, 'name!root', { action, create }, hint),
  );
  const made = statements(tables);
  expect(made.length).toBeGreaterThan(3);
  for (const { sql } of made) {
    expect(sql.replaceAll(/⟦name![^⟦⟧]*⟧/g, '')).not.toContain('name!');
    expect(sql).not.toContain('value!');
    // It is part of the name of a table that is there for a moment.
    expect(sql.replaceAll(`⟦_sluice_new_${loadId}⟧`, '')).not.toContain(loadId);
  }
  const params = made.flatMap((statement) => statement.params ?? []);
  for (const value of ['value!hash', 'value!document', 'value!state', loadId])
    expect(params).toContain(value);
});
