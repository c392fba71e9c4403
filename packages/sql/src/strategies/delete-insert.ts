import type { PlannedTable } from '@sluice/load';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { deleteRows, hasStaged } from './delete-rows.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { destinationScope } from './merge-conditions.ts';
import { type StagedChain, withStaged } from './staged.ts';
import { survivors } from './survivors.ts';
import { dropTemporary, keptName } from './temporary-names.ts';

/**
 * Merges by deleting every row whose key was delivered again (or that is in the scope the user gave) and inserting
 * what was delivered, less duplicates and deletions. Merge keys alone do not deduplicate. Without keys, rows are only
 * added.
 */
export function deleteInsert(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  return withStaged(chain, sql, (staged) => {
    const condition = replacedCondition(staged, sql);
    return [
      ...(condition === undefined ? [] : deleteRows(staged, condition, sql)),
      ...(staged.nested.length === 0 ? insertTable(staged, sql) : insertChain(staged, sql)),
    ];
  });
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

/** A table without nested tables. */
function insertTable({ root }: StagedChain, sql: SqlContext): Step[] {
  const { table, columns } = root.planned;
  const names = columnList(columns, sql);
  const rows = survivors(table, root.rows, names, sql);
  return [{ sql: `INSERT INTO ${sql.table(table.name)} (${names}) ${rows}` }];
}

/** A root and its nested tables: the keys of the root rows to keep are worked out once. */
function insertChain({ root, nested }: StagedChain, sql: SqlContext): Step[] {
  const { table } = root.planned;
  const key = sql.quote(rowKey(table).name);
  const kept = sql.quote(keptName);
  // Where every staged row stays there is nothing to look up.
  const isFiltered = (['primary_key', 'hard_delete'] as const).some(
    (hint) => columnsWith(table, hint).length > 0,
  );
  const insert = ({ table, columns }: PlannedTable, rows: string | null, column: string): Step[] => {
    if (rows === null) return [];
    const names = columnList(columns, sql);
    const only = isFiltered ? ` WHERE ${column} IN (SELECT ${key} FROM ${kept})` : '';
    return [{ sql: `INSERT INTO ${sql.table(table.name)} (${names}) SELECT ${names} FROM ${rows}${only}` }];
  };
  const inserts = [
    ...insert(root.planned, root.rows, key),
    ...nested.flatMap(({ planned, rows }) =>
      insert(planned, rows, sql.quote(rootKey(planned.table, table).name)),
    ),
  ];
  if (!isFiltered) return inserts;
  const keptRows = `CREATE TEMPORARY TABLE ${kept} AS ${survivors(table, root.rows, key, sql)}`;
  return [{ sql: keptRows }, ...inserts, dropTemporary(keptName, sql)];
}
