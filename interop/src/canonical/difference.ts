import type { Json } from '../json/json.ts';
import { compact } from '../json/print.ts';

/** Adds a line to `found` where the two sides are not the same. */
export function note(
  found: string[],
  where: string,
  a: Json | readonly string[],
  b: Json | readonly string[],
): void {
  const [left, right] = [compact(a), compact(b)];
  if (left !== right) found.push(`${where}: ${shorten(left, right)}`);
}

/** Both sides, from shortly before the first difference on. */
function shorten(a: string, b: string): string {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const from = Math.max(0, same - 60);
  const cut = (text: string): string => `${from > 0 ? '…' : ''}${text.slice(from, from + 300)}`;
  return `${cut(a)} != ${cut(b)}`;
}

export function namesOf(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort();
}
