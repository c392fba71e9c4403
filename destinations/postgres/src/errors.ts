/**
 * The error codes of this package.
 *
 * | code | when |
 * |---|---|
 * | `DESTINATION_OPTIONS_INVALID` | the URL, an option of `postgres()` or a `PG…` variable is not what it should be |
 * | `DESTINATION_UNREACHABLE` | no server answers at that address, or it takes no connections now |
 * | `DESTINATION_TLS_FAILED` | server and client cannot agree on an encrypted connection |
 * | `DESTINATION_AUTHENTICATION_FAILED` | the server does not let this user in |
 * | `DESTINATION_DATABASE_MISSING` | the server has no database of that name |
 * | `DESTINATION_PERMISSION_MISSING` | the role may not do what the load needs |
 * | `DESTINATION_READ_ONLY` | the server, or the session, takes no writes |
 * | `DESTINATION_TYPE_UNSUPPORTED` | Postgres has no type for a column: integers over 64 bits, times below a microsecond |
 * | `DESTINATION_NAME_UNSUPPORTED` | Postgres cannot store a name: it holds U+0000 |
 */
export type PostgresErrorCode =
  | 'DESTINATION_OPTIONS_INVALID'
  | 'DESTINATION_UNREACHABLE'
  | 'DESTINATION_TLS_FAILED'
  | 'DESTINATION_AUTHENTICATION_FAILED'
  | 'DESTINATION_DATABASE_MISSING'
  | 'DESTINATION_PERMISSION_MISSING'
  | 'DESTINATION_READ_ONLY'
  | 'DESTINATION_TYPE_UNSUPPORTED'
  | 'DESTINATION_NAME_UNSUPPORTED';

/** The staged rows of a load are not there any more: the server crashed, or somebody took them for left behind. */
export class StagingLostError extends Error {
  constructor(loadId: string, cause?: unknown) {
    super(`The staged rows of load ${loadId} are gone`, cause === undefined ? undefined : { cause });
    this.name = 'StagingLostError';
  }
}
