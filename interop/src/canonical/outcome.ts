import type { Json, JsonObject } from '../json/json.ts';
import type { Column } from './cell.ts';

/** A table in canonical form: random things labelled, rows in a fixed order. */
export interface CanonicalTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Json[])[];
  readonly files?: readonly string[];
}

export type CanonicalDataset = ReadonlyMap<string, CanonicalTable>;

/** What a failed run said about itself. */
export interface RunError {
  readonly step?: string | null;
  readonly type?: string;
  readonly table?: string;
  readonly column?: string;
  readonly entity?: string;
  readonly mode?: string;
  readonly message?: string;
}

/** What a destination holds after a run, and how the run went. */
export interface Outcome {
  /** Undefined where it is not known: a dump of a destination alone. */
  readonly error?: RunError | null;
  readonly packages?: number;
  readonly failedJobs?: boolean;
  readonly observed?: Json;
  readonly attached?: Json;
  /** Null: not kept, because the run's load step failed. */
  readonly datasets: ReadonlyMap<string, CanonicalDataset> | null;
  /** Content hash → schema document. */
  readonly schemas: ReadonlyMap<string, JsonObject>;
}
