import type { Content } from '../run/content.ts';

/** Where the contenders of a race load to. A database is named by a text that its driver takes: a path, or a URL. */
export interface Engine {
  /** The database's version and settings, for the report. */
  readonly about: string;
  /** The database of a run in a folder of its own. Nothing is there yet. */
  place(folder: string): string;
  /** A database to be kept under a name for as long as the engine lasts. */
  keep(name: string): string;
  /** Makes an empty database. */
  create(database: string): Promise<void>;
  /** What is due when a base has been loaded, before it is copied. */
  settle(base: string): Promise<void>;
  /** Makes a database that is the copy of another. */
  copy(base: string, database: string): Promise<void>;
  /** Reads what a run has loaded; null where it made no database. */
  content(database: string, key?: string): Promise<Content | null>;
  remove(database: string): Promise<void>;
  /** How `peers/bench.py` is told of a database. */
  peerOptions(database: string): readonly string[];
  /** The process of a server, whose processor time counts with that of its client. Undefined: there is no server. */
  readonly serverProcess?: number;
  close(): Promise<void>;
}
