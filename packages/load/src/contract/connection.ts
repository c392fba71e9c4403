import type { LoadJob, LoadPlan, PlannedStep } from './load-plan.ts';
import type { PhysicalColumn } from './physical-column.ts';
import type { QueryNames, QueryParameter, QueryResult } from './query.ts';

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
