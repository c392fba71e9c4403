import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Destination } from '@sluice/load';
import { defineSqlDestination, limitIdentifiers } from '@sluice/sql';
import { capabilities } from './capabilities.ts';
import { connect } from './connection.ts';
import { database, memoryPath } from './database.ts';
import { dialect } from './dialect.ts';
import { classify } from './errors.ts';

export type { DuckdbErrorCode } from './errors.ts';

export interface DuckdbOptions {
  /** The database file, relative to the working directory, created when missing; or `:memory:`. */
  readonly path: string;
  /**
   * Megabytes DuckDB may use. What needs more goes to disk meanwhile. Default 200, and about 1.2 per column and thread for
   * tables wider than that allows, which DuckDB cannot write with less.
   */
  readonly memoryLimitMb?: number;
  /** Default: one per core. */
  readonly threads?: number;
  /** Longest name of a table or column, in characters: longer ones are cut to it. At least 19. Default: any length. */
  readonly maxIdentifierLength?: number;
  /** Whether tables are created with UNIQUE constraints for unique columns. Default false. */
  readonly createIndexes?: boolean;
}

/**
 * Loads into a DuckDB file: `duckdb('sales.duckdb')`. Every load is one transaction; the file is open only while
 * something is done with it. With `:memory:` the data lives as long as this object.
 *
 * Errors: `DESTINATION_LOCKED` while another process has the file open, `DESTINATION_NOT_DUCKDB` for other files,
 * `DESTINATION_OPTIONS_INVALID`.
 */
export function duckdb(options: string | DuckdbOptions): Destination {
  const {
    path,
    memoryLimitMb,
    threads,
    createIndexes = false,
    maxIdentifierLength,
  } = typeof options === 'string' ? ({ path: options } as DuckdbOptions) : options;
  const file = database({
    path: path === memoryPath ? path : resolve(path),
    resources: { memoryMb: memoryLimitMb ?? 200, threads: threads ?? availableParallelism() },
    isLimitFixed: memoryLimitMb !== undefined,
  });
  return defineSqlDestination({
    name: 'duckdb',
    type: 'dlt.destinations.duckdb',
    location: path,
    capabilities: Object.freeze(limitIdentifiers(capabilities, maxIdentifierLength)),
    dialect: dialect({ createIndexes }),
    classify,
    connect: (open) => connect(file, open),
  });
}
