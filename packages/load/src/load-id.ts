import { isoMicros, microsNow } from './clock.ts';

/**
 * A new load id: the unix time in seconds as the text of a float, `1795223588.948006`; whole seconds end in `.0`.
 * Strictly increasing in a process, also as text, which is how load ids are compared everywhere.
 * With `after`, also later than that id: a clock that was set back must not make a new load look old.
 */
export function newLoadId(after?: string): string {
  return toLoadId(microsNow(after === undefined ? 0 : Math.ceil(Number(after) * 1e6)));
}

/** Microseconds since the epoch as a load id. */
export function toLoadId(micros: number): string {
  const seconds = String(micros / 1e6);
  return seconds.includes('.') ? seconds : `${seconds}.0`;
}

/** When a load was begun, as its id says it: ISO 8601 in UTC with microseconds. */
export function loadTime(loadId: string): string {
  return isoMicros(Math.round(Number(loadId) * 1e6));
}
