import type { PlannedTable } from '@sluice/load';
import type { Table } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Expose, Step } from '../step.ts';
import { distinctRows } from './distinct-rows.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { sourceFilter } from './merge-conditions.ts';
import { dropTemporary, stagedName, takenName } from './temporary-names.ts';

/** A table of a chain, and the rows that a load brings for it. */
export interface StagedTable {
  readonly planned: PlannedTable;
  /** Quoted name under which the rows that take part can be read; null where the load brings none. */
  readonly rows: string | null;
}

/** A root table that gets rows, and its nested tables, which may get none. */
export interface StagedChain {
  readonly root: StagedTable & { readonly rows: string };
  readonly nested: readonly StagedTable[];
}

/**
 * What `merge` makes of the staged rows of a chain, between making them readable and forgetting them again. Without
 * rows for the root there is nothing to merge.
 *
 * @param isRepeated whether rows may have one id several times: then each of them takes part once
 */
export function withStaged(
  chain: readonly PlannedTable[],
  sql: SqlContext,
  merge: (staged: StagedChain) => Step[],
  isRepeated = false,
): Step[] {
  const [root, ...nested] = chain;
  if (!root || root.jobs.length === 0) return [];
  const exposed = chain
    .filter(({ jobs }) => jobs.length > 0)
    .map((planned, index) => ({ expose: planned, as: stagedName(index) }));
  const filter = sourceFilter(root.table);
  const isTaken = filter !== undefined || isRepeated;
  const rowsOf = (planned: PlannedTable): string | null => {
    const index = exposed.findIndex(({ expose }) => expose === planned);
    if (index < 0) return null;
    return sql.quote(isTaken ? takenName(index) : stagedName(index));
  };
  return [
    ...exposed,
    ...(isTaken ? take(root, exposed, { filter, isRepeated }, sql) : []),
    ...merge({
      root: { planned: root, rows: rowsOf(root) ?? '' },
      nested: nested.map((planned) => ({ planned, rows: rowsOf(planned) })),
    }),
    ...(isTaken ? exposed.map((_, index) => dropTemporary(takenName(index), sql)) : []),
    ...exposed.map(({ as }) => ({ hide: as })),
  ];
}

/** Copies of the root rows that take part, and of what is nested in them. */
function take(
  root: PlannedTable,
  exposed: readonly Expose[],
  { filter, isRepeated }: { readonly filter: string | undefined; readonly isRepeated: boolean },
  sql: SqlContext,
): Step[] {
  const isRootTaken = (table: Table) =>
    `${sql.quote(rootKey(table, root.table).name)} IN (SELECT ${sql.quote(rowKey(root.table).name)} FROM ${sql.quote(takenName(0))})`;
  return exposed.map(({ expose: { table, columns }, as }, index) => {
    const staged = sql.quote(as);
    const condition = index > 0 ? isRootTaken(table) : filter === undefined ? undefined : `(${filter})`;
    const met = condition === undefined ? '' : ` WHERE ${condition}`;
    const rows = isRepeated
      ? `SELECT ${columnList(columns, sql)} FROM (${once(table, `(SELECT * FROM ${staged}${met}) AS met`, sql)}) AS once`
      : `SELECT * FROM ${staged}${met}`;
    return { sql: `CREATE TEMPORARY TABLE ${sql.quote(takenName(index))} AS ${rows}` };
  });
}

/** One row of each row key; of the root, of each row key and primary key, since a key decides which row stays. */
function once(table: Table, rows: string, sql: SqlContext): string {
  const keys = new Set([rowKey(table), ...columnsWith(table, 'primary_key')]);
  const [sort] = columnsWith(table, 'dedup_sort');
  return distinctRows(rows, table, [...keys], sort, sql);
}
