/**
 * What is used of DuckDB's driver, as shapes: a connection that is handed in may come from another copy or version of
 * the driver than the one this package depends on, and only one can be loaded into a process.
 */

/** A `DuckDBInstance` of `@duckdb/node-api`. */
export interface DuckdbInstance {
  connect(): Promise<DuckdbConnection>;
}

/** A `DuckDBConnection` of `@duckdb/node-api`. */
export interface DuckdbConnection {
  run(sql: string, values?: DriverParameter[], types?: unknown): Promise<unknown>;
  runAndReadAll(sql: string, values?: DriverParameter[], types?: unknown): Promise<DriverRows>;
  stream(sql: string, values?: DriverParameter[], types?: unknown): Promise<DriverStream>;
  interrupt(): void;
  closeSync(): void;
}

type DriverParameter = string | number | bigint | boolean | null;

/** Values of parameters, and a `DriverType` for each whose value does not say enough. */
export type DriverBindings = [values?: DriverParameter[], types?: unknown];

export interface DriverColumns {
  columnNames(): readonly string[];
  columnTypes(): readonly DriverType[];
}

export interface DriverRows extends DriverColumns {
  getRows(): readonly (readonly unknown[])[];
}

export interface DriverStream extends DriverColumns {
  yieldRows(): AsyncIterable<readonly (readonly unknown[])[]>;
}

/** A type of DuckDB; the members that say more are there for the types that have them. */
export interface DriverType {
  /** The number DuckDB's C interface gives the type. */
  readonly typeId: number;
  readonly alias?: string | undefined;
  toString(): string;
}
