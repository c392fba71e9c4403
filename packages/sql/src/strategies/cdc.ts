import type { PlannedTable } from '@sluice/load';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { deleteCutOff, deleteRows, hasStaged, withinScope } from './delete-rows.ts';
import { columnsWith } from './keys.ts';
import { type StagedChain, withStaged } from './staged.ts';
import { mergeNested, mergeRoot } from './upsert.ts';

/**
 * Takes what is delivered for all there is: rows that were not delivered again are deleted, as far as their merge key
 * was delivered or they are in the scope the user gave; the others are updated or inserted.
 */
export function cdc(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  return withStaged(chain, sql, (staged) => [
    ...deleteRows(staged, absentCondition(staged, sql), sql),
    ...deleteCutOff(staged, sql),
    ...mergeRoot(staged, false, sql),
    ...staged.nested.flatMap((table) => mergeNested(staged, table, sql)),
  ]);
}

function absentCondition({ root }: StagedChain, sql: SqlContext): string {
  const { planned, rows } = root;
  const isThere = hasStaged(planned, rows, columnsWith(planned.table, 'primary_key'), sql);
  return [`NOT ${isThere}`, ...withinScope(root, sql)].join(' AND ');
}
