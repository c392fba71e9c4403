import type { ColumnBatch, MergeStrategy, Naming, Runtime, Schema, TypeRules } from '@sluice/schema';
import type { MemoryMeter } from './columns/memory-meter.ts';
import type { TableWriter } from './table-writer.ts';

/** What normalizing is told. */
export interface NormalizeOptions {
  /** The schema to normalize into; it grows in place as tables, columns and variants appear. */
  readonly schema: Schema;
  readonly naming: Naming;
  readonly runtime: Runtime;
  /** Goes into `_dlt_load_id` of every root row. */
  readonly loadId: string;
  /** What the destination's types can hold. */
  readonly types: TypeRules;
  /** The destination's merge strategies, the default first: they decide ids and root keys. */
  readonly mergeStrategies: readonly MergeStrategy[];
  /** Takes a full buffer. Called synchronously; the batch's memory is reused as soon as it returns. */
  readonly onBatch: (batch: ColumnBatch) => void;
  /** An integer column became double after batches with integers were handed out. */
  readonly onWidened: (table: string, column: string) => void;
  /** Bytes that all open buffers together may hold. Default 96 MiB. */
  readonly maxBufferBytes?: number;
  /** Most rows in a batch. Default 65,536. */
  readonly maxBatchRows?: number;
}

/** Names of the columns the format adds, as the naming convention writes them. */
export interface SystemColumns {
  readonly id: string;
  readonly loadId: string;
  readonly parentId: string;
  readonly listIndex: string;
  readonly value: string;
  readonly list: string;
}

/** What all parts of one normalization share. */
export interface Normalization {
  readonly schema: Schema;
  readonly naming: Naming;
  readonly runtime: Runtime;
  readonly loadId: string;
  readonly types: TypeRules;
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly system: SystemColumns;
  readonly meter: MemoryMeter;
  readonly maxBufferBytes: number;
  readonly maxBatchRows: number;
  readonly onBatch: (batch: ColumnBatch) => void;
  readonly onWidened: (table: string, column: string) => void;
  readonly newId: () => string;
  /** A class instance as a record; what is no record as one of its value. */
  readonly recordOf: (value: object) => ReadonlyMap<string, unknown> | object;
  readonly writers: Map<string, TableWriter>;
  /** Records and lists around the row at hand: how a record that contains itself is noticed. */
  readonly ancestors: object[];
}
