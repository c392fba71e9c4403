import { Timestamp } from '@sluice/schema';

/**
 * Makes the instants in a memory `Date` objects again, in place, where a `Date` holds them to the last digit: what code
 * of a source writes is what it reads in the next run. Others stay what they are: wall clocks, microseconds, and
 * instants that dlt wrote in another zone.
 *
 * @param except key of a part that is not the source's own
 */
export function reviveDates(memory: Record<string, unknown>, except: string): void {
  for (const [key, value] of Object.entries(memory)) if (key !== except) setOwn(memory, key, revived(value));
}

function revived(value: unknown): unknown {
  if (value instanceof Timestamp) return isDate(value) ? new Date(Number(value.micros / 1000n)) : value;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = revived(item);
  } else if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) setOwn(value, key, revived(item));
  }
  return value;
}

function isDate({ micros, offsetSeconds }: Timestamp): boolean {
  return offsetSeconds === 0 && micros % 1000n === 0n;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A key may be `__proto__`. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (Object.getOwnPropertyDescriptor(object, key)?.value !== value)
    Object.defineProperty(object, key, { value });
}
