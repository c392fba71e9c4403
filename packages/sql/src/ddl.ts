import type { PlannedTable } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';
import type { SqlContext, Statement } from './dialect.ts';

export function createDataset(sql: SqlContext): Statement {
  return { sql: `CREATE SCHEMA IF NOT EXISTS ${sql.path}` };
}

/** Creates a table with the columns of a planned one, under that name or another. */
export function createTable(planned: PlannedTable, name: string, sql: SqlContext): Statement {
  const definitions = planned.columns.map((column) => columnDefinition(column, planned, sql));
  return { sql: `CREATE TABLE ${sql.table(name)} (\n  ${definitions.join(',\n  ')}\n)` };
}

/** Creates a table, or adds the columns it lacks. Nothing else about an existing table is ever changed. */
export function migrateTable(planned: PlannedTable, sql: SqlContext): Statement[] {
  if (planned.create) return [createTable(planned, planned.table.name, sql)];
  const path = sql.table(planned.table.name);
  const additions = planned.addColumns.map(
    (column) => `ADD COLUMN ${columnDefinition(column, planned, sql)}`,
  );
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
