import type { ColumnChange, PlannedTable } from '@sluice/load';
import type { SqlContext, Statement } from './dialect.ts';

/** A statement that changes columns of a table; whoever runs it makes sure first that they are as they were planned on. */
export interface ChangeStatement extends Statement {
  readonly table: string;
  /** The top of the table's nesting chain. */
  readonly root: string;
  readonly changes: readonly ColumnChange[];
}

/** The statements that make columns of an existing table wider. */
export function changeColumns(
  { table, root, changeColumns = [] }: PlannedTable,
  sql: SqlContext,
): Statement[] {
  if (changeColumns.length === 0) return [];
  const path = sql.table(table.name);
  const { addsManyColumns, lockTable } = sql.dialect;
  // A column is opened before its type changes: the statement after that would no longer find the type it had.
  const actions = changeColumns.flatMap((change): [ColumnChange, string][] => {
    const name = `ALTER COLUMN ${sql.quote(change.column.name)}`;
    return [
      ...(change.dropsNotNull ? [[change, `${name} DROP NOT NULL`] as [ColumnChange, string]] : []),
      ...(change.retypes
        ? [[change, `${name} TYPE ${sql.dialect.columnType(change.column, table)}`] as [ColumnChange, string]]
        : []),
    ];
  });
  const alter = (text: string, changes: readonly ColumnChange[]): ChangeStatement => ({
    sql: `ALTER TABLE ${path} ${text}`,
    table: table.name,
    root,
    changes,
  });
  const alterations = addsManyColumns
    ? [alter(actions.map(([, action]) => action).join(', '), changeColumns)]
    : actions.map(([change, action]) => alter(action, [change]));
  return [...(lockTable ? [{ sql: lockTable(path) }] : []), ...alterations];
}
