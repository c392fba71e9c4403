import type { PlannedTable } from '@sluice/load';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { destinationScope } from './merge-conditions.ts';
import type { StagedChain } from './staged.ts';
import { deletedName, dropTemporary } from './temporary-names.ts';

/**
 * Deletes the root rows that meet a condition, and everything nested in them. The condition is worked out once, while
 * all rows are there. Tables that are new have nothing to delete.
 */
export function deleteRows({ root, nested }: StagedChain, condition: string, sql: SqlContext): Step[] {
  if (root.planned.create) return [];
  const path = sql.table(root.planned.table.name);
  const filled = nested.map(({ planned }) => planned).filter((planned) => !planned.create);
  if (filled.length === 0) return [{ sql: `DELETE FROM ${path} WHERE ${condition}` }];
  const key = sql.quote(rowKey(root.planned.table).name);
  const deleted = sql.quote(deletedName);
  const deleteBy = (table: string, column: string) => ({
    sql: `DELETE FROM ${table} WHERE ${column} IN (SELECT ${key} FROM ${deleted})`,
  });
  return [
    { sql: `CREATE TEMPORARY TABLE ${deleted} AS SELECT ${key} FROM ${path} WHERE ${condition}` },
    // Rows without a key have nothing nested in them.
    ...(root.planned.hasUnkeyedRows
      ? [{ sql: `DELETE FROM ${path} WHERE ${key} IS NULL AND (${condition})` }]
      : []),
    ...filled.map(({ table }) =>
      deleteBy(sql.table(table.name), sql.quote(rootKey(table, root.planned.table).name)),
    ),
    deleteBy(path, key),
    dropTemporary(deletedName, sql),
  ];
}

/** That a staged row has the same values in these columns as the row of the table at hand. */
export function hasStaged(
  { table }: PlannedTable,
  rows: string,
  columns: readonly { readonly name: string }[],
  sql: SqlContext,
): string {
  const path = sql.table(table.name);
  const equal = columns.map(({ name }) => `s.${sql.quote(name)} = ${path}.${sql.quote(name)}`).join(' AND ');
  return `EXISTS (SELECT 1 FROM ${rows} AS s WHERE ${equal})`;
}

/** What limits the rows that may go: the user's scope, else the merge keys that were delivered. */
export function withinScope({ planned, rows }: StagedChain['root'], sql: SqlContext): string[] {
  const scope = destinationScope(planned.table, sql);
  if (scope !== undefined) return [`(${scope})`];
  const keys = columnsWith(planned.table, 'merge_key');
  return keys.length === 0 ? [] : [hasStaged(planned, rows, keys, sql)];
}
