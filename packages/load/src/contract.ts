import type { CompleteColumn, IdentifierRules, MergeStrategy, Table, TypeRules } from '@sluice/schema';

/** The number of this contract. A destination says which one it was written for. */
export const contractVersion = 1;

export type FileFormat = 'parquet' | 'pgcopy' | 'csv' | 'jsonl';
export type ReplaceStrategy = 'truncate-and-insert' | 'insert-from-staging' | 'staging-optimized';

/** What a destination can do: frozen data, fixed when its factory returns. Core asks these and never the name. */
export interface Capabilities {
  readonly identifiers: IdentifierRules;
  readonly types: TypeRules;
  /** The first is what normalize writes unless asked otherwise. */
  readonly fileFormats: readonly FileFormat[];
  /** The first is the default; what is not listed is refused, never replaced by something else. */
  readonly replaceStrategies: readonly ReplaceStrategy[];
  readonly mergeStrategies: readonly MergeStrategy[];
  /** What becomes visible at once: everything of a load, one table, or neither. */
  readonly atomic: 'load' | 'table' | 'none';
  /** How many `stage` calls may run at once. */
  readonly parallelWrites: number;
  /** Longest text in UTF-8 bytes; a longer schema document is stored compressed. */
  readonly maxTextBytes: number;
}

/** Why an operation failed, as far as it decides what happens next. */
export type FailureReason =
  /** Trying again may help: connection, lock, timeout. */
  | 'transient'
  /** Trying again cannot help: constraint, type, syntax. */
  | 'permanent'
  /** A table or dataset that is not there. */
  | 'missing-relation';

export interface Destination {
  readonly name: string;
  /** What the pipeline state records as the destination's type. */
  readonly type: string;
  readonly contract: typeof contractVersion;
  readonly capabilities: Capabilities;
  /** Where the data goes, for people: never holds a secret. */
  readonly location: string;
  open(options: OpenOptions): Promise<Connection>;
  classify(error: unknown): FailureReason;
}

export interface OpenOptions {
  /** Physical name of the dataset. It need not exist yet. */
  readonly dataset: string;
  readonly signal?: AbortSignal;
}

/** One connection to one dataset. Reading from a dataset that does not exist yet finds nothing; it is no error. */
export interface Connection {
  /** The columns of those of `tables` that exist. */
  inspect(tables: readonly string[]): Promise<ReadonlyMap<string, readonly PhysicalColumn[]>>;
  /** The newest committed state of a pipeline. */
  readState(pipeline: string): Promise<StateRow | null>;
  /** The newest stored version of a schema, by name or by content hash. */
  readSchema(by: { readonly name: string } | { readonly hash: string }): Promise<SchemaRow | null>;
  isPublished(loadId: string): Promise<boolean>;
  query(sql: string, params?: readonly unknown[]): Promise<QueryResult>;
  /** Removes what an unpublished load may have left behind. */
  discard(loadId: string): Promise<void>;
  begin(plan: LoadPlan): Promise<LoadSession>;
  close(): Promise<void>;
}

/** One load on its way in. Nothing of it is visible before `publish` has returned. */
export interface LoadSession {
  /** Brings one part file to the destination. The same `job.id` twice has the effect of once. */
  stage(job: LoadJob): Promise<void>;
  /** The only visible step: data, schema version, state and load record, all or nothing. */
  publish(): Promise<void>;
  close(): Promise<void>;
}

export interface PhysicalColumn {
  readonly name: string;
  /** The destination's own type text. */
  readonly type: string;
  readonly nullable: boolean;
}

/** A row of `_dlt_pipeline_state`, `state` still encoded. */
export interface StateRow {
  readonly version: number;
  readonly engineVersion: number;
  readonly pipelineName: string;
  readonly state: string;
  readonly loadId: string;
}

/** A row of `_dlt_version`, `schema` still encoded. */
export interface SchemaRow {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly schema: string;
}

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Values by column position: see `@sluice/dataset` for how each type arrives. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Everything a publish does, decided before it starts. Plain data: it can be printed, stored and compared. */
export interface LoadPlan {
  readonly loadId: string;
  readonly pipeline: string;
  readonly dataset: string;
  /** The row of `_dlt_version`; written only where its hash is not there yet. */
  readonly schema: {
    readonly name: string;
    readonly version: number;
    readonly engineVersion: number;
    readonly hash: string;
    readonly document: string;
  };
  /** Time of `_dlt_loads.inserted_at` and `_dlt_version.inserted_at`, ISO 8601 in UTC. */
  readonly insertedAt: string;
  /** System tables first, then every chain root before its nested tables. */
  readonly tables: readonly PlannedTable[];
}

/** What happens to one table. */
export interface PlannedTable {
  /** The table with what it inherits from its parents filled in; incomplete columns left out. */
  readonly table: Table;
  readonly columns: readonly CompleteColumn[];
  /** The top of its nesting chain; its own name for a root table. */
  readonly root: string;
  readonly action:
    | { readonly disposition: 'append' }
    | { readonly disposition: 'replace'; readonly strategy: ReplaceStrategy }
    | { readonly disposition: 'merge'; readonly strategy: MergeStrategy }
    /** System tables: created when missing, written by the publish itself. */
    | { readonly disposition: 'system' };
  /** The table does not exist yet. */
  readonly create: boolean;
  /** Columns an existing table lacks. */
  readonly addColumns: readonly CompleteColumn[];
  readonly jobs: readonly LoadJob[];
}

/** One part file of one table. */
export interface LoadJob {
  /** Unique within the load and stable over retries. */
  readonly id: string;
  readonly table: string;
  readonly format: FileFormat;
  /** Absolute path. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}
