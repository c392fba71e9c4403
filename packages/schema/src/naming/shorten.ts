import { SluiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';

const tagLength = 6;

/**
 * Cuts a name to `maxLength` code points by replacing its middle with six characters made from `raw`, the text the
 * name came from: two raw names that are cut to the same ends stay two names.
 */
export function shorten(name: string, raw: string, maxLength: number | null, runtime: Runtime): string {
  // A text never has more code points than UTF-16 units.
  if (maxLength === null || name.length <= maxLength) return name;
  const points = Array.from(name);
  if (points.length <= maxLength) return name;
  const kept = maxLength - tagLength;
  const head = Math.ceil(kept / 2);
  const tail = kept - head;
  return points.slice(0, head).join('') + tagOf(raw, runtime) + points.slice(points.length - tail).join('');
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
