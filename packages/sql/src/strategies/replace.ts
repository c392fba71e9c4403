import type { PlannedTable, ReplaceStrategy } from '@sluice/load';
import { addConstraints, createTable } from '../ddl.ts';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { append } from './append.ts';
import { freshName, stagedName } from './temporary-names.ts';

/**
 * Exchanges the rows of the whole chain. All strategies do it in the transaction of the load, so readers see the old
 * rows or the new ones; they differ in what they lock and leave behind.
 *
 * - `insert-from-staging` deletes the old rows: readers are never kept waiting.
 * - `truncate-and-insert` truncates, where the database can do that in a transaction: no dead rows, and readers wait.
 * - `staging-optimized` fills a new table and puts it in the old one's place: the fastest, and what others attached to
 *   the old table (indexes, grants) is gone.
 */
export function replace(
  chain: readonly PlannedTable[],
  strategy: ReplaceStrategy,
  loadId: string,
  sql: SqlContext,
): Step[] {
  if (strategy === 'staging-optimized') return chain.flatMap((planned) => exchange(planned, loadId, sql));
  const isTruncated = strategy === 'truncate-and-insert' && sql.dialect.truncates === true;
  const emptied = chain
    .filter((planned) => !planned.create)
    .map(({ table }) => sql.table(table.name))
    .map((path) => ({ sql: isTruncated ? `TRUNCATE TABLE ${path}` : `DELETE FROM ${path}` }));
  return [...emptied, ...append(chain)];
}

function exchange(planned: PlannedTable, loadId: string, sql: SqlContext): Step[] {
  if (planned.create) return append([planned]);
  const { table, columns, jobs } = planned;
  const fresh = freshName(loadId);
  const staged = stagedName(0);
  const names = columnList(columns, sql);
  const filled: Step[] = [
    { expose: planned, as: staged },
    { sql: `INSERT INTO ${sql.table(fresh)} (${names}) SELECT ${names} FROM ${sql.quote(staged)}` },
    { hide: staged },
  ];
  return [
    createTable(planned, fresh, sql),
    ...(jobs.length > 0 ? filled : []),
    { sql: `DROP TABLE ${sql.table(table.name)}` },
    { sql: `ALTER TABLE ${sql.table(fresh)} RENAME TO ${sql.quote(table.name)}` },
    ...addConstraints(planned, sql),
  ];
}
