import type { LoadJob, QueryParameter, QueryResult } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';

/** What a SQL destination has to provide: one database connection, at work for one dataset. */
export interface SqlConnection {
  run(sql: string, params?: readonly QueryParameter[]): Promise<void>;
  /** Runs one statement and returns its rows, converted as `QueryValue` says. */
  query(sql: string, params?: readonly QueryParameter[]): Promise<QueryResult>;
  batches(sql: string, params?: readonly QueryParameter[]): AsyncIterable<QueryResult>;
  /**
   * Pours part files of one table into `into` (a path ready for a statement). `columns` are those of the table that
   * at least one file holds; the others stay null.
   */
  ingest(jobs: readonly LoadJob[], into: string, columns: readonly CompleteColumn[]): Promise<void>;
  /** Begins a transaction that holds the named locks until it ends: no other publish that names one runs meanwhile. */
  begin(locks: readonly string[]): Promise<void>;
  commit(): Promise<void>;
  /** Ends the transaction without a trace; does nothing when there is none. */
  rollback(): Promise<void>;
  close(): Promise<void>;
}
