import { PlainDate, PlainTime, type Timestamp } from '../values/values.ts';
import { dayNumber, daysInMonth } from './calendar.ts';
import { clockInUtc, clockMicros, offsetSeconds, timestampAt } from './make-timestamp.ts';

// What the format itself writes, and its compact and shortened variants. Offsets may have seconds.
const day = '(?<year>\\d{4})(?<hyphen>-?)(?<month>\\d\\d)\\k<hyphen>(?<day>\\d\\d)';
const clock =
  '(?<hour>\\d\\d)(?:(?<colon>:?)(?<minute>\\d\\d)(?:\\k<colon>(?<second>\\d\\d)(?:[.,](?<fraction>\\d+))?)?)?' +
  '(?<offset>Z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?';
const dayOnly = new RegExp(`^${day}$`);
const clockOnly = new RegExp(`^T?${clock}$`);
const dayAndClock = new RegExp(`^${day}(?:.${clock})?$`, 'su');

type Groups = Readonly<Record<string, string | undefined>>;

/** Reads what `formatTimestamp` writes; a date alone is its midnight. Null for anything else. */
export function readTimestamp(text: string): Timestamp | null {
  const groups = dayAndClock.exec(text)?.groups;
  const days = groups && daysOf(groups);
  if (!groups || days === null || days === undefined) return null;
  const time = readClock(groups);
  return time && timestampAt(days, time.micros, time.offset);
}

/** Reads what `formatDate` writes. */
export function readDate(text: string): PlainDate | null {
  const groups = dayOnly.exec(text)?.groups;
  const days = groups ? daysOf(groups) : null;
  return days === null ? null : new PlainDate(days);
}

/** Reads what `formatTime` writes. */
export function readTime(text: string): PlainTime | null {
  const groups = clockOnly.exec(text)?.groups;
  const time = groups ? readClock(groups) : null;
  return time && new PlainTime(clockInUtc(time.micros, time.offset), time.offset);
}

function daysOf(groups: Groups): number | null {
  const [year = 0, month = 0, date = 0] = [groups.year, groups.month, groups.day].map(Number);
  const exists = year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
  return exists ? dayNumber(year, month, date) : null;
}

function readClock(groups: Groups): { micros: number; offset: number | null } | null {
  const { hour = 0, minute = 0, second = 0, fraction = '' } = groups;
  const micros = clockMicros(Number(hour), Number(minute), Number(second), fraction);
  const offset = offsetSeconds(groups.offset ?? '');
  return micros === null || Number.isNaN(offset) ? null : { micros, offset };
}
