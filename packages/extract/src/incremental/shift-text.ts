import {
  formatDate,
  formatTimestamp,
  PlainDate,
  parseIso,
  Timestamp,
  type TimeZone,
  type Value,
} from '@sluice/schema';
import { type LagUnit, shiftTimestamp } from './shift-timestamp.ts';

const date = /^\d{4}(-?)\d\d\1\d\d$/;
const time =
  /^(?<clock>\d{4}-\d\d-\d\dT\d\d(?::\d\d(?::\d\d)?)?)(?<fraction>\.\d+)?(?<zone>Z|[+-]\d\d:?\d\d)?$/;

/** Notations of a whole period: how one looks, and how it is written for a day in it. */
const periods: readonly { readonly looks: RegExp; write(day: PlainDate): string }[] = [
  { looks: /^\d{4}-\d\d-\d\d$/, write: formatDate },
  { looks: /^\d{8}$/, write: (day) => formatDate(day).replaceAll('-', '') },
  { looks: /^\d{4}-\d\d$/, write: (day) => formatDate(day).slice(0, 7) },
  { looks: /^\d{4}$/, write: (day) => formatDate(day).slice(0, 4) },
  { looks: /^\d{4}-W\d\d$/, write: (day) => weekText(day) },
  { looks: /^\d{4}-W\d\d-\d$/, write: (day) => `${weekText(day)}-${weekday(day) + 1}` },
  { looks: /^\d{4}-\d{3}$/, write: (day) => `${yearText(day)}-${String(dayOfYear(day)).padStart(3, '0')}` },
];

/** Whether a text holds a calendar day. */
export function isDateText(text: string): boolean {
  return date.test(text) && parseIso(text) instanceof PlainDate;
}

/** Whether a text holds a point in time. */
export function isTimeText(text: string): boolean {
  return parseIso(text) instanceof Timestamp;
}

/**
 * Moves the date or time that a text holds, and writes it the same way: its zone is kept, fractions get six digits.
 * Rarer notations become a value of their own. Null where the text holds neither.
 */
export function shiftText(text: string, shift: number, unit: LagUnit, zone: TimeZone | null): Value {
  const parts = time.exec(text)?.groups;
  // Fractions and zones only follow seconds.
  const isKnown = parts && (parts.clock?.length === 19 || (!parts.fraction && !parts.zone));
  const read = parseIso(text);
  if (read instanceof Timestamp) {
    const moved = shiftTimestamp(read, shift, unit, zone);
    return isKnown ? likeText(text, parts, moved) : moved;
  }
  if (!(read instanceof PlainDate)) return null;
  const day = shiftDay(read, shift, unit);
  const period = periods.find(({ looks }) => looks.test(text));
  return period ? period.write(day) : day;
}

/** A point in time in the notation of a text: on the clock of its offset. */
function likeText(
  text: string,
  { clock = '', fraction = '', zone = '' }: Readonly<Record<string, string | undefined>>,
  { micros, offsetSeconds }: Timestamp,
): string {
  const wall = formatTimestamp(new Timestamp(micros + BigInt(offsetSeconds ?? 0) * 1_000_000n, null));
  const [seconds = '', digits = '000000'] = wall.split('.');
  const isPlain = text.length === clock.length;
  const tail = fraction ? `.${digits}` : '';
  return isPlain ? seconds.slice(0, clock.length) : `${seconds}${tail}${zone}`;
}

/** The day that contains the moved beginning of this one. */
function shiftDay({ days }: PlainDate, shift: number, unit: LagUnit): PlainDate {
  return new PlainDate(days + Math.floor(unit === 'days' ? Math.trunc(shift) : shift / 86_400));
}

function yearText(day: PlainDate): string {
  return formatDate(day).slice(0, 4);
}

function firstOfYear(day: PlainDate): number {
  const first = parseIso(`${yearText(day)}-01-01`);
  return first instanceof PlainDate ? first.days : Number.NaN;
}

function dayOfYear(day: PlainDate): number {
  return day.days - firstOfYear(day) + 1;
}

/** 0 = Monday. 1970-01-01 was a Thursday. */
function weekday({ days }: PlainDate): number {
  return (((days + 3) % 7) + 7) % 7;
}

/** A week belongs to the year of its Thursday. */
function weekText(day: PlainDate): string {
  const thursday = new PlainDate(day.days - weekday(day) + 3);
  const week = Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
  return `${yearText(thursday)}-W${String(week).padStart(2, '0')}`;
}
