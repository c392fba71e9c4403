import type { PlannedTable } from '@sluice/load';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { deleteRows, hasStaged } from './delete-rows.ts';
import { distinctRows } from './distinct-rows.ts';
import { notDeleted } from './hard-delete.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { leftOut } from './left-out.ts';
import { destinationScope } from './merge-conditions.ts';
import { type StagedChain, withStaged } from './staged.ts';
import { dropTemporary, leftOutName } from './temporary-names.ts';

/**
 * Merges by deleting every row whose key was delivered again (or that is in the scope the user gave) and inserting
 * what was delivered, less duplicates and deletions. Merge keys alone do not deduplicate. Without keys, rows are only
 * added.
 */
export function deleteInsert(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  // The other strategies match rows by their ids, and take in one of each anyway.
  const isRepeated = chain.length > 1 && chain.some(({ hasOwnRowIds }) => hasOwnRowIds);
  const merge = (staged: StagedChain): Step[] => {
    const condition = replacedCondition(staged, sql);
    return [
      ...(condition === undefined ? [] : deleteRows(staged, condition, sql)),
      ...(staged.nested.length > 0 || hasRowKey(staged.root.planned)
        ? insertChain(staged, sql)
        : insertUnkeyed(staged, sql)),
    ];
  };
  return withStaged(chain, sql, merge, isRepeated);
}

/**
 * The condition on a row of the root table that it goes; undefined where none does. Two EXISTS instead of one with
 * OR, which a database could only answer by comparing every pair.
 */
function replacedCondition({ root }: StagedChain, sql: SqlContext): string | undefined {
  const scope = destinationScope(root.planned.table, sql);
  if (scope !== undefined) return `(${scope})`;
  const clauses = (['primary_key', 'merge_key'] as const)
    .map((hint) => columnsWith(root.planned.table, hint))
    .filter((columns) => columns.length > 0)
    .map((columns) => hasStaged(root.planned, root.rows, columns, sql));
  return clauses.length > 0 ? clauses.join(' OR ') : undefined;
}

/** Inserts what was delivered, but for duplicates and deletions, which are found once for the whole chain. */
function insertChain({ root, nested }: StagedChain, sql: SqlContext): Step[] {
  const { table } = root.planned;
  const key = sql.quote(rowKey(table).name);
  const goes = leftOut(table, root.rows, key, sql);
  const goneName = sql.quote(leftOutName);
  const insert = ({ table, columns }: PlannedTable, rows: string | null, column: string): Step[] => {
    if (rows === null) return [];
    const names = columnList(columns, sql);
    const stays = ` AS s WHERE NOT EXISTS (SELECT 1 FROM ${goneName} AS gone WHERE gone.${key} = s.${column})`;
    const from = goes === undefined ? rows : `${rows}${stays}`;
    return [{ sql: `INSERT INTO ${sql.table(table.name)} (${names}) SELECT ${names} FROM ${from}` }];
  };
  const inserts = [
    ...insert(root.planned, root.rows, key),
    ...nested.flatMap(({ planned, rows }) =>
      insert(planned, rows, sql.quote(rootKey(planned.table, table).name)),
    ),
  ];
  if (goes === undefined) return inserts;
  return [
    { sql: `CREATE TEMPORARY TABLE ${goneName} AS ${goes}` },
    ...inserts,
    dropTemporary(leftOutName, sql),
  ];
}

/** A table whose rows nothing tells apart: of those with one key, the database has to choose among whole rows. */
function insertUnkeyed({ root }: StagedChain, sql: SqlContext): Step[] {
  const { table, columns } = root.planned;
  const names = columnList(columns, sql);
  const keys = columnsWith(table, 'primary_key');
  const [sort] = columnsWith(table, 'dedup_sort');
  const isDistinct = keys.length === 0 || table['x-stage-data-deduplicated'] === true;
  const rows = isDistinct ? root.rows : `(${distinctRows(root.rows, table, keys, sort, sql)}) AS chosen`;
  const alive = notDeleted(table, sql);
  const where = alive === undefined ? '' : ` WHERE ${alive}`;
  return [{ sql: `INSERT INTO ${sql.table(table.name)} (${names}) SELECT ${names} FROM ${rows}${where}` }];
}

/** Whether each row of a table has a key of its own, which its primary key is not before duplicates are gone. */
function hasRowKey({ table, hasOwnRowIds }: PlannedTable): boolean {
  if (hasOwnRowIds) return false;
  return columnsWith(table, 'row_key').some((column) => column.primary_key !== true);
}
