import type { Value } from '../values/values.ts';
import { removeMarker } from './markers.ts';

/**
 * A value without the type markers of typed JSON: strings lose theirs, those in lists, maps and plain objects too;
 * they are not read as what they mark. Keys keep theirs. Where there is nothing to remove it is the same value.
 */
export function removeMarkers(value: Value): Value {
  if (typeof value === 'string') return removeMarker(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map(removeMarkers);
    return list.every((item, index) => Object.is(item, value[index])) ? value : list;
  }
  if (value instanceof Map) {
    const entries: Entries = [...value];
    const cleaned = withoutMarkers(entries);
    return cleaned === entries ? value : new Map(cleaned);
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  const cleaned = withoutMarkers(entries);
  return cleaned === entries ? value : (Object.fromEntries(cleaned) as Value);
}

type Entries = readonly (readonly [string, Value])[];

function withoutMarkers(entries: Entries): Entries {
  const cleaned = entries.map(([key, value]) => [key, removeMarkers(value)] as const);
  return cleaned.every(([, value], index) => Object.is(value, entries[index]?.[1])) ? entries : cleaned;
}
