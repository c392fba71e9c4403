import type { PlannedTable } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';
import { changeColumns } from './change-columns.ts';
import type { SqlContext, Statement } from './dialect.ts';

/** A statement that makes the dataset; whoever runs it looks first whether it is there: some ask for the right to even then. */
export interface DatasetStatement extends Statement {
  readonly makesDataset: true;
}

export function createDataset(sql: SqlContext): DatasetStatement {
  return { sql: `CREATE SCHEMA IF NOT EXISTS ${sql.path}`, makesDataset: true };
}

/**
 * Creates a table with the columns of a planned one, under that name or another. Where constraints can come later,
 * `addConstraints` is due once the rows are in.
 */
export function createTable(planned: PlannedTable, name: string, sql: SqlContext): Statement {
  const constraintOf = sql.dialect.addsConstraints ? noConstraint : columnConstraint;
  const definitions = planned.columns.map((column) => columnDefinition(column, planned, constraintOf, sql));
  return { sql: `CREATE TABLE ${sql.table(name)} (\n  ${definitions.join(',\n  ')}\n)` };
}

/**
 * What `createTable` has left for when the rows are in: sorting all keys at once is several times as fast as finding
 * the place of each row's.
 */
export function addConstraints(planned: PlannedTable, sql: SqlContext): Statement[] {
  if (!sql.dialect.addsConstraints) return [];
  const additions = planned.columns.flatMap((column) => {
    const constraint = columnConstraint(column, planned, sql);
    return constraint === '' ? [] : `ADD ${constraint} (${sql.quote(column.name)})`;
  });
  if (additions.length === 0) return [];
  return [{ sql: `ALTER TABLE ${sql.table(planned.table.name)} ${additions.join(', ')}` }];
}

/** Creates a table, or changes and adds columns of an existing one. Nothing is ever dropped. */
export function migrateTable(planned: PlannedTable, sql: SqlContext): Statement[] {
  if (planned.create) return [createTable(planned, planned.table.name, sql)];
  return [...changeColumns(planned, sql), ...addColumns(planned, sql)];
}

function addColumns(planned: PlannedTable, sql: SqlContext): Statement[] {
  const path = sql.table(planned.table.name);
  const constraintOf = sql.dialect.addsConstraints ? columnConstraint : noConstraint;
  const additions = planned.addColumns.map(
    (column) => `ADD COLUMN ${columnDefinition(column, planned, constraintOf, sql)}`,
  );
  if (additions.length === 0) return [];
  if (sql.dialect.addsManyColumns) return [{ sql: `ALTER TABLE ${path}\n  ${additions.join(',\n  ')}` }];
  return additions.map((addition) => ({ sql: `ALTER TABLE ${path} ${addition}` }));
}

type ConstraintOf = (column: CompleteColumn, planned: PlannedTable, sql: SqlContext) => string;

const columnConstraint: ConstraintOf = (column, { table }, { dialect }) =>
  dialect.columnConstraint?.(column, table) ?? '';

const noConstraint: ConstraintOf = () => '';

function columnDefinition(
  column: CompleteColumn,
  planned: PlannedTable,
  constraintOf: ConstraintOf,
  sql: SqlContext,
): string {
  return [
    sql.quote(column.name),
    sql.dialect.columnType(column, planned.table),
    constraintOf(column, planned, sql),
    column.nullable === false ? 'NOT NULL' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
