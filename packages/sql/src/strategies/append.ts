import type { PlannedTable } from '@sluice/load';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';

/** Adds the rows. */
export function append(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  return chain
    .filter((planned) => planned.jobs.length > 0)
    .map((planned) => ({ ingest: planned, into: sql.table(planned.table.name) }));
}
