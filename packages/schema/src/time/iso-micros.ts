import { dayNumber, daysInMonth } from './calendar.ts';

const zero = 48;

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
  // A comparison with NaN is false: written this way round, it also refuses what is no digit.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return Number.NaN;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;

  let at = 19;
  let fraction = 0;
  if (at < length && text.charCodeAt(at) === 46) {
    at += 1;
    const start = at;
    let unit = 100_000;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) break;
      if (unit >= 1) fraction += digit * unit;
      unit /= 10;
    }
    if (at === start || at - start > 9) return Number.NaN;
  }
  const offset = at === length ? 0 : readOffset(text, at);
  const seconds = ((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset;
  const micros = seconds * 1_000_000 + fraction;
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}

/** NaN where these two characters are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Seconds east of UTC; NaN where the rest of the text is no offset. */
function readOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  const left = text.length - at;
  if (sign === 90) return left === 1 ? 0 : Number.NaN;
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const hours = twoDigits(text, at + 1);
  let minutes = 0;
  if (left === 5) minutes = twoDigits(text, at + 3);
  else if (left === 6 && text.charCodeAt(at + 3) === 58) minutes = twoDigits(text, at + 4);
  else if (left !== 3) return Number.NaN;
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  const seconds = (hours * 60 + minutes) * 60;
  return sign === 45 ? -seconds : seconds;
}
