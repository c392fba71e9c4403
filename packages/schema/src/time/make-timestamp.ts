import { Timestamp } from '../values/values.ts';
import { firstDay, lastDay, microsPerDay, microsPerSecond } from './calendar.ts';

const firstMicro = BigInt(firstDay) * BigInt(microsPerDay);
const lastMicro = BigInt(lastDay + 1) * BigInt(microsPerDay) - 1n;

/** The timestamp of a wall clock at an offset; null where the instant lies outside the years 1 to 9999 in UTC. */
export function timestampAt(
  days: number,
  clockMicros: number,
  offsetSeconds: number | null,
): Timestamp | null {
  const local = BigInt(days) * BigInt(microsPerDay) + BigInt(clockMicros);
  const micros = local - BigInt(offsetSeconds ?? 0) * BigInt(microsPerSecond);
  return isInRange(micros) ? new Timestamp(micros, offsetSeconds) : null;
}

/** Whether the format can write this instant: the years 1 to 9999. */
export function isInRange(micros: bigint): boolean {
  return micros >= firstMicro && micros <= lastMicro;
}

/** Microseconds since midnight, or null where the clock shows no such time. `fraction`: the digits behind the point. */
export function clockMicros(hour: number, minute: number, second: number, fraction: string): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  return ((hour * 60 + minute) * 60 + second) * microsPerSecond + micros;
}

/** The same time of day in UTC. */
export function clockInUtc(micros: number, offsetSeconds: number | null): number {
  const shifted = micros - (offsetSeconds ?? 0) * microsPerSecond;
  return ((shifted % microsPerDay) + microsPerDay) % microsPerDay;
}

/**
 * Seconds east of UTC. `text`: `Z`, or a sign and two digits each of hours, minutes and seconds with or without
 * colons; empty = none. NaN for a day or more: there is no such offset.
 */
export function offsetSeconds(text: string): number | null {
  if (text === '') return null;
  if (text === 'Z') return 0;
  const digits = text.slice(1).replaceAll(':', '');
  const [hours, minutes, seconds] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  const total = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  if (total >= 86_400) return Number.NaN;
  return text.startsWith('-') && total > 0 ? -total : total;
}
