import type { LoadJob } from '@sluice/load';
import { literal } from './dialect.ts';

/** How some part files of one table are read, all by one function of DuckDB. */
export interface PartReader {
  /** What stands behind FROM. */
  readonly from: string;
  /** The columns that the files hold. */
  readonly held: ReadonlySet<string>;
  /** A value of one of them. */
  value(column: string): string;
}

/** The paths of part files, as a list. */
export function listOf(jobs: readonly LoadJob[]): string {
  return `[${jobs.map((job) => literal(job.file)).join(', ')}]`;
}
