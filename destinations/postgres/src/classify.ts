import type { FailureReason } from '@sluice/load';
import { codeOf, isSqlState, messageOf, property } from './driver-error.ts';
import { StagingLostError } from './errors.ts';
import { failureReasons } from './failure-reasons.ts';

const reasons = new Map(failureReasons.map(([code, reason]) => [code, reason]));

/** What the driver says of a connection that broke, without a code. */
const brokenConnection =
  /^(Connection terminated|timeout expired|Client has encountered a connection error|Client was closed|Query read timeout|write after end|This socket has been ended)/;

/** What an error of Postgres, or of the way to it, means for what to do next. */
export function classify(error: unknown): FailureReason {
  if (error instanceof StagingLostError) return 'transient';
  const code = codeOf(error);
  if (code === '') return brokenConnection.test(messageOf(error)) ? 'transient' : 'permanent';
  // `ctid` and the like: nobody has created that column, and nobody can.
  if (code === '42701' && messageOf(error).includes('system column')) return 'permanent';
  if (isCatalogRace(error, code)) return 'transient';
  return reasons.get(code) ?? (isSqlState(code) ? reasons.get(code.slice(0, 2)) : undefined) ?? 'permanent';
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
