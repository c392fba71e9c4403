import type { PlannedTable } from '@sluice/load';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { append } from './append.ts';

/**
 * Exchanges the rows of the whole chain. In one transaction emptying a table first and filling it from a staging
 * table are the same thing: readers see the old rows or the new ones. So this is both strategies.
 */
export function replace(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  const emptied = chain
    .filter((planned) => !planned.create)
    .map((planned) => ({ sql: `DELETE FROM ${sql.table(planned.table.name)}` }));
  return [...emptied, ...append(chain)];
}
