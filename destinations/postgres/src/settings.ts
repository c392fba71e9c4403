import type { ConnectionOptions } from 'node:tls';
import { SluiceError } from '@sluice/schema';
import type { ClientConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';

export interface PostgresOptions {
  /**
   * `postgresql://user:password@host:port/database`, with the parameters libpq and `pg` know: `sslmode`,
   * `sslrootcert`, `connect_timeout`, `options`… Certificates are verified, whatever the `sslmode`, except with
   * `no-verify`. The options below go before what the URL says.
   */
  readonly url?: string;
  /** A name, an address, or the folder of a Unix socket. Default: `PGHOST`, else `localhost`. */
  readonly host?: string;
  /** Default: `PGPORT`, else 5432. */
  readonly port?: number;
  /** It has to exist. Default: `PGDATABASE`, else the user's name. */
  readonly database?: string;
  /** Default: `PGUSER`, else the name of the system's user. */
  readonly user?: string;
  /** Or a function that gets one, for those that expire. Default: `PGPASSWORD`. */
  readonly password?: string | (() => string | Promise<string>);
  /** Whether to encrypt, or how. Default: as `PGSSLMODE` says, else not. */
  readonly ssl?: boolean | ConnectionOptions;
  /** How long to wait for a connection, in seconds. Default 15. */
  readonly connectTimeout?: number;
  /** How many connections bring files in at once, besides the one that publishes. Default 2. */
  readonly connections?: number;
  /** Whether tables are created with UNIQUE constraints for unique columns, `_dlt_id` among them. Default true. */
  readonly createIndexes?: boolean;
}

/** The options with everything filled in. */
export interface Settings {
  readonly client: ClientConfig;
  /** `host:port/database`, for people. */
  readonly location: string;
  readonly connections: number;
  readonly createIndexes: boolean;
}

/** Throws `DESTINATION_OPTIONS_INVALID`. */
export function readSettings(given: string | PostgresOptions): Settings {
  const options: PostgresOptions = typeof given === 'string' ? { url: given } : given;
  const { url, host, port, database, user, password, ssl, connections = 2, createIndexes = true } = options;
  const { connect_timeout: urlTimeout, ...fromUrl } = url === undefined ? {} : readUrl(url);
  const connectTimeout = options.connectTimeout ?? Number(urlTimeout ?? 15);
  refuseUnless(connectTimeout >= 0, 'connectTimeout', 'a number of seconds; 0 waits forever');
  refuseUnless(Number.isInteger(connections) && connections > 0, 'connections', '1 or more');
  const client: ClientConfig = {
    fallback_application_name: 'sluice',
    ...fromUrl,
    ...present({ host, port, database, user, password, ssl }),
    connectionTimeoutMillis: connectTimeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  return { client, location: locationOf(client), connections, createIndexes };
}

type UrlConfig = ClientConfig & { readonly connect_timeout?: string };

/** No error from in here names the URL: it may hold a password. */
function readUrl(url: string): UrlConfig {
  refuseUnless(/^postgres(ql)?:/.test(url), 'url', 'postgresql://user:password@host:port/database');
  try {
    return present(parseIntoClientConfig(url));
  } catch {
    throw invalid('url', 'one that can be read: write % and other special characters of the password as %XX');
  }
}

/** The options that say something: the parser of URLs fills in empty texts. */
function present<T extends object>(config: T): T {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined && value !== ''),
  ) as T;
}

/** Where the driver will connect to, with the defaults it will use. */
function locationOf({ host, port, database, user }: ClientConfig): string {
  const { PGHOST, PGPORT, PGDATABASE, PGUSER, USER, USERNAME } = process.env;
  const name = database ?? PGDATABASE ?? user ?? PGUSER ?? USER ?? USERNAME ?? '';
  return `${host ?? PGHOST ?? 'localhost'}:${port ?? PGPORT ?? 5432}/${name}`;
}

function refuseUnless(isFine: boolean, option: string, wanted: string): void {
  if (!isFine) throw invalid(option, wanted);
}

function invalid(option: string, wanted: string): SluiceError {
  return new SluiceError(
    'DESTINATION_OPTIONS_INVALID',
    `The option \`${option}\` of postgres() is not valid`,
    {
      remedy: `Give ${wanted}`,
    },
  );
}
