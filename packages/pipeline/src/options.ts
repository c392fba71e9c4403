import type { Logger, RecordHints, ResourceHints } from '@sluice/extract';
import type { Destination, LoadEvent, LoadPolicy, StrategyChoice } from '@sluice/load';
import type { ArrowOptions } from '@sluice/normalize';
import type { SchemaFilesOptions } from './schema-files.ts';
import type { NamingOptions } from './starting-schema.ts';

/** How much goes into one part file: never part of what is loaded, and never needed for it. */
export interface BatchLimits {
  /**
   * Most bytes of rows in memory, all tables together; the largest table is then written to a part file. From 65,536 to
   * 2^30. Default 96 MiB.
   */
  readonly maxBatchBytes?: number | undefined;
  /** Most rows in a part file. Default 65,536. */
  readonly maxBatchRows?: number | undefined;
}

/** What a pipeline is, and how it works. All but the first two are optional. */
export interface PipelineOptions extends StrategyChoice, LoadPolicy, BatchLimits {
  /** Names the working folder and, with `_dataset` appended, the dataset. */
  readonly name: string;
  readonly destination: Destination;
  /** Where the tables go. Default `<name>_dataset`; written the way the naming convention writes names. */
  readonly dataset?: string;
  /** Whether the names of datasets are written the way the naming convention writes names. Default true. */
  readonly normalizeDataset?: boolean;
  /**
   * Whether each schema but the default one has a dataset of its own, called `<dataset>_<schema>`. Default false. Each
   * then holds the state of its own sources, and becomes visible by itself.
   */
  readonly datasetPerSchema?: boolean;
  /** Where packages and copies of state and schemas are kept. Default `.sluice`, or what `SLUICE_DIR` says. */
  readonly workDir?: string;
  /**
   * Whether a run starts from the state and schemas at the destination (true, the default), so that any machine
   * can go on where another stopped, or from those in the working folder.
   */
  readonly restore?: boolean;
  /**
   * Naming convention: `snake_case`, `sql_cs_v1`, `sql_ci_v1`, `duck_case`, `direct` or `s3_tables`. Default: that of the
   * schema, for a new one `snake_case`. Once tables hold data, another one is refused (`IDENTIFIERS_FROZEN`).
   */
  readonly naming?: string | NamingOptions;
  /** Folders of schema files, to be read and edited by people. */
  readonly schemaFiles?: SchemaFilesOptions;
  /**
   * Time zone values are stored in, by its IANA name: a date-time without an offset is one of its clocks, an instant
   * falls on the day it has there. Default `UTC`. Load ids, boundaries of versions and times of loads are in UTC always.
   */
  readonly timezone?: string;
  /** What Arrow data gets besides its own columns, and how exactly its values are kept. */
  readonly arrow?: ArrowOptions;
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger;
  /** Told what happens during loads. What it throws is logged, and changes nothing. */
  readonly progress?: (event: LoadEvent) => void;
}

/** What one call of `load` or `retry` changes about the pipeline's own options. */
export interface LoadRunOptions extends Pick<LoadPolicy, 'onTableFailure'> {
  /** Stops loading at the next chance; what is not loaded by then stays pending. */
  readonly signal?: AbortSignal;
}

/**
 * What one run changes about the data it is given, on top of its own hints.
 *
 * @typeParam T a record: editors know its keys
 */
export interface RunOptions<T = unknown>
  extends Omit<ResourceHints, 'table' | keyof RecordHints<T>>,
    Partial<RecordHints<T>> {
  /** Table of plain records; required for them. */
  readonly table?: string;
  /** Schema of loose resources and plain records. Default: the pipeline's default schema. */
  readonly schemaName?: string;
  /** Stops the run at the next chance; what is sealed by then is loaded by the next run. */
  readonly signal?: AbortSignal;
}

/** How large the parts of tables get. */
export function limitsOf({ maxBatchBytes, maxBatchRows }: PipelineOptions): BatchLimits {
  return { maxBatchBytes, maxBatchRows };
}

/** How tables are loaded. */
export function strategiesOf(options: PipelineOptions): StrategyChoice {
  const { replaceStrategy, allowKeyless, widen, adopt } = options;
  return { replaceStrategy, allowKeyless, widen, adopt };
}

/** What happens when loading fails, and what is kept. */
export function loadPolicyOf({ retry, onTableFailure, keepPackages }: PipelineOptions): LoadPolicy {
  return { retry, onTableFailure, keepPackages };
}
