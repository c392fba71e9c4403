import type { PlannedTable } from '@sluice/load';
import type { Statement } from './dialect.ts';

/** One thing a publish does: run a statement, or pour the part files of a table into it (or its staging table). */
export type Step = Statement | Ingest;

export interface Ingest {
  readonly ingest: PlannedTable;
  /** Path of the table the rows go into, ready for use in a statement. */
  readonly into: string;
}

export function isIngest(step: Step): step is Ingest {
  return 'ingest' in step;
}
