import type { PlannedTable } from '@sluice/load';
import type { Statement } from './dialect.ts';

/** One thing a publish does. */
export type Step = Statement | Ingest | Expose | Hide;

/** Pours the part files of a table into it. */
export interface Ingest {
  readonly ingest: PlannedTable;
}

/** Makes the rows of a table's part files readable under a temporary name. */
export interface Expose {
  readonly expose: PlannedTable;
  /** The name, not yet quoted. */
  readonly as: string;
}

/** Forgets a temporary name. */
export interface Hide {
  readonly hide: string;
}
