import { Double, PlainDate, SluiceError, Timestamp, type TimeZone, type Value } from '@sluice/schema';
import { compareValues } from './compare-values.ts';
import { isDateText, isTimeText, shiftText } from './shift-text.ts';
import { type LagUnit, shiftTimestamp } from './shift-timestamp.ts';

/**
 * The last value, moved back: subtracted for `max`, added for `min`, but not beyond the initial value. Numbers move
 * in their own unit, dates by days, points in time by seconds; texts that hold a date or a time keep their notation.
 * What the initial value is (a date or a time) decides for all values.
 *
 * @param zone where the days of an instant begin and end; null means UTC
 * @throws CURSOR_LAG_INVALID
 */
export function applyLag(
  last: Value,
  lag: number,
  direction: 'max' | 'min',
  initial: Value,
  zone: TimeZone | null,
): Value {
  const shift = direction === 'max' ? -lag : lag;
  const moved = move(last, shift, unitOf(initial) ?? unitOf(last) ?? 'seconds', zone);
  return isBeyond(initial, moved, direction) ? initial : moved;
}

function isBeyond(initial: Value, moved: Value, direction: 'max' | 'min'): boolean {
  if (initial === null) return false;
  try {
    const order = compareValues(initial, moved);
    return direction === 'max' ? order > 0 : order < 0;
  } catch {
    // Of another kind than the values: it cannot hold them back.
    return false;
  }
}

function unitOf(value: Value): LagUnit | null {
  if (value instanceof PlainDate) return 'days';
  if (value instanceof Timestamp) return 'seconds';
  if (typeof value !== 'string') return null;
  return isDateText(value) ? 'days' : isTimeText(value) ? 'seconds' : null;
}

function move(value: Value, shift: number, unit: LagUnit, zone: TimeZone | null): Value {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? Math.trunc(value + shift) : value + shift;
    case 'bigint':
      return value + BigInt(Math.trunc(shift));
    case 'string':
      return shiftText(value, shift, unit, zone) ?? refuse(value);
  }
  if (value instanceof Double) return new Double(value.value + shift);
  if (value instanceof PlainDate) return new PlainDate(value.days + wholeDays(shift, unit));
  if (value instanceof Timestamp) return shiftTimestamp(value, shift, unit, zone);
  return refuse(value);
}

function wholeDays(shift: number, unit: LagUnit): number {
  return Math.trunc(unit === 'days' ? shift : shift / 86_400);
}

function refuse(value: Value): never {
  throw new SluiceError(
    'CURSOR_LAG_INVALID',
    `A cursor of type ${typeof value} cannot be moved back by a lag`,
    {
      remedy: 'Use a lag with numbers, dates, points in time, or texts that hold one of the latter two',
    },
  );
}
