import type { FailureReason } from '@sluice/load';
import { isSluiceError } from '@sluice/schema';

interface Failure {
  readonly pattern: RegExp;
  readonly reason: FailureReason;
  readonly why: string;
}

/** What DuckDB's messages mean, the first that fits; it has no codes. What fits none is permanent. */
export const failures: readonly Failure[] = [
  {
    pattern: /^Catalog Error: (Table|Schema) with name .* does not exist/s,
    reason: 'missing-relation',
    why: 'nothing was loaded yet, or somebody has dropped it',
  },
  {
    pattern: /^TransactionContext Error: .*(conflict|altered by a different transaction)/is,
    reason: 'transient',
    why: 'two transactions met on a row, on a table or in the catalogue',
  },
  {
    pattern: /^TransactionContext Error: Failed to commit: .*constraint violation/s,
    reason: 'transient',
    why: 'somebody else committed the same key meanwhile; one that is there before is another error',
  },
  {
    pattern: /^Catalog Error: .* already exists/s,
    reason: 'transient',
    why: 'somebody else created it between planning and publishing',
  },
  {
    pattern: /^IO Error: Could not set lock on file/,
    reason: 'transient',
    why: 'another process has the file open',
  },
  {
    pattern: /^IO Error: .*used by another process/is,
    reason: 'transient',
    why: 'the same, as Windows says it',
  },
  {
    pattern: /different configuration than existing connections/,
    reason: 'transient',
    why: 'this process has the file open in another way',
  },
  { pattern: /^INTERRUPT Error/, reason: 'transient', why: 'somebody interrupted the connection' },
  {
    pattern: /^FATAL Error: .*database has been invalidated/is,
    reason: 'transient',
    why: 'an earlier error took the database down: the next attempt opens it again',
  },
  {
    pattern: /database is locked/i,
    reason: 'transient',
    why: 'another process writes to an attached SQLite file, such as the catalogue of a DuckLake',
  },
  {
    pattern: /^(HTTP Error|IO Error: .*(Could not establish connection|timed? ?out))/is,
    reason: 'transient',
    why: 'an attached database is somewhere in a network',
  },
];

/** What an error of DuckDB means for what to do next. */
export function classify(error: unknown): FailureReason {
  if (isSluiceError(error)) return error.code === 'DESTINATION_LOCKED' ? 'transient' : 'permanent';
  const text = messageOf(error);
  return failures.find(({ pattern }) => pattern.test(text))?.reason ?? 'permanent';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
