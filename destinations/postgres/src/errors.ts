import type { FailureReason } from '@sluice/load';
import { isSluiceError, SluiceError } from '@sluice/schema';

/**
 * The error codes of this package.
 *
 * | code | when |
 * |---|---|
 * | `DESTINATION_OPTIONS_INVALID` | the URL or an option of `postgres()` is not what it should be |
 * | `DESTINATION_UNREACHABLE` | no server answers at that address, or it takes no connections now |
 * | `DESTINATION_TLS_FAILED` | server and client cannot agree on an encrypted connection |
 * | `DESTINATION_AUTHENTICATION_FAILED` | the server does not let this user in |
 * | `DESTINATION_DATABASE_MISSING` | the server has no database of that name |
 * | `DESTINATION_TYPE_UNSUPPORTED` | Postgres has no type for a column: integers over 64 bits, times below a microsecond |
 * | `DESTINATION_NAME_UNSUPPORTED` | Postgres cannot store a name: it holds U+0000 |
 */
export type PostgresErrorCode =
  | 'DESTINATION_OPTIONS_INVALID'
  | 'DESTINATION_UNREACHABLE'
  | 'DESTINATION_TLS_FAILED'
  | 'DESTINATION_AUTHENTICATION_FAILED'
  | 'DESTINATION_DATABASE_MISSING'
  | 'DESTINATION_TYPE_UNSUPPORTED'
  | 'DESTINATION_NAME_UNSUPPORTED';

/** SQLSTATEs; two characters stand for a class. What is in neither list is permanent. */
const missing = new Set(['42P01', '3F000']);
const transient = new Set([
  '08', // the connection broke
  '53', // out of memory, disk or connections
  '40001', // serialization failure
  '40003', // whether a statement took effect is unknown
  '40P01', // deadlock
  '55P03', // lock not available
  '55006', // object in use
  '57014', // cancelled, by a timeout among others
  '57P01', // shutdown by the administrator
  '57P02', // crash
  '57P03', // starting up
  '57P05', // idle for too long
  '25006', // read-only: this server has just ceased to be the primary one
  '25P03', // idle in a transaction for too long
  '25P04', // transaction took too long
  '58000', // the operating system failed
  '58030', // so did the disk
  // Somebody else created it between planning and publishing.
  '42P06',
  '42P07',
  '42701',
  '42710',
]);

/** Codes of Node's sockets. */
const socketCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What the driver says of a connection that broke, without a code. */
const brokenConnection =
  /^(Connection terminated|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|write after end|This socket has been ended)/;

/** The staged rows of a load are not there any more: the server crashed, or a pooler changed the server behind. */
export class StagingLostError extends Error {
  constructor(loadId: string) {
    super(`The staged rows of load ${loadId} are gone`);
    this.name = 'StagingLostError';
  }
}

/** What an error of Postgres, or of the way to it, means for what to do next. */
export function classify(error: unknown): FailureReason {
  if (isSluiceError(error)) return error.code === 'DESTINATION_UNREACHABLE' ? 'transient' : 'permanent';
  if (error instanceof StagingLostError) return 'transient';
  const code = codeOf(error);
  if (missing.has(code)) return 'missing-relation';
  // `ctid` and the like: nobody has created that column, and nobody can.
  if (code === '42701' && messageOf(error).includes('system column')) return 'permanent';
  return isBroken(error) || isTransient(code) || isCatalogRace(error, code) ? 'transient' : 'permanent';
}

function isTransient(code: string): boolean {
  return transient.has(code) || (isSqlState(code) && transient.has(code.slice(0, 2)));
}

function isBroken(error: unknown): boolean {
  return socketCodes.has(codeOf(error)) || (codeOf(error) === '' && brokenConnection.test(messageOf(error)));
}

/** Two sessions changed the same tables: Postgres's own catalogue was in the way. */
function isCatalogRace(error: unknown, code: string): boolean {
  if (code === '23505') return property(error, 'schema') === 'pg_catalog';
  return (
    code === 'XX000' &&
    /^(tuple concurrently (updated|deleted)|could not open relation with OID|cache lookup failed)/.test(
      messageOf(error),
    )
  );
}

/** What goes wrong on connecting in the user's words; other errors as they are. `location` holds no password. */
export function explainConnectError(error: unknown, location: string): unknown {
  const code = codeOf(error);
  const text = messageOf(error);
  const explain = (ours: PostgresErrorCode, message: string, remedy: string) =>
    new SluiceError(ours, message, { place: { path: location }, remedy, cause: error });
  if (code === '3D000') {
    return explain(
      'DESTINATION_DATABASE_MISSING',
      'The server has no such database',
      'Create the database first, or name one that exists',
    );
  }
  if (code === '28000' && /^no pg_hba.conf entry .*(no encryption|SSL off)/.test(text)) {
    return explain(
      'DESTINATION_TLS_FAILED',
      'The server has no rule that lets this user in without encryption',
      'Say `ssl: true`, or `?sslmode=verify-full` in the URL; if that does not help, check user, address and database',
    );
  }
  if (code.startsWith('28') || /^SASL: |password must be a string/i.test(text)) {
    return explain(
      'DESTINATION_AUTHENTICATION_FAILED',
      'The server did not let this user in',
      'Check user and password, and the rules of the server for this user, address and database',
    );
  }
  if (/SSL connection/.test(text) || /CERT|SIGNATURE|TLS|SSL/.test(isSqlState(code) ? '' : code)) {
    return explain(
      'DESTINATION_TLS_FAILED',
      `No encrypted connection to the server: ${text}`,
      'Check the `ssl` option: give the certificate authority of the server as `ssl: { ca }`, or `ssl: false` where it has no encryption',
    );
  }
  if (classify(error) === 'transient') {
    return explain(
      'DESTINATION_UNREACHABLE',
      isSqlState(code)
        ? `The server takes no connections now: ${text}`
        : 'No Postgres server answers at this address',
      'Check host and port, and that the server is running and lets this machine in',
    );
  }
  return error;
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !socketCodes.has(code);
}

/** The SQLSTATE, or the code of Node; empty where there is none. */
function codeOf(error: unknown): string {
  return property(error, 'code');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function property(error: unknown, name: string): string {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}
