import { formatDate, formatTimestamp, PlainDate, Timestamp, type Value } from '@sluice/schema';

/**
 * A value as the user knows it. Instants are a `Date`, or what the model is: a value object, a `Temporal.Instant`.
 * A `Date` has milliseconds only: the rest is cut off towards what was loaded before.
 *
 * @param model the initial value the user gave, or undefined
 * @param direction in which values grow
 */
export function exposeValue(value: Value, model: unknown, direction: 'max' | 'min' | null): unknown {
  if (value === null) return undefined;
  const temporal = temporalClass(model);
  if (temporal) {
    if (value instanceof Timestamp) return temporal.from(formatTimestamp(value));
    if (value instanceof PlainDate) return temporal.from(formatDate(value));
  }
  const isInstant = value instanceof Timestamp && value.offsetSeconds !== null;
  return isInstant && !(model instanceof Timestamp) ? toDate(value, direction) : value;
}

function toDate({ micros }: Timestamp, direction: 'max' | 'min' | null): Date {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const whole = (micros - rest) / 1000n;
  return new Date(Number(direction === 'min' && rest > 0n ? whole + 1n : whole));
}

interface TemporalClass {
  from(text: string): unknown;
}

const readable: readonly string[] = ['Temporal.Instant', 'Temporal.PlainDate', 'Temporal.PlainDateTime'];

/** The class of a `Temporal` object: it may be the engine's own or a polyfill's. */
function temporalClass(model: unknown): TemporalClass | null {
  if (typeof model !== 'object' || model === null) return null;
  if (!readable.includes(String((model as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag])))
    return null;
  return model.constructor as unknown as TemporalClass;
}
