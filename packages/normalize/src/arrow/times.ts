import { SluiceError } from '@sluice/schema';
import { type ArrowArray, bytesOf, unitDigits, wordsOf } from '@sluice/schema/arrow';
import { isSet, type Presence } from './bits.ts';

const twoTo32 = 2 ** 32;
const millisPerDay = 86_400_000;
const longBytes = 8;

export interface TimeTarget {
  /** Fractional digits of a second that the column has: 6 or 9. */
  readonly digits: number;
  /** Whether digits that the column has no place for are cut off. */
  readonly isLossy: boolean;
}

/**
 * Timestamps, or times of 64 bits, in the unit of their column.
 *
 * @throws RECORD_TIME_OUT_OF_RANGE for what 64 bits cannot hold in that unit, ARROW_CONVERSION_LOSSY where nanoseconds
 * would be lost.
 */
export function moments(
  { type, values }: ArrowArray,
  start: number,
  rows: number,
  presence: Presence,
  { digits, isLossy }: TimeTarget,
): Uint8Array {
  const more = digits - unitDigits(type.unit);
  const bytes = bytesOf(values).subarray(start * longBytes, (start + rows) * longBytes);
  if (more === 0) return bytes;
  if (more < 0) return divided(wordsOf(bytes), 10 ** -more, presence, isLossy);
  // A product of 32 and 20 bits is exact, so a larger factor is taken in two steps.
  const first = multiplied(wordsOf(bytes), 10 ** Math.min(more, 6), presence);
  return more <= 6 ? first : multiplied(wordsOf(first), 10 ** (more - 6), presence);
}

function multiplied(from: Int32Array, factor: number, { validity }: Presence): Uint8Array {
  const to = new Int32Array(from.length);
  for (let row = 0; row < from.length / 2; row++) {
    const low = ((from[row * 2] ?? 0) >>> 0) * factor;
    const carry = Math.floor(low / twoTo32);
    const high = (from[row * 2 + 1] ?? 0) * factor + carry;
    to[row * 2] = low - carry * twoTo32;
    to[row * 2 + 1] = high;
    if ((high | 0) !== high && (validity === null || isSet(validity, row))) throw outOfRange();
  }
  return bytesOf(to);
}

function divided(from: Int32Array, by: number, { validity }: Presence, isLossy: boolean): Uint8Array {
  const to = new Int32Array(from.length);
  for (let row = 0; row < from.length / 2; row++) {
    const high = from[row * 2 + 1] ?? 0;
    const upper = Math.floor(high / by);
    const rest = (high - upper * by) * twoTo32 + ((from[row * 2] ?? 0) >>> 0);
    const lower = Math.floor(rest / by);
    to[row * 2] = lower;
    to[row * 2 + 1] = upper;
    if (isLossy || lower * by === rest) continue;
    if (validity === null || isSet(validity, row)) throw lossyTime();
  }
  return bytesOf(to);
}

/** Times of day in microseconds. @throws ARROW_CONVERSION_LOSSY where nanoseconds would be lost. */
export function clocks(
  array: ArrowArray,
  start: number,
  rows: number,
  presence: Presence,
  target: TimeTarget,
): Uint8Array {
  const digits = unitDigits(array.type.unit);
  if (digits >= 6) return moments(array, start, rows, presence, target);
  const from = wordsOf(array.values);
  const to = new Int32Array(rows * 2);
  const factor = 10 ** (target.digits - digits);
  for (let row = 0; row < rows; row++) {
    const micros = (from[start + row] ?? 0) * factor;
    const high = Math.floor(micros / twoTo32);
    to[row * 2] = micros - high * twoTo32;
    to[row * 2 + 1] = high;
  }
  return bytesOf(to);
}

/** Days; those given in milliseconds lose their time of day, which by Arrow's rules they do not have. */
export function days(
  { type, values }: ArrowArray,
  start: number,
  rows: number,
  { validity }: Presence,
): Uint8Array {
  if (type.unit === 0) return bytesOf(values).subarray(start * 4, (start + rows) * 4);
  const from = wordsOf(values);
  const to = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = (start + row) * 2;
    const day = Math.floor(((from[at + 1] ?? 0) * twoTo32 + ((from[at] ?? 0) >>> 0)) / millisPerDay);
    to[row] = day;
    if (to[row] !== day && (validity === null || isSet(validity, row))) throw outOfRange();
  }
  return bytesOf(to);
}

function outOfRange(): SluiceError {
  return new SluiceError('RECORD_TIME_OUT_OF_RANGE', 'A point in time is too far away for its column', {
    remedy: 'Correct it in a map step, or load it as an integer',
  });
}

export function lossyTime(): SluiceError {
  return new SluiceError(
    'ARROW_CONVERSION_LOSSY',
    'A time has nanoseconds, and its column has no place for them',
    {
      remedy:
        "Cast it to microseconds, cut them off with arrow: { conversion: 'lossy' }, or give the column precision 9 and timezone false where the destination has such a type",
    },
  );
}
