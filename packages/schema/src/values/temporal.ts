import { isInRange } from '../time/make-timestamp.ts';
import { readDate, readTime, readTimestamp } from '../time/read-formatted.ts';
import { Timestamp, type Value } from './values.ts';

/**
 * The value of a `Temporal` object, by the tag of its class. Digits beyond microseconds are dropped. Null where it
 * lies outside the years 1 to 9999; undefined for classes that are no point in time (durations and the like).
 */
export function temporalValue(tag: string, input: object): Value | undefined {
  switch (tag) {
    case 'Temporal.Instant':
      return instant(input as Zoned, 0);
    case 'Temporal.ZonedDateTime':
      return instant(input as Zoned, Math.trunc((input as Zoned).offsetNanoseconds / 1e9));
    case 'Temporal.PlainDateTime':
      return readTimestamp(isoText(input));
    case 'Temporal.PlainDate':
      return readDate(isoText(input));
    case 'Temporal.PlainTime':
      return readTime(isoText(input));
  }
  return undefined;
}

interface Zoned {
  readonly epochNanoseconds: bigint;
  readonly offsetNanoseconds: number;
}

function instant({ epochNanoseconds }: Zoned, offsetSeconds: number): Timestamp | null {
  let micros = epochNanoseconds / 1000n;
  if (micros * 1000n > epochNanoseconds) micros -= 1n;
  return isInRange(micros) ? new Timestamp(micros, offsetSeconds) : null;
}

/** Years, months and days of the ISO calendar, whatever calendar the object counts in. */
function isoText(input: object): string {
  return (input as { toString(options: object): string }).toString({ calendarName: 'never' });
}
