import type { Discard, Runtime, Table, TableNames, TimeZone } from '@sluice/schema';
import type { SourceState } from '@sluice/state';
import type { Settings } from '../context.ts';
import type { KnownTables } from '../hints/known-tables.ts';
import type { HttpClient } from '../http-client.ts';
import type { Logger } from '../logger.ts';
import type { ReadableResource } from '../resource-definition.ts';

export interface ExtractOptions {
  /**
   * What the source remembers: `sources[schema]` of the pipeline's state. It is changed in place, before the page is
   * handed on that a change belongs to. A function is only called when something is to be remembered, because a
   * state that was asked for counts as content.
   */
  readonly state: SourceState | (() => SourceState);
  readonly runtime: Runtime;
  /** Of the date-times without an offset that cursors meet, and of days. Default null: UTC. */
  readonly timeZone?: TimeZone | null;
  /** Ends the extraction with its reason. */
  readonly signal?: AbortSignal;
  /** Default: says nothing. */
  readonly logger?: Logger;
  readonly config?: Settings;
  readonly secrets?: Settings;
  readonly http?: HttpClient;
  /** The names that the schema gives: definitions of tables come under them. Default: raw ones, joined by `__`. */
  readonly names?: TableNames;
  /** What the schema says of tables already. Default: nothing. */
  readonly known?: KnownTables;
  /** A contract left out a record, or a value of one, before it came to a table. Called once for each; raw names. */
  readonly onDiscard?: (discard: Omit<Discard, 'rows'>) => void;
  /** Called with the selected resources, each before its transformers, when nothing of them is read yet. */
  readonly onResources?: (resources: readonly Pick<ReadableResource, 'name' | 'hints'>[]) => void;
  /** Called for each selected resource once everything of it was handed on. */
  readonly onResourceEnd?: (summary: ResourceSummary) => void | Promise<void>;
}

/** What became of a resource. */
export interface ResourceSummary {
  readonly resource: string;
  /** Raw names of the tables that were defined, in the order they were. */
  readonly tables: readonly string[];
  /**
   * Tables as the hints define them at the end, under the names that `names` gives. Where nothing came: those that the hints define by themselves; none
   * where that takes a record.
   */
  readonly definitions: readonly Table[];
  /** Things pulled from the producer: pages, or records that were yielded one by one. */
  readonly pulled: number;
  /** Records handed on. Arrow tables count by their rows. */
  readonly rows: number;
}
