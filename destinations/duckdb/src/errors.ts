import { SluiceError } from '@sluice/schema';
import { messageOf } from './failures.ts';

/**
 * The error codes of this package.
 *
 * | code | when |
 * |---|---|
 * | `DESTINATION_OPTIONS_INVALID` | an option of `duckdb()` is not what it should be |
 * | `DESTINATION_LOCKED` | somebody else has the database file open: it is tried again |
 * | `DESTINATION_NOT_DUCKDB` | the file is there, but it is not a DuckDB database, or one of a newer DuckDB |
 * | `DESTINATION_FILE_UNUSABLE` | the file or its folder cannot be read or made, or is missing where nothing may be made |
 * | `DESTINATION_READ_ONLY` | something is to be loaded into a database that is open for reading alone |
 * | `DESTINATION_SETUP_FAILED` | an extension, setting or statement does not work, or a database cannot be attached |
 * | `DESTINATION_DATABASE_MISSING` | no database of the name in `catalog` is attached |
 * | `DESTINATION_DATABASE_UNSUPPORTED` | the database in `catalog` is one of SQLite, MySQL or Postgres: it can be read, not loaded into |
 * | `DESTINATION_IN_TRANSACTION` | a connection that was handed in is inside a transaction of its own |
 * | `DESTINATION_TYPE_UNSUPPORTED` | DuckDB has no type for a column: decimals of more than 38 digits, integers of more than 128 bits |
 */
export type DuckdbErrorCode =
  | 'DESTINATION_OPTIONS_INVALID'
  | 'DESTINATION_LOCKED'
  | 'DESTINATION_NOT_DUCKDB'
  | 'DESTINATION_FILE_UNUSABLE'
  | 'DESTINATION_READ_ONLY'
  | 'DESTINATION_SETUP_FAILED'
  | 'DESTINATION_DATABASE_MISSING'
  | 'DESTINATION_DATABASE_UNSUPPORTED'
  | 'DESTINATION_IN_TRANSACTION'
  | 'DESTINATION_TYPE_UNSUPPORTED';

interface Explanation {
  readonly pattern: RegExp;
  readonly code: DuckdbErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** How opening a file goes wrong, in the user's words. */
const openErrors: readonly Explanation[] = [
  {
    pattern: /different configuration than existing connections/,
    code: 'DESTINATION_LOCKED',
    message: 'This process has the DuckDB file open in another way: for reading alone, or with other options',
    remedy: 'Close it there first, or hand that instance in: duckdb({ instance })',
  },
  {
    pattern: /^IO Error: (Could not set lock on file|.*used by another process)/is,
    code: 'DESTINATION_LOCKED',
    message: 'Another process has the DuckDB file open',
    remedy: 'Close it there first: DuckDB lets one process write, or several read',
  },
  {
    pattern:
      /not a valid DuckDB database|newer version of DuckDB|different version of DuckDB|Is a directory|storage version|version number/i,
    code: 'DESTINATION_NOT_DUCKDB',
    message: 'The file is not a DuckDB database that this version can open',
    remedy: 'Give the path of a DuckDB file, or of one that does not exist yet',
  },
  {
    pattern: /Corrupt database file|Could not read enough bytes|Failed to download extension "sqlite/,
    code: 'DESTINATION_NOT_DUCKDB',
    message: 'The file is damaged, or of another kind of database',
    remedy: 'Restore it, or give the path of a DuckDB file, or of one that does not exist yet',
  },
  {
    pattern: /Permission denied|Read-only file system|No such file or directory|Not a directory/i,
    code: 'DESTINATION_FILE_UNUSABLE',
    message: 'The DuckDB file cannot be opened or made',
    remedy: 'Check the path, and the rights of its folder and of the file',
  },
];

export function explainOpenError(error: unknown, path: string): unknown {
  const text = messageOf(error);
  const found = openErrors.find(({ pattern }) => pattern.test(text));
  if (!found) return error;
  const { code, message, remedy } = found;
  return new SluiceError(code, message, { place: { path }, remedy, cause: error });
}

/** Whether a file cannot be joined because this process has opened it with other options. */
export function isOpenOtherwise(error: unknown): boolean {
  return /different configuration than existing connections/.test(messageOf(error));
}

export function readOnlyError(location: string): SluiceError {
  return new SluiceError(
    'DESTINATION_READ_ONLY',
    'The database is open for reading alone: nothing can be loaded',
    {
      place: { path: location },
      remedy:
        'Leave `readOnly` out, make the file and its folder writable, or attach the database so that it can be written to',
    },
  );
}

export function missingDatabase(catalog: string): SluiceError {
  return new SluiceError('DESTINATION_DATABASE_MISSING', `No database "${catalog}" is attached`, {
    remedy:
      'Attach it (`attach`, or an ATTACH statement), or give the name of one that is attached as `catalog`',
  });
}

/** @param kind of database, as DuckDB calls it */
export function refuseForeign(catalog: string, kind: string): void {
  if (!['sqlite', 'mysql', 'postgres'].includes(kind)) return;
  throw new SluiceError(
    'DESTINATION_DATABASE_UNSUPPORTED',
    `The database "${catalog}" is one of another system (${kind}): it can be read, but not loaded into`,
    { remedy: 'Load into a DuckDB file, a DuckLake or MotherDuck, or with the destination of that system' },
  );
}

export function noIndexes(catalog: string): SluiceError {
  return new SluiceError(
    'DESTINATION_OPTIONS_INVALID',
    `The database "${catalog}" is a DuckLake, whose tables have no UNIQUE constraints`,
    { remedy: 'Leave `createIndexes` out' },
  );
}

export function inTransactionError(): SluiceError {
  return new SluiceError(
    'DESTINATION_IN_TRANSACTION',
    'The connection handed in is inside a transaction of its own',
    { remedy: 'Commit or roll it back first, or hand in the instance: duckdb({ instance })' },
  );
}

/** DuckDB's message without the statement it is about, which may hold a secret. */
export function firstLine(error: unknown): string {
  return messageOf(error).split(/\n\s*LINE \d+:/, 1)[0] ?? '';
}
