import { asciiDigits } from '../values/ascii-digits.ts';
import { PlainDate, PlainTime, type Timestamp } from '../values/values.ts';
import { dayNumber, daysInMonth, daysInYear, firstDay, lastDay, weekday } from './calendar.ts';
import { clockInUtc, clockMicros, offsetSeconds, timestampAt } from './make-timestamp.ts';

// Month and day, month, ordinal day, or week and weekday: with hyphens (extended) or without (compact).
const strictDate =
  /^(?<year>\d{4})(?<hyphen>-?)(?:(?<month>\d\d)(?:\k<hyphen>(?<day>\d\d))?|(?<ordinal>\d{3})|W(?<week>\d\d)(?:\k<hyphen>(?<weekday>\d))?)(?:[T ](?<clock>.+))?$/su;

// The separator between hours and minutes is the one between minutes and seconds too.
const strictClock =
  /^(?<hour>\d\d)(?:(?<colon>:?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?(?<offset>Z|[+-]\d\d(?::?\d\d)?)?$/u;

const loose =
  /^(?:(?<year>\d{4})(?:[/:]?(?<month>\d\d)[/:]?(?<day>\d\d))?)?(?<clock> ?(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2}))?(?:[.,|](?<fraction>\d{1,9}))?)?$/u;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads a date-time, a date or a time of day in the notations the format knows: ISO 8601 (calendar, ordinal and week
 * dates, extended and compact), and a looser one with `/` or `:` and the digits of any script (`2024/01/15 9:30`).
 * Digits beyond microseconds are dropped; a time with an offset is shifted to UTC. Null for any other text, for days
 * and times that do not exist, and for instants outside the years 1 to 9999.
 */
export function parseIso(text: string): Timestamp | PlainDate | PlainTime | null {
  return parseStrict(text) ?? parseLoose(text);
}

function parseStrict(text: string): Timestamp | PlainDate | PlainTime | null {
  if (text.startsWith('T')) return timeOf(readClock(text.slice(1), false));
  if (text.charAt(2) === ':') return timeOf(readClock(text, true));
  const groups: Groups | undefined = strictDate.exec(text)?.groups;
  if (!groups) return null;
  const isExtended = groups.hyphen === '-';
  // `202401` would be a year and a month: too easily something else.
  if (!isExtended && groups.month !== undefined && groups.day === undefined) return null;
  const days = dayOf(groups);
  if (days === null) return null;
  if (groups.clock === undefined) return new PlainDate(days);
  const clock = readClock(groups.clock, isExtended);
  return clock && timestampAt(days, clock.micros, clock.offset);
}

interface Clock {
  readonly micros: number;
  readonly offset: number | null;
}

/** Colons go with hyphens. Without seconds, the format lets them follow a compact date all the same. */
function readClock(text: string, extended: boolean): Clock | null {
  const groups: Groups | undefined = strictClock.exec(text)?.groups;
  if (!groups) return null;
  const { hour, minute, second, fraction = '', colon } = groups;
  if (minute !== undefined && (extended ? colon === '' : colon === ':' && second !== undefined)) return null;
  const micros = clockMicros(Number(hour), Number(minute ?? 0), Number(second ?? 0), fraction);
  const offset = offsetSeconds(groups.offset ?? '');
  return micros === null || Number.isNaN(offset) ? null : { micros, offset };
}

function timeOf(clock: Clock | null): PlainTime | null {
  return clock && new PlainTime(clockInUtc(clock.micros, clock.offset), clock.offset);
}

function parseLoose(text: string): Timestamp | PlainDate | PlainTime | null {
  const groups: Groups | undefined = text === '' ? undefined : loose.exec(asciiDigits(text))?.groups;
  if (!groups) return null;
  const days = groups.year === undefined ? null : dayOf(groups);
  if (groups.year !== undefined && days === null) return null;
  if (groups.clock === undefined) return days === null ? null : new PlainDate(days);
  const { hour, minute, second = 0, fraction = '' } = groups;
  const micros = clockMicros(Number(hour), Number(minute), Number(second), fraction);
  if (micros === null) return null;
  return days === null ? new PlainTime(micros) : timestampAt(days, micros, null);
}

function dayOf(groups: Groups): number | null {
  const year = Number(groups.year);
  if (year < 1) return null;
  if (groups.week !== undefined) return dayOfWeek(year, Number(groups.week), Number(groups.weekday ?? 1));
  if (groups.ordinal !== undefined) {
    const ordinal = Number(groups.ordinal);
    return ordinal >= 1 && ordinal <= daysInYear(year) ? dayNumber(year, 1, 1) + ordinal - 1 : null;
  }
  const month = Number(groups.month ?? 1);
  const day = Number(groups.day ?? 1);
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayNumber(year, month, day) : null;
}

/** Week 0 and weekday 0 are taken for what comes before the first: the format reads them so. */
function dayOfWeek(year: number, week: number, day: number): number | null {
  if (week > (hasLongWeekYear(year) ? 53 : 52) || day > 7) return null;
  const fourth = dayNumber(year, 1, 4);
  const days = fourth - weekday(fourth) + (week - 1) * 7 + day;
  return days >= firstDay && days <= lastDay ? days : null;
}

/** A year has 53 weeks when it begins or ends on a Thursday. */
function hasLongWeekYear(year: number): boolean {
  return weekday(dayNumber(year, 1, 1)) === 4 || weekday(dayNumber(year, 12, 31)) === 4;
}
