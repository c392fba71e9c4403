import type { PlannedTable } from '@sluice/load';
import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { columnsWith, haveSame, rootKey, rowKey } from './keys.ts';
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
  const filled = filledTables(nested);
  if (filled.length === 0) return [{ sql: `DELETE FROM ${path} WHERE ${condition}` }];
  const key = sql.quote(rowKey(root.planned.table).name);
  return [
    collect(`SELECT ${key} FROM ${path} WHERE ${condition}`, sql),
    // Rows without a key have nothing nested in them.
    ...(root.planned.hasUnkeyedRows
      ? [{ sql: `DELETE FROM ${path} WHERE ${key} IS NULL AND (${condition})` }]
      : []),
    ...filled.map(({ table }) => deleteNested(table, root.planned.table, key, sql)),
    deleteCollected(path, key, key, sql),
    dropTemporary(deletedName, sql),
  ];
}

/**
 * Deletes what is nested in root rows whose id is about to change: those that have the key of a staged row and another
 * id, which is random where another strategy has loaded them. Nothing would lead to it any more.
 */
export function deleteCutOff({ root, nested }: StagedChain, sql: SqlContext): Step[] {
  const { planned, rows } = root;
  const filled = filledTables(nested);
  if (planned.create || filled.length === 0) return [];
  const key = sql.quote(rowKey(planned.table).name);
  const matches = haveSame(columnsWith(planned.table, 'primary_key'), 'd', 's', sql);
  return [
    collect(
      `SELECT d.${key} FROM ${sql.table(planned.table.name)} AS d JOIN ${rows} AS s ON ${matches} WHERE d.${key} <> s.${key}`,
      sql,
    ),
    ...filled.map(({ table }) => deleteNested(table, planned.table, key, sql)),
    dropTemporary(deletedName, sql),
  ];
}

/** Nested tables that may hold rows. */
function filledTables(nested: StagedChain['nested']): PlannedTable[] {
  return nested.map(({ planned }) => planned).filter((planned) => !planned.create);
}

function collect(keys: string, sql: SqlContext): Step {
  return { sql: `CREATE TEMPORARY TABLE ${sql.quote(deletedName)} AS ${keys}` };
}

function deleteNested(table: Table, root: Table, key: string, sql: SqlContext): Step {
  return deleteCollected(sql.table(table.name), sql.quote(rootKey(table, root).name), key, sql);
}

function deleteCollected(path: string, column: string, key: string, sql: SqlContext): Step {
  return { sql: `DELETE FROM ${path} WHERE ${column} IN (SELECT ${key} FROM ${sql.quote(deletedName)})` };
}

/** That a staged row has the same values in these columns as the row of the table at hand. */
export function hasStaged(
  { table }: PlannedTable,
  rows: string,
  columns: readonly { readonly name: string }[],
  sql: SqlContext,
): string {
  return `EXISTS (SELECT 1 FROM ${rows} AS s WHERE ${haveSame(columns, 's', sql.table(table.name), sql)})`;
}

/** What limits the rows that may go: the user's scope, else the merge keys that were delivered. */
export function withinScope({ planned, rows }: StagedChain['root'], sql: SqlContext): string[] {
  const scope = destinationScope(planned.table, sql);
  if (scope !== undefined) return [`(${scope})`];
  const keys = columnsWith(planned.table, 'merge_key');
  return keys.length === 0 ? [] : [hasStaged(planned, rows, keys, sql)];
}
