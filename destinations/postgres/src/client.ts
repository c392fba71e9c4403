import { setTimeout as wait } from 'node:timers/promises';
import type { Client, ConnectionConfig } from 'pg';
import { classify } from './classify.ts';
import { explainConnectError, mayDependOnEncryption, wantsEncryption } from './explain-connect-error.ts';
import { readOnly } from './explain-error.ts';
import { type Way, waysToConnect } from './libpq/encryption.ts';
import { isSocket, type Server } from './libpq/servers.ts';
import type { Settings } from './settings.ts';

/**
 * What a role or a database has set for itself must not show in the data. By statement, because poolers of connections
 * refuse most parameters at start-up.
 */
const session = [
  "SET TIME ZONE 'UTC'",
  "SET datestyle = 'ISO, YMD'",
  'SET intervalstyle = postgres',
  'SET bytea_output = hex',
  // Doubles with all digits they need.
  'SET extra_float_digits = 3',
  'SET standard_conforming_strings = on',
  // A publish waits for others, then looks at what they left: a transaction that goes on seeing what was there when it
  // began would miss it.
  "SET default_transaction_isolation = 'read committed'",
].join('; ');

/** What `openClient` needs of the settings. */
export type ClientSettings = Pick<
  Settings,
  'servers' | 'encryption' | 'wanted' | 'client' | 'password' | 'location'
>;

/**
 * Opens a connection, to the first server that answers and is what is wanted. When `signal` aborts, the statement that
 * runs is cancelled at the server, and fails.
 *
 * Throws `DESTINATION_UNREACHABLE`, `DESTINATION_TLS_FAILED`, `DESTINATION_AUTHENTICATION_FAILED`,
 * `DESTINATION_DATABASE_MISSING` and `DESTINATION_READ_ONLY`.
 */
export async function openClient(settings: ClientSettings, signal?: AbortSignal): Promise<Client> {
  const pg = await import('pg');
  let failure: unknown;
  for (const server of settings.servers) {
    signal?.throwIfAborted();
    try {
      return await connectTo(pg, server, settings, signal);
    } catch (error) {
      signal?.throwIfAborted();
      failure = error;
      // A server that says no is not one that does not answer.
      if (classify(error) !== 'transient') break;
    }
  }
  throw explainConnectError(failure, settings.location);
}

/** Connects to a server, with encryption and without, as far as the mode lets either be tried. */
async function connectTo(
  pg: typeof import('pg'),
  server: Server,
  settings: ClientSettings,
  signal: AbortSignal | undefined,
): Promise<Client> {
  let failure: unknown;
  for (const way of await waysToConnect(settings.encryption, isSocket(server))) {
    try {
      return await connectBy(pg, way, server, settings, signal);
    } catch (error) {
      // Where the server wants encryption, what was wrong with that says more.
      if (failure === undefined || !wantsEncryption(error)) failure = error;
      if (!mayDependOnEncryption(error)) break;
    }
  }
  throw failure;
}

async function connectBy(
  pg: typeof import('pg'),
  way: Way,
  server: Server,
  { client: config, encryption, password, wanted }: ClientSettings,
  signal: AbortSignal | undefined,
): Promise<Client> {
  const client = new pg.Client({
    ...config,
    ...server,
    password: () => password(server),
    ssl: way,
    // Else the driver would look into the environment.
    sslnegotiation: way !== false && encryption.isDirect ? 'direct' : 'postgres',
  });
  // A connection that breaks while it idles is reported by the next statement; unheard, it would end the process.
  client.on('error', () => undefined);
  const drop = () => client.connection.stream.destroy();
  signal?.addEventListener('abort', drop);
  try {
    await client.connect();
    await client.query(session);
    await refuseUnwanted(client, wanted);
    signal?.throwIfAborted();
  } catch (error) {
    drop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', drop);
  }
  const cancel = () => void cancelRunning(pg, client).catch(drop);
  signal?.addEventListener('abort', cancel);
  client.once('end', () => signal?.removeEventListener('abort', cancel));
  return client;
}

/** Servers that are not what `target_session_attrs` asks for: another one may be. */
async function refuseUnwanted(client: Client, wanted: ClientSettings['wanted']): Promise<void> {
  if (wanted === 'any') return;
  const { rows } = await client.query<{ follows: boolean; refuses: boolean }>(
    "SELECT pg_catalog.pg_is_in_recovery() AS follows, pg_catalog.current_setting('transaction_read_only')::bool AS refuses",
  );
  const [state] = rows;
  if (wanted === 'primary' ? state?.follows : state?.refuses) throw readOnly();
}

/** How long a statement may take to end before the server is asked again, in milliseconds. */
const againAfter = 200;

/** The parts of the driver that its types leave out. */
interface Internals {
  readonly readyForQuery: boolean;
  readonly processID: number;
  readonly secretKey: number;
  readonly sslNegotiation: 'postgres' | 'direct';
}
interface RawConnection {
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
  on(event: 'connect' | 'sslconnect' | 'end', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
}

/**
 * Has the statement that runs cancelled, if there is one. A request that overtakes its statement finds nothing to
 * cancel: it is repeated until the statement has ended.
 */
async function cancelRunning(pg: typeof import('pg'), client: Client): Promise<void> {
  if ((client as unknown as Internals).readyForQuery) return;
  const ended = new AbortController();
  for (const event of ['readyForQuery', 'end']) client.connection.once(event, () => ended.abort());
  while (!ended.signal.aborted) {
    await cancelStatement(pg, client);
    await wait(againAfter, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  }
}

/**
 * Asks the server, over a connection of its own, to stop what this one is doing: the protocol's own way, which takes
 * no place among the server's connections and can hit no other session.
 */
function cancelStatement(pg: typeof import('pg'), client: Client): Promise<void> {
  const { processID, secretKey, sslNegotiation } = client as unknown as Internals;
  const { host, port, ssl } = client;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const how: ConnectionConfig & Pick<Internals, 'sslNegotiation'> = { ssl, sslNegotiation };
  const connection = new pg.Connection(how) as unknown as RawConnection;
  // The server hangs up without an answer.
  let isSent = false;
  const send = () => {
    connection.cancel(processID, secretKey);
    isSent = true;
  };
  connection.on('end', resolve);
  connection.on('error', (error) => (isSent ? resolve() : reject(error)));
  connection.on('connect', () => {
    if (!ssl) send();
    else if (sslNegotiation === 'postgres') connection.requestSsl();
  });
  connection.on('sslconnect', send);
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  return promise;
}
