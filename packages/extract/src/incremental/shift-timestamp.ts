import { normalizeTimestamp, Timestamp, type TimeZone } from '@sluice/schema';

/** Seconds move an instant; days move a date, and an instant to the edge of its day. */
export type LagUnit = 'seconds' | 'days';

const microsPerSecond = 1_000_000;
const microsPerDay = 86_400_000_000n;

/**
 * A point in time, moved. Fractions of a second count, those of a day do not.
 *
 * @param zone where the days of an instant begin and end; null means UTC
 */
export function shiftTimestamp(
  moment: Timestamp,
  shift: number,
  unit: LagUnit,
  zone: TimeZone | null,
): Timestamp {
  const { micros, offsetSeconds } = moment;
  if (unit === 'seconds')
    return new Timestamp(micros + BigInt(Math.round(shift * microsPerSecond)), offsetSeconds);
  const wall = normalizeTimestamp(moment, false, zone).micros + BigInt(Math.trunc(shift)) * microsPerDay;
  const start = wall - (((wall % microsPerDay) + microsPerDay) % microsPerDay);
  const edge = new Timestamp(shift > 0 ? start + microsPerDay - 1n : start, null);
  return offsetSeconds === null ? edge : instantOf(edge, offsetSeconds, zone);
}

/** The instant that a wall clock of a zone shows, with an offset that it is written in. */
export function instantOf(wall: Timestamp, offsetSeconds: number, zone: TimeZone | null): Timestamp {
  return new Timestamp(normalizeTimestamp(wall, true, zone).micros, offsetSeconds);
}
