import type { DataType } from '../data-type.ts';
import { dayOfMicros, firstDay, lastDay, microsPerSecond } from '../time/calendar.ts';
import { clockInUtc, isInRange, timestampAt } from '../time/make-timestamp.ts';
import { wallClockIn } from '../time/normalize-timestamp.ts';
import { parseIso } from '../time/parse-iso.ts';
import type { TimeZone } from '../time/zone.ts';
import { PlainDate, PlainTime, Timestamp, type Value } from '../values/values.ts';
import { type Coerced, notCoercible } from './not-coercible.ts';
import { readFloat } from './read-number.ts';
import { doubleOf } from './to-number.ts';

/** Dates are their midnight, without a zone; numbers are seconds since 1970 in UTC, also in a text. */
export function toTimestamp(value: Value, from: DataType): Value | Coerced {
  switch (from) {
    case 'text':
      return textToTimestamp(value as string);
    case 'bigint':
    case 'double':
      return fromSeconds(doubleOf(value));
    case 'date':
      return midnight(value as PlainDate);
    default:
      return notCoercible;
  }
}

/** The day in the zone that values are stored in. */
export function toDate(value: Value, from: DataType, zone: TimeZone | null): Value | Coerced {
  const moment = from === 'timestamp' ? value : toTimestamp(value, from);
  if (!(moment instanceof Timestamp)) return notCoercible;
  return new PlainDate(dayOfMicros(zone ? wallClockIn(moment, zone).micros : moment.micros));
}

/** A time of day out of a text; one with an offset is that of the first day of 1970 in the zone of stored values. */
export function toTime(value: Value, from: DataType, zone: TimeZone | null): Value | Coerced {
  const time = from === 'text' ? parseIso(value as string) : null;
  if (!(time instanceof PlainTime)) return notCoercible;
  return time.offsetSeconds === null ? time : new PlainTime(zone ? clockIn(time, zone) : time.micros);
}

function clockIn({ micros, offsetSeconds }: PlainTime, zone: TimeZone): number {
  const shift = (offsetSeconds ?? 0) * microsPerSecond;
  const instant = clockInUtc(micros, -(offsetSeconds ?? 0)) - shift;
  return clockInUtc(micros, -zone.offsetAt(BigInt(instant)));
}

function textToTimestamp(text: string): Value | Coerced {
  const moment = parseIso(text);
  if (moment instanceof Timestamp) return moment;
  if (moment instanceof PlainDate) return midnight(moment);
  const seconds = moment === null ? readFloat(text) : null;
  return seconds === null ? notCoercible : fromSeconds(seconds);
}

function midnight(date: PlainDate): Value | Coerced {
  return timestampAt(date.days, 0, null) ?? notCoercible;
}

function fromSeconds(seconds: number): Value | Coerced {
  const whole = Math.trunc(seconds);
  // Beyond these years, and for NaN and the infinities, the arithmetic below would not be exact.
  if (!(whole >= firstDay * 86_400 && whole < (lastDay + 1) * 86_400)) return notCoercible;
  const micros = BigInt(whole) * BigInt(microsPerSecond) + BigInt(roundToEven((seconds - whole) * 1e6));
  return isInRange(micros) ? new Timestamp(micros, 0) : notCoercible;
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
