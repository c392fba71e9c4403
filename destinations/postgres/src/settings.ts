import { SluiceError } from '@sluice/schema';
import type { ClientConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import type { PostgresOptions } from './options.ts';

/** The options with everything filled in. */
export interface Settings {
  readonly client: ClientConfig;
  /** `host:port/database`, for people. */
  readonly location: string;
  readonly connections: number;
  readonly createIndexes: boolean;
  readonly maxIdentifierLength: number | undefined;
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
  const { maxIdentifierLength } = options;
  return { client, location: locationOf(client), connections, createIndexes, maxIdentifierLength };
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
