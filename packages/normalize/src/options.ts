import type {
  ColumnBatch,
  Discard,
  MergeStrategy,
  Naming,
  Runtime,
  Schema,
  SluiceError,
  TimeZone,
  TypeRules,
} from '@sluice/schema';
import type { ArrowOptions } from './arrow/arrow-run.ts';

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
  /** The time zone that values are stored in, as `timeZone` gives it. Default null: UTC. */
  readonly timeZone?: TimeZone | null;
  /** Takes a full buffer. Called synchronously; the batch's memory is reused as soon as it returns. */
  readonly onBatch: (batch: ColumnBatch) => void;
  /** An integer column became double after batches with integers were handed out. */
  readonly onWidened: (table: string, column: string) => void;
  /**
   * Whether an integer column from before this load may become double at its first fraction, as one that is new may.
   * Keys keep their type, and so do columns of a contract that freezes types. Default: none may.
   */
  readonly mayWiden?: (table: string, column: string) => boolean;
  /** A contract left out a row, or a value of one; of Arrow data, so many rows at once (default 1). */
  readonly onDiscard?: (discard: Omit<Discard, 'rows'>, rows?: number) => void;
  /** How Arrow data is written. */
  readonly arrow?: ArrowOptions;
  /**
   * Whether a row without a value for a column that must have one is an error. Default true; false leaves it to the
   * destination to refuse such rows.
   */
  readonly refusesNulls?: boolean;
  /** Bytes that all open buffers together may hold. Default 96 MiB. */
  readonly maxBufferBytes?: number;
  /** Most rows in a batch. Default 65,536. */
  readonly maxBatchRows?: number;
  /** Takes what is lawful but probably not meant, such as columns that got nothing but null, when everything is written. */
  readonly onWarning?: (warning: SluiceError) => void;
}
