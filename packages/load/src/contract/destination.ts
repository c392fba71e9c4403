import type { Capabilities } from './capabilities.ts';
import type { Connection } from './connection.ts';

/** The number of this contract. A destination says which one it was written for. */
export const contractVersion = 1;

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
