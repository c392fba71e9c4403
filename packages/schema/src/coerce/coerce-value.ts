import type { DataType } from '../data-type.ts';
import { isSluiceError } from '../errors.ts';
import { parseJson } from '../json/parse.ts';
import { removeMarkers } from '../json/remove-markers.ts';
import type { TimeZone } from '../time/zone.ts';
import type { Value } from '../values/values.ts';
import { type Coerced, notCoercible } from './not-coercible.ts';
import { toBinary } from './to-binary.ts';
import { toBigint, toBool, toDecimal, toDouble, toWei } from './to-number.ts';
import { toText } from './to-text.ts';
import { toDate, toTime, toTimestamp } from './to-time.ts';

type Conversion = (value: Value, from: DataType, zone: TimeZone | null) => Value | Coerced;

const conversions: Readonly<Record<DataType, Conversion>> = {
  text: toText,
  bigint: toBigint,
  double: toDouble,
  bool: toBool,
  decimal: toDecimal,
  wei: toWei,
  timestamp: toTimestamp,
  date: toDate,
  time: toTime,
  binary: toBinary,
  json: toJson,
};

/**
 * Converts a value from its own type to that of a column, by the format's rules: `"12"` fits a bigint column, `"x"`
 * does not. Timestamps keep the offset they were written with: `normalizeTimestamp` brings them to the column's.
 *
 * @param from the value's type, see `dataTypeOf`
 * @param zone the time zone values are stored in: which day an instant falls on. None means UTC
 * @returns the value in the other type, or `notCoercible`; null stays null.
 * @throws only for a JSON value that has no text at all, see `encodeJson`.
 */
export function coerceValue(
  value: Value,
  from: DataType,
  to: DataType,
  zone: TimeZone | null = null,
): Value | typeof notCoercible {
  if (value === null) return null;
  if (from === to) return to === 'json' ? removeMarkers(value) : value;
  return conversions[to](value, from, zone);
}

/** A text that holds JSON. */
function toJson(value: Value, from: DataType): Value | Coerced {
  if (from !== 'text') return notCoercible;
  try {
    return parseJson(value as string);
  } catch (error) {
    if (isSluiceError(error, 'JSON_INVALID')) return notCoercible;
    throw error;
  }
}
