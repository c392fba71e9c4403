import type { ColumnBatch, MergeStrategy, Runtime, Schema, TimeZone, TypeRules } from '@sluice/schema';
import type { MemoryMeter } from './columns/memory-meter.ts';

/** Names of the columns the format adds, as the naming convention writes them. */
interface SystemColumns {
  readonly id: string;
  readonly loadId: string;
  readonly parentId: string;
  readonly listIndex: string;
  readonly value: string;
  readonly list: string;
}

/** How values are made to fit their columns: one for all of a normalization. */
export interface Fitting {
  /** The time zone that values are stored in; null means UTC. */
  readonly zone: TimeZone | null;
  /** Whether a value may be converted to the type of its column; else only its own type fits. */
  readonly converts: boolean;
}

/** What a table writer needs to know of the normalization it is part of. */
export interface Environment {
  readonly schema: Schema;
  readonly runtime: Runtime;
  readonly types: TypeRules;
  readonly fitting: Fitting;
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly system: SystemColumns;
  readonly meter: MemoryMeter;
  readonly maxBatchRows: number;
  readonly refusesNulls: boolean;
  readonly onBatch: (batch: ColumnBatch) => void;
  readonly onWidened: (table: string, column: string) => void;
  readonly mayWiden?: (table: string, column: string) => boolean;
}
