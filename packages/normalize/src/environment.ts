import type { ColumnBatch, MergeStrategy, Runtime, Schema, TypeRules } from '@sluice/schema';
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

/** What a table writer needs to know of the normalization it is part of. */
export interface Environment {
  readonly schema: Schema;
  readonly runtime: Runtime;
  readonly types: TypeRules;
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly system: SystemColumns;
  readonly meter: MemoryMeter;
  readonly maxBatchRows: number;
  readonly onBatch: (batch: ColumnBatch) => void;
  readonly onWidened: (table: string, column: string) => void;
}
