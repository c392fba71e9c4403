import type { LoadJob, PlannedTable, QueryParameter, QueryResult } from '@sluice/load';
import type { SqlDialect } from './dialect.ts';

/** What a SQL destination has to provide: one database connection, at work for one dataset. */
export interface SqlConnection {
  /** The catalog the dataset is in, for databases where a schema's name alone may mean something else. */
  readonly catalog?: string;
  /** In what this database differs from others of its dialect, where only a connection can tell. */
  readonly dialect?: Partial<SqlDialect>;
  run(sql: string, params?: readonly QueryParameter[]): Promise<void>;
  /** Runs one statement and returns its rows, converted as `QueryValue` says. */
  query(sql: string, params?: readonly QueryParameter[]): Promise<QueryResult>;
  batches(sql: string, params?: readonly QueryParameter[]): AsyncIterable<QueryResult>;
  /** Whether the dataset exists: where it does not, its catalogue need not be read. */
  hasDataset(): Promise<boolean>;
  /** Makes room for the part files of a load. */
  staging(loadId: string): Promise<SqlStaging>;
  /** Removes what the staging of an unpublished load left behind. */
  discard(loadId: string): Promise<void>;
  /** Begins a transaction that holds the named locks until it ends: no other publish that names one runs meanwhile. */
  begin(locks: readonly string[]): Promise<void>;
  commit(): Promise<void>;
  /** Ends the transaction without a trace; does nothing when there is none. */
  rollback(): Promise<void>;
  close(): Promise<void>;
}

/**
 * How the rows of part files come within reach of statements. A database that reads files itself has nothing to do
 * before the transaction; one that does not is given them beforehand, in tables that no reader looks at.
 */
export interface SqlStaging {
  /**
   * Before the transaction: brings one part file to the database. Calls run side by side, as many as the capability
   * `parallelWrites` says. The same job twice has the effect of once.
   */
  bring(job: LoadJob): Promise<void>;
  /** In the transaction: pours the part files of a table into it. Columns that no file holds stay null. */
  ingest(table: PlannedTable): Promise<void>;
  /**
   * In the transaction: makes the rows of a table's part files readable as the temporary relation `as`, with all
   * columns of the table and its types.
   */
  expose(table: PlannedTable, as: string): Promise<void>;
  /** Forgets that relation. */
  hide(as: string): Promise<void>;
  /** In the transaction, last: what `bring` made goes with the commit. */
  clear(): Promise<void>;
  /** Ends the staging, published or not; what was not published may be left to `discard`. */
  close(): Promise<void>;
}
