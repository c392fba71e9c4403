import { userInfo } from 'node:os';
import { SluiceError } from '@sluice/schema';
import type { ClientConfig } from 'pg';
import { type Encryption, readEncryption } from './libpq/encryption.ts';
import { type Parameters, readEnvironment, readParameters } from './libpq/parameters.ts';
import { readPasswordFile } from './libpq/password-file.ts';
import { readUrl } from './libpq/read-url.ts';
import { readServers, type Server } from './libpq/servers.ts';
import { readService } from './libpq/service-file.ts';
import { type PostgresOptions, sslModes } from './options.ts';
import { readStagingPattern } from './staging-names.ts';

/** The options with everything filled in. */
export interface Settings {
  /** Where to connect, in the order to try. */
  readonly servers: readonly Server[];
  readonly encryption: Encryption;
  /** What a server has to be: one that takes writes, or one that follows no other. */
  readonly wanted: 'any' | 'read-write' | 'primary';
  /** What connections to all of them have in common. */
  readonly client: ClientConfig;
  /** The password for a server. */
  password(server: Server): Promise<string>;
  /** `host:port/database`, for people. */
  readonly location: string;
  readonly stagingDataset: string;
  readonly connections: number;
  readonly createIndexes: boolean;
  readonly maxIdentifierLength: number | undefined;
}

/** All there are. */
const known: Readonly<Record<keyof PostgresOptions, true>> = {
  url: true,
  host: true,
  port: true,
  database: true,
  user: true,
  password: true,
  ssl: true,
  connectTimeout: true,
  connections: true,
  stagingDataset: true,
  maxIdentifierLength: true,
  createIndexes: true,
};

/** Throws `DESTINATION_OPTIONS_INVALID`. */
export function readSettings(given: string | PostgresOptions): Settings {
  const options: PostgresOptions = typeof given === 'string' ? { url: given } : given;
  refuseUnless(typeof options === 'object' && options !== null, 'options', 'a URL, or an object of options');
  for (const name of Object.keys(options))
    refuseUnless(Object.hasOwn(known, name), name, `only ${Object.keys(known).join(', ')}`);
  const { ssl, connections = 2, createIndexes = true, maxIdentifierLength } = options;
  refuseUnless(Number.isInteger(connections) && connections > 0, 'connections', '1 or more');
  refuseUnless(isSsl(ssl), 'ssl', `true, false, TLS options, ${sslModes.join(' or ')}`);
  const parameters = readAll(options);
  const user = parameters.get('user') ?? systemUser();
  const database = parameters.get('dbname') ?? user;
  const servers = readServers(parameters);
  return {
    servers,
    encryption: readEncryption(parameters, ssl),
    wanted: (parameters.get('target_session_attrs') ?? 'any') as Settings['wanted'],
    client: clientConfig(parameters, user, database),
    password: (server) => passwordFor({ ...server, user, database }, options.password, parameters),
    location: `${servers.map(({ host, port }) => `${host}:${port}`).join(',')}/${database}`,
    stagingDataset: readStagingPattern(options.stagingDataset),
    connections,
    createIndexes,
    maxIdentifierLength,
  };
}

/** Options before the URL, before the service file, before the environment. */
function readAll(options: PostgresOptions): Parameters {
  const { url, host, port, database, user, connectTimeout } = options;
  const own = readParameters(
    [
      ['host', host],
      ['port', port === undefined ? undefined : String(port)],
      ['dbname', database],
      ['user', user],
      ['connect_timeout', connectTimeout === undefined ? undefined : String(connectTimeout)],
    ],
    'the options',
  );
  const fromUrl = url === undefined ? new Map() : readUrl(url);
  // No error names the URL: it may hold a password.
  if (!fromUrl)
    throw invalid('url', 'postgresql://user:password@host:port/database, with special characters as %XX');
  const near = new Map([...readEnvironment(process.env), ...fromUrl, ...own]);
  const service = near.get('service');
  if (service === undefined) return near;
  const fromService = readService(service, near.get('servicefile'));
  return new Map([...readEnvironment(process.env), ...fromService, ...fromUrl, ...own]);
}

function clientConfig(parameters: Parameters, user: string, database: string): ClientConfig {
  const timeout = Number(parameters.get('connect_timeout') ?? 15);
  refuseUnless(timeout >= 0, 'connectTimeout', 'a number of seconds; 0 waits forever');
  const idle = Number(parameters.get('keepalives_idle') ?? 10);
  refuseUnless(idle >= 0, 'keepalives_idle', 'a number of seconds');
  const application = parameters.get('application_name');
  const options = parameters.get('options');
  return {
    user,
    database,
    fallback_application_name: parameters.get('fallback_application_name') ?? 'sluice',
    ...(application !== undefined && { application_name: application }),
    ...(options !== undefined && { options }),
    connectionTimeoutMillis: timeout * 1000,
    keepAlive: parameters.get('keepalives') !== '0',
    keepAliveInitialDelayMillis: idle * 1000,
  };
}

/** The driver asks only when the server does. */
async function passwordFor(
  account: Server & { readonly user: string; readonly database: string },
  given: PostgresOptions['password'],
  parameters: Parameters,
): Promise<string> {
  if (typeof given === 'function') return given();
  const password =
    given ?? parameters.get('password') ?? (await readPasswordFile(account, parameters.get('passfile')));
  if (password !== undefined) return password;
  throw new SluiceError('DESTINATION_AUTHENTICATION_FAILED', 'The server asks for a password', {
    remedy: 'Give `password`, PGPASSWORD, or a line in the password file (PGPASSFILE, else ~/.pgpass)',
  });
}

/** Who runs this; nobody, where the system has no name for that. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

function isSsl(ssl: unknown): boolean {
  return typeof ssl !== 'string' || sslModes.some((mode) => mode === ssl);
}

function refuseUnless(isFine: boolean, option: string, wanted: string): void {
  if (!isFine) throw invalid(option, wanted);
}

function invalid(option: string, wanted: string): SluiceError {
  return new SluiceError(
    'DESTINATION_OPTIONS_INVALID',
    `The option \`${option}\` of postgres() is not valid`,
    { remedy: `Give ${wanted}` },
  );
}
