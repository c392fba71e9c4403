/** Days of the proleptic Gregorian calendar, counted from 1970-01-01. No `Date`: it reads years below 100 its own way. */

/** 0001-01-01 and 9999-12-31: the days the format can write. */
export const firstDay = -719_162;
export const lastDay = 2_932_896;

export const microsPerSecond = 1_000_000;
export const microsPerDay = 86_400_000_000;

/** The day of a moment, given in microseconds since 1970-01-01T00:00:00. */
export function dayOfMicros(micros: bigint): number {
  return floorDivide(micros, microsPerDay);
}

/** The second of a moment: whole seconds since 1970-01-01T00:00:00. */
export function secondOfMicros(micros: bigint): number {
  return floorDivide(micros, microsPerSecond);
}

/** Division of BigInts rounds towards zero. */
function floorDivide(micros: bigint, unit: number): number {
  const units = micros / BigInt(unit);
  return Number(units * BigInt(unit) > micros ? units - 1n : units);
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number of a day that exists: check month and day first. Years from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  const before = year - 1;
  const centuries = (before / 100) | 0;
  const leapDays = (before >> 2) - centuries + (centuries >> 2);
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return firstDay + before * 365 + leapDays + (daysBeforeMonth[month - 1] ?? 0) + leapDay + day - 1;
}

export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The calendar day of a day number. */
export function calendarDay(days: number): CalendarDay {
  // The mean length of a year leads to the right year or to one of its neighbours.
  let year = Math.floor((days - firstDay) / 365.2425) + 1;
  while (dayNumber(year, 1, 1) > days) year -= 1;
  while (dayNumber(year + 1, 1, 1) <= days) year += 1;
  let month = 1;
  let left = days - dayNumber(year, 1, 1);
  while (left >= daysInMonth(year, month)) {
    left -= daysInMonth(year, month);
    month += 1;
  }
  return { year, month, day: left + 1 };
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}
