import type { PlannedTable } from '@sluice/load';
import type { Step } from '../step.ts';

/** Adds the rows. */
export function append(chain: readonly PlannedTable[]): Step[] {
  return chain.filter((planned) => planned.jobs.length > 0).map((planned) => ({ ingest: planned }));
}
