import type { PlannedTable } from './contract.ts';

/** A planned table before it has been compared with the real one. */
export type DraftTable = Pick<
  PlannedTable,
  'table' | 'columns' | 'root' | 'action' | 'jobs' | 'hasOwnRowIds'
>;

/** Whether rows are versions with a time of validity. */
export function isScd2({ action }: DraftTable): boolean {
  return action.disposition === 'merge' && action.strategy === 'scd2';
}
