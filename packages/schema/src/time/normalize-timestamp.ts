import { Timestamp } from '../values/values.ts';

/**
 * A timestamp as a column stores it: in UTC with `timezone` true (a wall clock without a zone is read as UTC), as a
 * wall clock without a zone with false (of the time in UTC, where it had one).
 */
export function normalizeTimestamp(value: Timestamp, timezone: boolean): Timestamp {
  const offset = timezone ? 0 : null;
  return value.offsetSeconds === offset ? value : new Timestamp(value.micros, offset);
}
