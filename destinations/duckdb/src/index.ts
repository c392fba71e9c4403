import type { Destination } from '@sluice/load';
import { defineSqlDestination, limitIdentifiers } from '@sluice/sql';
import { capabilities } from './capabilities.ts';
import { checkWritable } from './check-writable.ts';
import { connect } from './connection.ts';
import { dialect } from './dialect.ts';
import { classify } from './failures.ts';
import { lentConnection } from './lent-connection.ts';
import { lentInstance } from './lent-instance.ts';
import type { ConnectionOptions, DatabaseOptions, DuckdbOptions, InstanceOptions } from './options.ts';
import { ownDatabase, type UserConnection } from './own-database.ts';
import type { Database } from './session.ts';
import { type DatabasePlace, readSettings, type Settings } from './settings.ts';

export type { DuckdbConnection, DuckdbInstance } from './driver.ts';
export type { DuckdbErrorCode } from './errors.ts';
export type {
  Attachment,
  ConnectionOptions,
  DatabaseOptions,
  DatasetOptions,
  DuckdbOptions,
  InstanceOptions,
  SettingValue,
} from './options.ts';
export type { UserConnection } from './own-database.ts';

/** A destination whose database can be reached without sluice, too. */
export interface DuckdbDestination extends Destination {
  /**
   * Opens a connection to the same database, made ready in the same way: the only way to reach one in memory. A file
   * stays open until `close()` of what this returns.
   */
  connect(): Promise<UserConnection>;
}

/**
 * Loads into DuckDB: `duckdb('sales.duckdb')`. Every load is one transaction. A file is open only while something is
 * done with it; a database in memory lives as long as this object. With `instance` or `connection`, a database the
 * program has open itself.
 *
 * Errors: the `DESTINATION_…` codes of `DuckdbErrorCode`.
 */
export function duckdb(options: string | DatabaseOptions): DuckdbDestination;
export function duckdb(options: InstanceOptions | ConnectionOptions): Destination;
export function duckdb(options: string | DuckdbOptions): Destination {
  const settings = readSettings(options);
  const { place, isReadOnly } = settings;
  if (!('path' in place)) return destination(settings, lentDatabase(place));
  const own = ownDatabase(place, isReadOnly);
  return Object.freeze({ ...destination(settings, own), connect: () => own.openForUser() });
}

function lentDatabase(place: Exclude<DatabasePlace, { readonly path: string }>): Database {
  return 'instance' in place ? lentInstance(place.instance) : lentConnection(place.connection);
}

function destination(settings: Settings, database: Database): Destination {
  const { location, maxIdentifierLength } = settings;
  return defineSqlDestination({
    name: 'duckdb',
    type: 'dlt.destinations.duckdb',
    location,
    capabilities: Object.freeze(limitIdentifiers(capabilities, maxIdentifierLength)),
    dialect: dialect(settings),
    classify,
    connect: (open) => connect(database, settings, open),
    checkWritable: () => checkWritable(database, settings),
  });
}
