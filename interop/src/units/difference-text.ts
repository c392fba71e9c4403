import { isObject, type Json } from '../json/json.ts';
import { compact } from '../json/print.ts';

/** Where two answers first differ, and how. */
export function differenceText(ours: Json, theirs: Json, path: readonly string[] = []): string {
  if (isObject(ours) && isObject(theirs) && [...ours.keys()].join() === [...theirs.keys()].join()) {
    for (const [key, item] of ours) {
      const other = theirs.get(key) ?? null;
      if (compact(item) !== compact(other)) return differenceText(item, other, [...path, key]);
    }
  }
  const where = path.length === 0 ? '' : `${path.join(' / ')}: `;
  return `${where}${compact(ours).slice(0, 600)} instead of ${compact(theirs).slice(0, 600)}`;
}
