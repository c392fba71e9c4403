import {
  Decimal,
  Double,
  PlainDate,
  PlainTime,
  parseDecimal,
  SluiceError,
  Timestamp,
  type Value,
  Wei,
} from '@sluice/schema';

/**
 * Orders two cursor values: negative, 0 or positive. Numbers of all kinds are compared with each other; texts by
 * their UTF-16 units, which is the order of ISO dates.
 *
 * @throws CURSOR_NOT_COMPARABLE for values of different kinds, NaN, points in time with and without a zone, and
 * whatever has no order.
 */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1;
    if (a > b) return 1;
    if (a === b) return 0;
    throw notComparable(a, b);
  }
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (a instanceof Timestamp && b instanceof Timestamp) {
    if ((a.offsetSeconds === null) !== (b.offsetSeconds === null)) throw notComparable(a, b);
    return order(a.micros, b.micros);
  }
  if (a instanceof PlainDate && b instanceof PlainDate) return a.days - b.days;
  if (a instanceof PlainTime && b instanceof PlainTime) return a.micros - b.micros;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  const [left, right] = [numeric(a), numeric(b)];
  if (left === null || right === null) throw notComparable(a, b);
  if (typeof left === 'object' || typeof right === 'object')
    return compareDecimals(exact(left), exact(right));
  return order(left, right);
}

function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A number, or the text of a decimal in a box. */
function numeric(value: Value): number | bigint | { text: string } | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  const number = value instanceof Double ? value.value : value;
  if (typeof number === 'number') return Number.isNaN(number) ? null : number;
  if (value instanceof Decimal || value instanceof Wei)
    return parseDecimal(value.text) && { text: value.text };
  return null;
}

function exact(value: number | bigint | { text: string }): string {
  return typeof value === 'object' ? value.text : String(value);
}

function compareDecimals(a: string, b: string): number {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  // Only an infinite double has no digits.
  if (!left || !right) return order(Number(a), Number(b));
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = ({ negative, digits, exponent: own }: typeof left) =>
    BigInt(digits) * 10n ** BigInt(own - exponent) * (negative ? -1n : 1n);
  return order(scaled(left), scaled(right));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function notComparable(a: Value, b: Value): SluiceError {
  return new SluiceError('CURSOR_NOT_COMPARABLE', `A cursor value is ${kindOf(a)}, another is ${kindOf(b)}`, {
    remedy:
      'Give all values, `initialValue` and `endValue` among them, one type: convert them with a map step',
  });
}

function kindOf(value: Value): string {
  if (value instanceof Timestamp) return value.offsetSeconds === null ? 'a wall-clock time' : 'an instant';
  if (value instanceof PlainDate) return 'a date';
  if (value instanceof PlainTime) return 'a time of day';
  if (Number.isNaN(value)) return 'NaN';
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`;
  return value === null ? 'null' : `a ${typeof value}`;
}
