import type { CompleteColumn, MergeStrategy, Table } from '@sluice/schema';
import type { FileFormat, ReplaceStrategy } from './capabilities.ts';
import type { PhysicalColumn } from './physical-column.ts';

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
