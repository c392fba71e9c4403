import type { PlannedTable } from '@sluice/load';
import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import type { Expose, Step } from '../step.ts';
import { rootKey, rowKey } from './keys.ts';
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
 */
export function withStaged(
  chain: readonly PlannedTable[],
  sql: SqlContext,
  merge: (staged: StagedChain) => Step[],
): Step[] {
  const [root, ...nested] = chain;
  if (!root || root.jobs.length === 0) return [];
  const exposed = chain
    .filter(({ jobs }) => jobs.length > 0)
    .map((planned, index) => ({ expose: planned, as: stagedName(index) }));
  const filter = sourceFilter(root.table);
  const rowsOf = (planned: PlannedTable): string | null => {
    const index = exposed.findIndex(({ expose }) => expose === planned);
    if (index < 0) return null;
    return sql.quote(filter === undefined ? stagedName(index) : takenName(index));
  };
  return [
    ...exposed,
    ...(filter === undefined ? [] : takeFiltered(root, exposed, filter, sql)),
    ...merge({
      root: { planned: root, rows: rowsOf(root) ?? '' },
      nested: nested.map((planned) => ({ planned, rows: rowsOf(planned) })),
    }),
    ...(filter === undefined ? [] : exposed.map((_, index) => dropTemporary(takenName(index), sql))),
    ...exposed.map(({ as }) => ({ hide: as })),
  ];
}

/** Copies of the root rows that meet the filter, and of what is nested in them. */
function takeFiltered(
  root: PlannedTable,
  exposed: readonly Expose[],
  filter: string,
  sql: SqlContext,
): Step[] {
  const isRootTaken = (table: Table) =>
    `${sql.quote(rootKey(table, root.table).name)} IN (SELECT ${sql.quote(rowKey(root.table).name)} FROM ${sql.quote(takenName(0))})`;
  return exposed.map(({ expose: { table }, as }, index) => {
    const condition = index === 0 ? `(${filter})` : isRootTaken(table);
    const rows = `SELECT * FROM ${sql.quote(as)} WHERE ${condition}`;
    return { sql: `CREATE TEMPORARY TABLE ${sql.quote(takenName(index))} AS ${rows}` };
  });
}
