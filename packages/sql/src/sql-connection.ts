import type { LoadJob, PlannedTable, QueryParameter, QueryResult } from '@sluice/load';

/** What a SQL destination has to provide: one database connection, at work for one dataset. */
export interface SqlConnection {
  /** The catalog the dataset is in, for databases where a schema's name alone may mean something else. */
  readonly catalog?: string;
  run(sql: string, params?: readonly QueryParameter[]): Promise<void>;
  /** Runs one statement and returns its rows, converted as `QueryValue` says. */
  query(sql: string, params?: readonly QueryParameter[]): Promise<QueryResult>;
  batches(sql: string, params?: readonly QueryParameter[]): AsyncIterable<QueryResult>;
  /** Whether the dataset exists: where it does not, its catalogue need not be read. */
  hasDataset(): Promise<boolean>;
  /** Pours part files into their table. Columns that no file holds stay null. */
  ingest(table: PlannedTable, jobs: readonly LoadJob[]): Promise<void>;
  /**
   * Makes the rows of part files readable as the temporary relation `as`, with all columns of their table and its
   * types: a view over the files where the database reads files, else a temporary table.
   */
  stage(table: PlannedTable, jobs: readonly LoadJob[], as: string): Promise<void>;
  unstage(as: string): Promise<void>;
  /** Begins a transaction that holds the named locks until it ends: no other publish that names one runs meanwhile. */
  begin(locks: readonly string[]): Promise<void>;
  commit(): Promise<void>;
  /** Ends the transaction without a trace; does nothing when there is none. */
  rollback(): Promise<void>;
  close(): Promise<void>;
}
