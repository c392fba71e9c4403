let last = 0;

/**
 * Microseconds since the epoch, never the same or a lower number twice in a process: what load ids and the times
 * of system tables are made of, both of which are sorted by. Always later than `after`.
 */
export function microsNow(after = 0): number {
  const now = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  last = Math.max(now, last + 1, after + 1);
  return last;
}

/** ISO 8601 in UTC with six fractional digits. */
export function isoMicros(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const fraction = String(micros - seconds * 1e6).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}.${fraction}Z`;
}

/** The microseconds since the epoch of a time that `isoMicros` wrote; 0 for none. */
export function microsOf(iso: string | null): number {
  if (iso === null) return 0;
  const [seconds = '', fraction = ''] = iso.replace('Z', '').split('.');
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}
