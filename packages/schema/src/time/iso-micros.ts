import { dayNumber, daysInMonth } from './calendar.ts';

const zero = 48;

// Makes every number it is added into negative, in small integers, where NaN would make all arithmetic floating point.
const noDigits = -1_000_000;

const microsPerDigit = [0, 100_000, 10_000, 1000, 100, 10, 1];

/**
 * The common notations of a date-time, fast: `YYYY-MM-DD`, `T` or a space, `HH:MM:SS`, up to nine digits of a
 * fraction, then `Z`, `±HH`, `±HHMM`, `±HH:MM` or nothing (read as UTC).
 *
 * @returns microseconds since 1970-01-01T00:00:00 UTC; digits beyond microseconds are dropped. NaN for everything
 * else, also for what only `parseIso` knows how to read and for instants beyond the safe integers (before 1684, after
 * 2255). What it accepts, `parseIso` reads the same.
 */
export function isoTimestampMicros(text: string): number {
  const { length } = text;
  if (length < 19 || length > 35) return Number.NaN;
  const separator = text.charCodeAt(10);
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    (separator !== 84 && separator !== 32) ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  )
    return Number.NaN;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;

  let at = 19;
  let fraction = 0;
  if (at < length && text.charCodeAt(at) === 46) {
    at += 1;
    let digits = 0;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) break;
      digits += 1;
      if (digits <= 6) fraction = fraction * 10 + digit;
    }
    if (digits === 0 || digits > 9) return Number.NaN;
    if (digits < 6) fraction *= microsPerDigit[digits] as number;
  }
  const minutes = hour * 60 + minute - (at === length ? 0 : offsetMinutes(text, at));
  const micros =
    dayNumber(year, month, day) * 86_400_000_000 + (minutes * 60 + second) * 1_000_000 + fraction;
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}

/** Negative where these two characters are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : noDigits;
}

/** Minutes east of UTC; NaN where the rest of the text is no offset. */
function offsetMinutes(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  const left = text.length - at;
  if (sign === 90) return left === 1 ? 0 : Number.NaN;
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const hours = twoDigits(text, at + 1);
  let minutes = 0;
  if (left === 5) minutes = twoDigits(text, at + 3);
  else if (left === 6 && text.charCodeAt(at + 3) === 58) minutes = twoDigits(text, at + 4);
  else if (left !== 3) return Number.NaN;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  return sign === 45 ? -(hours * 60 + minutes) : hours * 60 + minutes;
}
