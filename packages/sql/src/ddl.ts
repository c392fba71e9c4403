import type { PlannedTable } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';
import type { SqlContext, Statement } from './dialect.ts';

export function createDataset(sql: SqlContext): Statement {
  return { sql: `CREATE SCHEMA IF NOT EXISTS ${sql.path}` };
}

/** Creates a table, or adds the columns it lacks. Nothing else about an existing table is ever changed. */
export function migrateTable(planned: PlannedTable, sql: SqlContext): Statement[] {
  const path = sql.table(planned.table.name);
  const define = (column: CompleteColumn) => columnDefinition(column, planned, sql);
  if (planned.create) {
    return [{ sql: `CREATE TABLE ${path} (\n  ${planned.columns.map(define).join(',\n  ')}\n)` }];
  }
  const additions = planned.addColumns.map((column) => `ADD COLUMN ${define(column)}`);
  if (additions.length === 0) return [];
  if (sql.dialect.addsManyColumns) return [{ sql: `ALTER TABLE ${path}\n  ${additions.join(',\n  ')}` }];
  return additions.map((addition) => ({ sql: `ALTER TABLE ${path} ${addition}` }));
}

function columnDefinition(column: CompleteColumn, { table }: PlannedTable, sql: SqlContext): string {
  const { dialect } = sql;
  return [
    sql.quote(column.name),
    dialect.columnType(column, table),
    dialect.columnConstraint?.(column, table) ?? '',
    column.nullable === false ? 'NOT NULL' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
