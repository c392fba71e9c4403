import type { HttpClient } from './http-client.ts';
import type { Cursor } from './incremental/cursor.ts';
import type { Logger } from './logger.ts';

/** Values of the configuration, by key. */
export type Settings = Readonly<Record<string, unknown>>;

/** What the function of a source is given. */
export interface SourceContext {
  /** Configuration of this source. */
  readonly config: Settings;
  /** Secrets of this source: never part of messages, traces or states. */
  readonly secrets: Settings;
  /** Retried and authenticated HTTP. @throws CONTEXT_DETACHED where no pipeline provides it. */
  readonly http: HttpClient;
  readonly logger: Logger;
  /** Aborted when the run is, and when nobody reads on. */
  readonly signal: AbortSignal;
}

/**
 * What the functions of a resource or transformer are given.
 *
 * @typeParam V values of the cursor; `never` where there is none
 */
export interface Context<V = never> extends SourceContext {
  /** Where to go on; undefined for resources without `cursor`. */
  readonly cursor: [V] extends [never] ? undefined : Cursor<V>;
  /**
   * What this resource remembers from run to run. Plain data; it is saved with the records. A `Date` comes back as one;
   * integers beyond 2^53, bytes and decimals survive, too.
   */
  readonly state: Record<string, unknown>;
  /** What the resources of the source remember together. */
  readonly sourceState: Record<string, unknown>;
}
