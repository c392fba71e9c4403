import type { Destination } from '@sluice/load';
import { defineSqlDestination, limitIdentifiers } from '@sluice/sql';
import { capabilities } from './capabilities.ts';
import { classify } from './classify.ts';
import { connect } from './connection.ts';
import { dialect } from './dialect.ts';
import type { PostgresOptions } from './options.ts';
import { readSettings } from './settings.ts';

export type { PostgresErrorCode } from './errors.ts';
export type { PostgresOptions, SslMode, TlsOptions } from './options.ts';

/**
 * Loads into a Postgres database: `postgres('postgresql://user:password@host/database')`. Part files are copied, in
 * binary, into tables beside the dataset (`<dataset>_staging`); one transaction then brings them into the dataset,
 * with everything else that belongs to the load.
 *
 * Errors: the `DESTINATION_…` codes of `PostgresErrorCode`.
 *
 * @param options what they leave out, the `PG…` environment variables say
 */
export function postgres(options: string | PostgresOptions = {}): Destination {
  const filled = readSettings(options);
  return defineSqlDestination({
    name: 'postgres',
    type: 'dlt.destinations.postgres',
    location: filled.location,
    capabilities: Object.freeze({
      ...limitIdentifiers(capabilities, filled.maxIdentifierLength),
      parallelWrites: filled.connections,
    }),
    dialect: dialect(filled),
    classify,
    connect: (open) => connect(filled, open),
  });
}
