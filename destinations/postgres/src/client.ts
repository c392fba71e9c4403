import type { Client, ConnectionConfig } from 'pg';
import { explainConnectError } from './errors.ts';
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

/**
 * Opens a connection. When `signal` aborts, the statement that runs is cancelled at the server, and fails.
 *
 * Throws `DESTINATION_UNREACHABLE`, `DESTINATION_TLS_FAILED`, `DESTINATION_AUTHENTICATION_FAILED` and
 * `DESTINATION_DATABASE_MISSING`.
 */
export async function openClient(
  { client: config, location }: Pick<Settings, 'client' | 'location'>,
  signal?: AbortSignal,
): Promise<Client> {
  const pg = await import('pg');
  signal?.throwIfAborted();
  const client = new pg.Client(config);
  // A connection that breaks while it idles is reported by the next statement; unheard, it would end the process.
  client.on('error', () => undefined);
  const drop = () => client.connection.stream.destroy();
  signal?.addEventListener('abort', drop);
  try {
    await client.connect();
    await client.query(session);
    signal?.throwIfAborted();
  } catch (error) {
    drop();
    signal?.throwIfAborted();
    throw explainConnectError(error, location);
  } finally {
    signal?.removeEventListener('abort', drop);
  }
  const cancel = () => void cancelStatement(pg, client).catch(drop);
  signal?.addEventListener('abort', cancel);
  client.once('end', () => signal?.removeEventListener('abort', cancel));
  return client;
}

/** The parts of the driver that its types leave out. */
interface Internals {
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
