import type { PlannedTable } from '@sluice/load';
import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { changed } from './changed.ts';
import { deleteCutOff } from './delete-rows.ts';
import { isDeleted, notDeleted } from './hard-delete.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { skipsUnchanged } from './merge-conditions.ts';
import { type MergeActions, mergeInto } from './merge-into.ts';
import { type StagedChain, type StagedTable, withStaged } from './staged.ts';

/**
 * Merges by primary key: rows that are there are updated in place, others are inserted. Row ids are hashes of the key,
 * so the rows of nested tables are matched by theirs, and those of list elements that are gone are deleted.
 */
export function upsert(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  return withStaged(chain, sql, (staged) => [
    ...deleteCutOff(staged, sql),
    ...mergeRoot(staged, true, sql),
    ...staged.nested.flatMap((table) => mergeNested(staged, table, sql)),
  ]);
}

/**
 * Updates and inserts root rows; rows marked as deleted are deleted.
 *
 * @param insertsMarked whether a row that is marked and was never there is inserted, mark and all
 */
export function mergeRoot({ root, nested }: StagedChain, insertsMarked: boolean, sql: SqlContext): Step[] {
  const { table, create } = root.planned;
  const merge = (actions: MergeActions) =>
    mergeInto(root, columnsWith(table, 'primary_key'), table, sql, actions);
  const update = skipsUnchanged(table) ? changedRoot(root, nested, sql) : 'TRUE';
  const deleted = isDeleted(table, sql, 's.');
  const kept = notDeleted(table, sql, 's.');
  if (deleted === undefined || kept === undefined) return [merge({ update, insert: 'TRUE' })];
  if (create || !sql.dialect.mergesOneChange)
    return [merge({ delete: deleted, update, insert: insertsMarked ? 'TRUE' : kept })];
  // A row takes part in one of the two, so that neither sees what the other has done to its key.
  return [
    merge({ update: update === 'TRUE' ? kept : `${kept} AND ${update}`, insert: kept }),
    merge({ delete: deleted, ...(insertsMarked && { insert: deleted }) }),
  ];
}

/** What is nested in a row refers to it by its id: where that is another one, the row has changed. */
function changedRoot({ planned }: StagedTable, nested: StagedChain['nested'], sql: SqlContext): string {
  const condition = changed(planned, sql);
  if (nested.length === 0) return condition;
  const key = sql.quote(rowKey(planned.table).name);
  return `(${condition} OR s.${key} <> d.${key})`;
}

/** Updates and inserts nested rows, then deletes those that their root row has no more. */
export function mergeNested(staged: StagedChain, { planned, rows }: StagedTable, sql: SqlContext): Step[] {
  const root = staged.root.planned.table;
  const { table } = planned;
  const merged =
    rows === null
      ? []
      : [
          mergeInto({ planned, rows }, [rowKey(table)], root, sql, {
            update: skipsUnchanged(root) ? changed(planned, sql) : 'TRUE',
            insert: 'TRUE',
          }),
        ];
  if (planned.create && rows === null) return [];
  return [...merged, ...deleteVanished(staged, { planned, rows }, root, sql)];
}

/** Nested rows go when they were not delivered with their root row, and when their root row goes. */
function deleteVanished(
  staged: StagedChain,
  { planned: { table, create }, rows }: StagedTable,
  root: Table,
  sql: SqlContext,
): Step[] {
  const path = sql.table(table.name);
  const own = sql.quote(rowKey(table).name);
  const toRoot = `s.${sql.quote(rowKey(root).name)} = ${path}.${sql.quote(rootKey(table, root).name)}`;
  const isRootStaged = (condition = '') =>
    `EXISTS (SELECT 1 FROM ${staged.root.rows} AS s WHERE ${toRoot}${condition})`;
  const isStaged =
    rows === null ? '' : ` AND NOT EXISTS (SELECT 1 FROM ${rows} AS s WHERE s.${own} = ${path}.${own})`;
  const deleted = isDeleted(root, sql, 's.');
  return [
    ...(create ? [] : [{ sql: `DELETE FROM ${path} WHERE ${isRootStaged()}${isStaged}` }]),
    ...(deleted === undefined
      ? []
      : [{ sql: `DELETE FROM ${path} WHERE ${isRootStaged(` AND ${deleted}`)}` }]),
  ];
}
