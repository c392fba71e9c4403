import type {
  CompleteColumn,
  DataType,
  IdentifierRules,
  MergeStrategy,
  Table,
  TextFileRules,
  TypeRules,
} from '@sluice/schema';

/** The number of this contract. A destination says which one it was written for. */
export const contractVersion = 1;

/** What a part file is written in. */
export type FileFormat = 'parquet' | 'pgcopy' | 'csv' | 'jsonl';
/**
 * How rows take the place of others: emptying the table first, loading into it, or putting a new table in the place of the
 * old one. Under a publish that is one transaction, readers see the same of all of them.
 */
export type ReplaceStrategy = 'truncate-and-insert' | 'insert-from-staging' | 'staging-optimized';
/** What a merge can be told: which staged rows take part, which rows may go, whether equal rows are left alone. */
export type MergeOption = 'source_filter' | 'destination_scope' | 'skip_unchanged_rows';

/** What a destination can do: frozen data, fixed when its factory returns. Core asks these and never the name. */
export interface Capabilities {
  readonly identifiers: IdentifierRules;
  readonly types: TypeRules;
  /** The first is what normalize writes unless asked otherwise. */
  readonly fileFormats: readonly FileFormat[];
  /** What CSV and JSONL files have to keep to. Default: nothing. */
  readonly textFiles?: TextFileRules;
  /** The first is the default; what is not listed is refused, never replaced by something else. */
  readonly replaceStrategies: readonly ReplaceStrategy[];
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly mergeOptions: readonly MergeOption[];
  /** What becomes visible at once: everything of a load, one table, or neither. */
  readonly atomic: 'load' | 'table' | 'none';
  /** How many `stage` calls may run at once. */
  readonly parallelWrites: number;
  /**
   * Whether staging takes the time of the destination and not of the process, so that parts are brought while the rest
   * is still being extracted. Default false.
   */
  readonly stagesEarly?: boolean;
  /** Longest text in UTF-8 bytes; a longer schema document is stored compressed. */
  readonly maxTextBytes: number;
  /** Whether a NOT NULL column can be added to a table that exists. */
  readonly addsNotNullColumns: boolean;
}

/** Why an operation failed, as far as it decides what happens next. */
export type FailureReason =
  /** Trying again may help: connection, lock, timeout. */
  | 'transient'
  /** Trying again cannot help: constraint, type, syntax. */
  | 'permanent'
  /** A table or dataset that is not there. */
  | 'missing-relation';

/** A place that loads go to: what the factory of a plugin returns. It opens nothing before it is asked to. */
export interface Destination {
  /** For people, and for error messages. */
  readonly name: string;
  /** What the pipeline state records as the destination's type. */
  readonly type: string;
  readonly contract: typeof contractVersion;
  readonly capabilities: Capabilities;
  /** Where the data goes, for people: never holds a secret. */
  readonly location: string;
  open(options: OpenOptions): Promise<Connection>;
  /**
   * Refuses where nothing can be loaded, however often it is tried, such as into a database that is open for reading
   * alone: asked before anything is extracted. Absent: only loading tells.
   */
  checkWritable?(): Promise<void>;
  classify(error: unknown): FailureReason;
}

/** What a connection is opened for. */
export interface OpenOptions {
  /** Physical name of the dataset. It need not exist yet. */
  readonly dataset: string;
  /**
   * Whether names are stored in the case they have, because their naming convention and the destination both tell names
   * apart by it. Default false: as the capability `identifiers.case` says.
   */
  readonly keepsCase?: boolean;
  readonly signal?: AbortSignal;
}

/** One connection to one dataset. Reading from a dataset that does not exist yet finds nothing; it is no error. */
export interface Connection {
  /** How this destination spells names in a query. */
  readonly names: QueryNames;
  /** The tables of the dataset, system tables included. */
  listTables(): Promise<readonly string[]>;
  /** The columns of those of `tables` that exist, by the names asked for. */
  inspect(tables: readonly string[]): Promise<ReadonlyMap<string, readonly PhysicalColumn[]>>;
  /** The newest committed state of a pipeline. */
  readState(pipeline: string): Promise<StateRow | null>;
  /** A stored version of a schema: by name the one the newest committed load used, or by content hash. */
  readSchema(by: { readonly name: string } | { readonly hash: string }): Promise<SchemaRow | null>;
  /** The record of a committed load: all of it is there, or nothing. */
  readLoad(loadId: string): Promise<LoadRow | null>;
  query(sql: string, params?: readonly QueryParameter[]): Promise<QueryResult>;
  /** The same result in pieces, for results that need not fit in memory. */
  batches(sql: string, params?: readonly QueryParameter[]): AsyncIterable<QueryResult>;
  /** What publishing a plan would do, for people to read. Asks nobody, changes nothing. */
  explain(plan: LoadPlan): readonly PlannedStep[];
  /** Removes what an unpublished load may have left behind. */
  discard(loadId: string): Promise<void>;
  begin(load: LoadIdentity): Promise<LoadSession>;
  close(): Promise<void>;
}

/** How a destination spells what a query refers to. The only way a name gets into the text of one. */
export interface QueryNames {
  /** An identifier, folded and quoted. */
  quote(identifier: string): string;
  /** A table of the dataset, with everything that leads to it. */
  table(name: string): string;
  /** The placeholder of a parameter; positions count from 1. */
  parameter(position: number): string;
}

/** What a query parameter can be. Everything else goes in as its text. */
export type QueryParameter = string | number | bigint | boolean | null;

/** Which load a session is for. */
export interface LoadIdentity {
  readonly loadId: string;
  readonly pipeline: string;
  readonly dataset: string;
}

/** One load on its way in. Nothing of it is visible before `publish` has returned. */
export interface LoadSession {
  /**
   * Brings one part file to the destination, before anybody has to know what becomes of it: a file says itself which
   * columns it holds. Calls run side by side, as many as the capability `parallelWrites` says. The same `job.id`
   * twice has the effect of once, also after a publish of this session has failed.
   */
  stage(job: LoadJob): Promise<void>;
  /**
   * The only visible step: data, schema version, state and load record, all or nothing. All jobs of the plan have
   * been staged in this session. It compares what the load was built on with what is there (`refuseConflicts`) while
   * no other publish of the pipeline or the schema can run. Columns that are to change are compared, too.
   *
   * Where it fails over the rows of one table, it throws a `TableFailure`; another plan, without that table, may then
   * be published in the same session.
   */
  publish(plan: LoadPlan): Promise<void>;
  /** Ends the session. Whatever was not published is gone. */
  close(): Promise<void>;
}

/** A column as it is at the destination. */
export interface PhysicalColumn {
  readonly name: string;
  /** The destination's own type text. */
  readonly type: string;
  /** The data type it reads back as; null for types a dataset never holds, absent where nobody can tell. */
  readonly dataType?: DataType | null;
  /**
   * Bits of integers and of the digits of doubles, decimal digits, characters of texts, fractional digits of a second.
   * Absent where nothing limits them.
   */
  readonly precision?: number;
  /** Digits behind the point of a decimal. */
  readonly scale?: number;
  /** Whether timestamps are instants. */
  readonly timezone?: boolean;
  readonly nullable: boolean;
  /** Whether the destination gives it a value where a row brings none. Default false. */
  readonly hasDefault?: boolean;
  /** Whether the destination alone gives it values. Default false. */
  readonly isGenerated?: boolean;
  /** Whether it belongs to a view, or to something else that no load can write to. Default false. */
  readonly isView?: boolean;
}

/** A row of `_dlt_pipeline_state`, `state` still encoded. */
export interface StateRow {
  readonly version: number;
  readonly engineVersion: number;
  readonly pipelineName: string;
  readonly state: string;
  /** Content hash of the state; null where an old writer left it out. */
  readonly hash: string | null;
  readonly loadId: string;
}

/** A row of `_dlt_loads`. */
export interface LoadRow {
  readonly loadId: string;
  /** Content hash of the schema it was loaded with; null where an old writer left it out. */
  readonly schemaHash: string | null;
  /** ISO 8601 in UTC with microseconds, as the plan had it. */
  readonly insertedAt: string;
}

/** A row of `_dlt_version`, `schema` still encoded. */
export interface SchemaRow {
  readonly name: string;
  readonly version: number;
  readonly engineVersion: number;
  readonly hash: string;
  readonly schema: string;
  /** When the newest load that used it was recorded, ISO 8601 in UTC; null before there is one. */
  readonly loadedAt: string | null;
}

/** What a query returns: all of its rows, or a batch of them. */
export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  /** Values by column position. */
  readonly rows: readonly (readonly QueryValue[])[];
}

/** A column of a query's result. */
export interface QueryColumn {
  readonly name: string;
  /** The destination's own type text. */
  readonly type: string;
  /** The data type it reads back as; null for types a dataset never holds. */
  readonly dataType: DataType | null;
}

/**
 * How values arrive from a destination.
 *
 * | data type | value |
 * |---|---|
 * | bool, double | boolean, number (NaN and infinities included) |
 * | bigint | number up to 2^53, bigint beyond |
 * | decimal, wei | text, with the column's scale: `"1.100000000"` |
 * | timestamp | ISO 8601 with microseconds, `2024-01-31T23:59:59.000001Z`; without `Z` where the column has no zone |
 * | date, time | `2024-01-31`, `23:59:59.000001` |
 * | json | its text |
 * | binary | `Uint8Array` |
 *
 * Timestamps are text because `Date` ends at milliseconds. Other types, met only in queries of one's own: lists as
 * arrays, structs as objects, the rest as text.
 */
export type QueryValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly QueryValue[]
  | { readonly [key: string]: QueryValue };

/** Everything a publish does, decided before it starts. Plain data: it can be printed, stored and compared. */
export interface LoadPlan {
  readonly loadId: string;
  readonly pipeline: string;
  readonly dataset: string;
  /** The row of `_dlt_version`; written only where its hash is not there yet. */
  readonly schema: PlannedSchema;
  /** The row of `_dlt_pipeline_state`; null where the state did not change. */
  readonly state: PlannedState | null;
  /** What the load was built on. Publish reads it again, and refuses where somebody else moved on. */
  readonly expected: ExpectedHeads;
  /** Time of `_dlt_loads.inserted_at` and `_dlt_version.inserted_at`, ISO 8601 in UTC, with microseconds. */
  readonly insertedAt: string;
  /** System tables first, then every chain root before its nested tables. */
  readonly tables: readonly PlannedTable[];
}

/** The schema a load leaves behind, as a row of `_dlt_version`. */
export interface PlannedSchema {
  readonly name: string;
  readonly version: number;
  readonly engineVersion: number;
  readonly hash: string;
  /** The text to store: the document, or its compressed form where the destination cannot hold it. */
  readonly document: string;
}

/** The state a load leaves behind, as a row of `_dlt_pipeline_state`. */
export interface PlannedState {
  readonly version: number;
  readonly engineVersion: number;
  /** The encoded state. */
  readonly state: string;
  readonly hash: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** `_dlt_id` of the row: the same in every attempt. */
  readonly rowId: string;
}

/** Content hashes; null = there was none, absent = not compared. */
export interface ExpectedHeads {
  /** Of the newest committed state of the pipeline: another one is `LOAD_STATE_CONFLICT`. */
  readonly state?: string | null;
  /** Of the newest committed schema of that name: another one is `LOAD_SCHEMA_CONFLICT`. */
  readonly schema?: string | null;
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
  /** Columns an existing table lacks. In one that was adopted they are nullable, whatever the schema says. */
  readonly addColumns: readonly CompleteColumn[];
  /** Columns of an existing table that have to change. Default: none. */
  readonly changeColumns?: readonly ColumnChange[];
  /** Where a root key is added: how the rows that are there get it. */
  readonly fillRootKey?: RootKeyFill;
  /** Whether rows of this load have brought row keys of their own: two of them may have one. Default false. */
  readonly hasOwnRowIds?: boolean;
  /** Whether rows that are there may have no row key: the table was adopted. Default false. */
  readonly hasUnkeyedRows?: boolean;
  readonly jobs: readonly LoadJob[];
}

/** One thing a publish does. */
export interface PlannedStep {
  /** Changes to tables, rows of a chain of tables, or the records that make the load known. */
  readonly part: 'tables' | 'rows' | 'records';
  /** The top of the chain whose rows they are. */
  readonly table?: string;
  /** A statement of the destination's language, or a sentence where it is none. */
  readonly text: string;
}

/** A column that becomes wider, so that it takes what the schema says and no value of it is lost. */
export interface ColumnChange {
  /** As the schema has it. */
  readonly column: CompleteColumn;
  /** What it was when the load was planned: where it has another type by the time of the publish, the plan is void. */
  readonly from: Pick<PhysicalColumn, 'name' | 'type'>;
  /** Whether it gets the type of the schema. */
  readonly retypes: boolean;
  /** Whether the publish has to refuse the change (`LOAD_SCHEMA_DRIFT`) where an integer lies beyond ±2^53. */
  readonly mustBeExact: boolean;
  /** Whether it takes nulls from now on. */
  readonly dropsNotNull: boolean;
}

/** How nested rows get the key of their root row: from the row they are nested in. All are names of columns. */
export interface RootKeyFill {
  readonly column: string;
  /** Holds the key of the row it is nested in. */
  readonly parentKey: string;
  /** The table it is nested in. */
  readonly parent: string;
  /** That table's row key. */
  readonly parentRowKey: string;
  /** What is taken from there: its row key if it is the root, else its root key. */
  readonly value: string;
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
  /** The columns the file holds, in its order; the table's other columns are null. */
  readonly columns: readonly string[];
  /** Those of `columns` that are null in some row. Absent where nobody knows. */
  readonly nulls?: readonly string[];
  /** What they are, as the schema has them that the file was written for: CSV and JSONL carry no types. */
  readonly definitions: readonly CompleteColumn[];
}
