import type { Dataset } from '@sluice/dataset';
import type { Element, Producer, RecordHints } from '@sluice/extract';
import type { LoadFailure } from '@sluice/load';
import type { Schema } from '@sluice/schema';
import type { PipelineState } from '@sluice/state';
import type { LoadRunOptions, RunOptions } from './options.ts';
import type { RunInfo } from './run-info.ts';

/** A pipeline: data in, a dataset out, and a state that remembers how far it got. */
export interface Pipeline {
  readonly name: string;
  /** Physical name of the dataset; with a dataset per schema, of the default schema's. */
  readonly datasetName: string;
  /**
   * Extracts, normalizes and loads. What an earlier run left pending is loaded first; then the new data.
   * A failed run changes nothing at the destination; data that was extracted by then is loaded by the next run.
   * @throws PIPELINE_LOCKED while another operation uses the working folder, and the codes of every step
   */
  run<T>(data: unknown, options: RunOptions<T> & RecordHints<T>): Promise<RunInfo>;
  run<Y>(data: Producer<Y>, options: RunOptions<Element<Y>> & { readonly table: string }): Promise<RunInfo>;
  run(data: unknown, options?: RunOptions): Promise<RunInfo>;
  /** The first part of `run`: the data as sealed load packages in the working folder. Returns their load ids. */
  extract<T>(data: unknown, options: RunOptions<T> & RecordHints<T>): Promise<readonly string[]>;
  extract<Y>(
    data: Producer<Y>,
    options: RunOptions<Element<Y>> & { readonly table: string },
  ): Promise<readonly string[]>;
  extract(data: unknown, options?: RunOptions): Promise<readonly string[]>;
  /**
   * The second part of `run`. Records are normalized while they are extracted, so this only says what waits to be
   * loaded: rows per table.
   */
  normalize(): Promise<Readonly<Record<string, number>>>;
  /** The last part of `run`: loads every sealed package, the oldest first. */
  load(options?: LoadRunOptions): Promise<RunInfo>;
  /** The tables that loads went on without (`onTableFailure: 'continue'`), whose rows wait in the working folder. */
  failures(): Promise<readonly LoadFailure[]>;
  /**
   * Loads the rows that wait: of one load, or of all. They are loaded by the rules of their table as if they came now:
   * a replace takes the place of what later loads have brought.
   */
  retry(options?: LoadRunOptions & { readonly loadId?: string }): Promise<RunInfo>;
  /** Brings state, schemas and exported schema files of the working folder in line with the destination. */
  sync(): Promise<void>;
  /** Reads what was loaded. With a dataset per schema: the one of this schema, by default of the default schema. */
  dataset(schema?: string): Dataset;
  /** State of the last load this object saw; null before the first. */
  readonly state: PipelineState | null;
  /** Schemas of the last load this object saw, by name. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** The default schema: that of the first source ever loaded. */
  readonly schema: Schema | undefined;
  /** Load ids of sealed packages that wait to be loaded. */
  pending(): Promise<readonly string[]>;
  /**
   * Throws the pending packages away, and returns their load ids: the way out when one of them can never be loaded.
   * Nothing else has to be undone, since the state never runs ahead of the loads; the next run extracts their data
   * again. (Rows that `retry` has sealed are the exception: their state was loaded before them.) A package that a run
   * had published before it was cut short stays, for the next `run` or `load` to put away.
   */
  abort(): Promise<readonly string[]>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
