import type { LengthUnit } from '../destination-rules.ts';
import { SluiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';

const tagLength = 6;

/** How long a name may be; null: any length. */
export interface NameLimit {
  readonly maxLength: number | null;
  readonly unit: LengthUnit;
}

/**
 * Cuts a name to its limit by replacing its middle with six characters made from `raw`, the text the name came from:
 * two raw names that are cut to the same ends stay two names. Where bytes are counted, as many code points stay at
 * either end as fit into half of what is left.
 */
export function shorten(name: string, raw: string, { maxLength, unit }: NameLimit, runtime: Runtime): string {
  if (maxLength === null || !isLonger(name, maxLength, unit)) return name;
  const points = Array.from(name);
  const kept = maxLength - tagLength;
  const head = fitting(points, Math.ceil(kept / 2), unit);
  const tail = fitting(points.toReversed(), Math.floor(kept / 2), unit);
  return points.slice(0, head).join('') + tagOf(raw, runtime) + points.slice(points.length - tail).join('');
}

/** Whether a name has more characters, or bytes, than `maxLength`. */
export function isLonger(name: string, maxLength: number, unit: LengthUnit): boolean {
  // A text never has more code points than UTF-16 units, and never more than three bytes for each of those.
  if (name.length * (unit === 'bytes' ? 3 : 1) <= maxLength) return false;
  const points = Array.from(name);
  return points.reduce((length, point) => length + lengthOf(point, unit), 0) > maxLength;
}

/** How many of the code points, from the first on, are no longer than `room` together. */
function fitting(points: readonly string[], room: number, unit: LengthUnit): number {
  let left = room;
  const end = points.findIndex((point) => {
    left -= lengthOf(point, unit);
    return left < 0;
  });
  return end < 0 ? points.length : end;
}

function lengthOf(point: string, unit: LengthUnit): number {
  if (unit === 'characters') return 1;
  const code = point.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** Refuses lengths that leave no room for the tag. */
export function checkMaxLength(maxLength: number): void {
  if (Number.isInteger(maxLength) && maxLength >= tagLength) return;
  throw new SluiceError('NAMING_LENGTH_UNSUPPORTED', `Names cannot be cut to ${maxLength} characters`, {
    remedy: `Allow at least ${tagLength}`,
  });
}

function tagOf(raw: string, runtime: Runtime): string {
  return runtime.shake128(raw, 4).replaceAll('/', 'a').replaceAll('+', 'b').toLowerCase();
}
