import type { FailureReason } from '@sluice/load';
import { isSluiceError, SluiceError } from '@sluice/schema';

/**
 * The error codes of this package.
 *
 * | code | when |
 * |---|---|
 * | `DESTINATION_OPTIONS_INVALID` | an option of `duckdb()` is not what it should be |
 * | `DESTINATION_LOCKED` | another process has the database file open |
 * | `DESTINATION_NOT_DUCKDB` | the file is there, but it is not a DuckDB database, or one of a newer DuckDB |
 * | `DESTINATION_TYPE_UNSUPPORTED` | DuckDB has no type for a column: decimals of more than 38 digits |
 */
export type DuckdbErrorCode =
  | 'DESTINATION_OPTIONS_INVALID'
  | 'DESTINATION_LOCKED'
  | 'DESTINATION_NOT_DUCKDB'
  | 'DESTINATION_TYPE_UNSUPPORTED';

const missing = [
  /^Catalog Error: Table with name .* does not exist/s,
  /^Catalog Error: Schema with name .* does not exist/s,
];

const transient = [
  // Two transactions of one process met: on a row, on a table, or in the catalogue.
  /^TransactionContext Error: .*conflict/is,
  /^TransactionContext Error: .*altered by a different transaction/is,
  // Somebody else created it between planning and publishing.
  /^Catalog Error: .* already exists/s,
  /^IO Error: Could not set lock on file/,
  /^IO Error: Cannot open file .*used by another process/is,
  /^INTERRUPT Error/,
];

/** What an error of DuckDB means for what to do next. */
export function classify(error: unknown): FailureReason {
  if (isSluiceError(error)) return error.code === 'DESTINATION_LOCKED' ? 'transient' : 'permanent';
  const text = error instanceof Error ? error.message : String(error);
  if (missing.some((pattern) => pattern.test(text))) return 'missing-relation';
  return transient.some((pattern) => pattern.test(text)) ? 'transient' : 'permanent';
}

/** The two ways in which opening a file goes wrong that a user can do something about; other errors as they are. */
export function explainOpenError(error: unknown, path: string): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (classify(error) === 'transient') {
    return new SluiceError('DESTINATION_LOCKED', 'Another process has the DuckDB file open', {
      place: { path },
      remedy: 'Close it there first: DuckDB lets one process write at a time',
      cause: error,
    });
  }
  if (
    /not a valid DuckDB database|newer version of DuckDB|different version of DuckDB|Is a directory|storage version/i.test(
      text,
    )
  ) {
    return new SluiceError(
      'DESTINATION_NOT_DUCKDB',
      'The file is not a DuckDB database that this version can open',
      {
        place: { path },
        remedy: 'Give the path of a DuckDB file, or of one that does not exist yet',
        cause: error,
      },
    );
  }
  return error;
}
