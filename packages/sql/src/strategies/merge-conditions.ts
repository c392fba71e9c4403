import { fillMergeCondition, type Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import { stagedName } from './temporary-names.ts';

/** The condition that staged root rows must meet to take part, as SQL; undefined where all do. */
export function sourceFilter(root: Table): string | undefined {
  const condition = textOf(root['x-merge-source-filter']);
  return condition === undefined ? undefined : fillMergeCondition(condition, {});
}

/**
 * The condition that says which rows of the table may be deleted or retired, in place of its keys, as SQL. Its
 * columns are those of the root table, and `{staging_table}` the staged rows, filtered or not.
 */
export function destinationScope(root: Table, sql: SqlContext): string | undefined {
  const condition = textOf(root['x-merge-destination-scope']);
  if (condition === undefined) return undefined;
  return fillMergeCondition(condition, {
    table: sql.table(root.name),
    staging_table: sql.quote(stagedName(0)),
  });
}

/** Whether rows that have not changed are left alone. */
export function skipsUnchanged(root: Table): boolean {
  return root['x-merge-skip-unchanged-rows'] === true;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
