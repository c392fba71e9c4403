import type { PlainDate, PlainTime, Timestamp } from '../values/values.ts';
import { calendarDay, dayOfMicros, microsPerDay, microsPerSecond } from './calendar.ts';
import { clockInUtc } from './make-timestamp.ts';

/**
 * A timestamp as ISO 8601 the way the format writes it: `2024-01-01T10:00:00+00:00`, microseconds (six digits) only
 * where there are some, the offset it came with (never `Z`), none where it is a wall clock.
 */
export function formatTimestamp(value: Timestamp): string {
  const { offsetSeconds } = value;
  const local = value.micros + BigInt((offsetSeconds ?? 0) * microsPerSecond);
  const days = dayOfMicros(local);
  const clock = Number(local - BigInt(days) * BigInt(microsPerDay));
  const offset = offsetSeconds === null ? '' : formatOffset(offsetSeconds);
  return `${formatDay(days)}T${formatClock(clock)}${offset}`;
}

/** A day as `2024-01-31`. */
export function formatDate(value: PlainDate): string {
  return formatDay(value.days);
}

/** A time of day as `10:00:00`, microseconds (six digits) only where there are some, the offset it came with. */
export function formatTime({ micros, offsetSeconds }: PlainTime): string {
  if (offsetSeconds === null) return formatClock(micros);
  return formatClock(clockInUtc(micros, -offsetSeconds)) + formatOffset(offsetSeconds);
}

function formatDay(days: number): string {
  const { year, month, day } = calendarDay(days);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function formatClock(micros: number): string {
  const seconds = Math.floor(micros / microsPerSecond);
  const rest = micros - seconds * microsPerSecond;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(6, '0')}`;
}

function formatOffset(offsetSeconds: number): string {
  const size = Math.abs(offsetSeconds);
  const minutes = `${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}`;
  // Zones had seconds before they were rounded: Amsterdam was at +00:19:32.
  return `${offsetSeconds < 0 ? '-' : '+'}${minutes}${size % 60 === 0 ? '' : `:${two(size % 60)}`}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
