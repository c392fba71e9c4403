import { Timestamp } from '../values/values.ts';
import { microsPerSecond } from './calendar.ts';
import type { TimeZone } from './zone.ts';

/**
 * A timestamp as a column stores it: an instant with `timezone` true (a wall clock without a zone is one of `zone`),
 * a wall clock without a zone with false (that of `zone`, where it was an instant).
 *
 * @param zone the time zone values are stored in; none means UTC
 */
export function normalizeTimestamp(value: Timestamp, timezone: boolean, zone?: TimeZone | null): Timestamp {
  if (zone) return timezone ? instantIn(value, zone) : wallClockIn(value, zone);
  const offset = timezone ? 0 : null;
  return value.offsetSeconds === offset ? value : new Timestamp(value.micros, offset);
}

function instantIn({ micros, offsetSeconds }: Timestamp, zone: TimeZone): Timestamp {
  const instant = offsetSeconds === null ? zone.instantOf(micros) : micros;
  return new Timestamp(instant, zone.offsetAt(instant));
}

/** What the clocks of a zone show at an instant; a wall clock is one already. */
export function wallClockIn(value: Timestamp, zone: TimeZone): Timestamp {
  if (value.offsetSeconds === null) return value;
  return new Timestamp(value.micros + BigInt(zone.offsetAt(value.micros) * microsPerSecond), null);
}
