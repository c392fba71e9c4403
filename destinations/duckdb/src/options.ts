import type { DuckdbConnection, DuckdbInstance } from './driver.ts';

/** What holds for every way to a database. */
export interface DatasetOptions {
  /**
   * The database that holds the dataset, where several are attached. Default: the one a new connection is in, which is
   * that of `path`.
   */
  readonly catalog?: string;
  /**
   * Reads only: a file is opened so that other processes can read it too, and loading is refused before anything is
   * extracted (`DESTINATION_READ_ONLY`). Default false.
   */
  readonly readOnly?: boolean;
  /** Longest name of a table or column, in characters: longer ones are cut to it. At least 19. Default: any length. */
  readonly maxIdentifierLength?: number;
  /** Whether tables are created with UNIQUE constraints for unique columns. Default false. */
  readonly createIndexes?: boolean;
}

/** A database that is opened and closed as it is needed. */
export interface DatabaseOptions extends DatasetOptions {
  /**
   * The database file, relative to the working directory, created when missing; or `:memory:`. Default: `:memory:` where
   * `attach` and `catalog` say where the dataset is.
   */
  readonly path?: string;
  /**
   * Megabytes DuckDB may use. What needs more goes to disk meanwhile. Default 200, and about 1.2 per column and thread for
   * tables wider than that allows, which DuckDB cannot write with less.
   */
  readonly memoryLimitMb?: number;
  /** Default: one per core. */
  readonly threads?: number;
  /** Extensions to load: names of installed ones, or paths of their files. Nothing is installed. Default: none. */
  readonly extensions?: readonly string[];
  /** Settings of DuckDB by name. Some are not for users to set: memory, threads, time zone, search path. */
  readonly settings?: Readonly<Record<string, SettingValue>>;
  /** SQL that each newly opened connection runs, after the settings and before `attach`: to create secrets, say. */
  readonly statements?: readonly string[];
  /** Databases to attach. */
  readonly attach?: readonly Attachment[];
}

/** A database to attach beside the one that is opened. */
export interface Attachment {
  /** What DuckDB's ATTACH takes: a file, `ducklake:…`, `md:…`, a connection string. It may hold a secret. */
  readonly path: string;
  /** The name of the database. Default: the one DuckDB gives it. */
  readonly as?: string;
  /** What kind of database it is, such as `sqlite`. Default: what the path says, else `duckdb`. */
  readonly type?: string;
  /** Other options of ATTACH by name, such as `data_path` or `read_only`. */
  readonly options?: Readonly<Record<string, SettingValue>>;
}

export type SettingValue = string | number | boolean;

/** A database that the program has open itself: connections to it are opened and closed, it stays as it is. */
export interface InstanceOptions extends DatasetOptions {
  readonly instance: DuckdbInstance;
}

/** One connection of the program's own. It stays open, and between two statements it has the settings it had. */
export interface ConnectionOptions extends DatasetOptions {
  readonly connection: DuckdbConnection;
}

export type DuckdbOptions = DatabaseOptions | InstanceOptions | ConnectionOptions;
