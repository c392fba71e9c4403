import { Timestamp } from '@sluice/schema';

/** Seconds move an instant; days move a date, and an instant to the edge of its day. */
export type LagUnit = 'seconds' | 'days';

const microsPerSecond = 1_000_000;
const microsPerDay = 86_400_000_000n;

/** A point in time, moved. Fractions of a second count, those of a day do not. */
export function shiftTimestamp(
  { micros, offsetSeconds }: Timestamp,
  shift: number,
  unit: LagUnit,
): Timestamp {
  if (unit === 'seconds')
    return new Timestamp(micros + BigInt(Math.round(shift * microsPerSecond)), offsetSeconds);
  const offset = BigInt((offsetSeconds ?? 0) * microsPerSecond);
  const wall = micros + offset + BigInt(Math.trunc(shift)) * microsPerDay;
  const start = wall - (((wall % microsPerDay) + microsPerDay) % microsPerDay);
  const edge = shift > 0 ? start + microsPerDay - 1n : start;
  return new Timestamp(edge - offset, offsetSeconds);
}
