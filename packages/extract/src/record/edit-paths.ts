/** The keys and indexes that lead to a value in plain data. */
export type Path = readonly (string | number)[];

/** A copy of plain data without what is at some paths: keys of objects, elements of lists. What is not there is passed over. */
export function withoutPaths(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0) return value;
  const byKey = Map.groupBy(paths, ([first]) => first);
  const isGone = (key: string | number) => byKey.get(key)?.some((path) => path.length === 1) ?? false;
  const rest = (key: string | number, inner: unknown) =>
    withoutPaths(
      inner,
      (byKey.get(key) ?? []).map((path) => path.slice(1)),
    );
  if (Array.isArray(value))
    return value.flatMap((inner: unknown, index) => (isGone(index) ? [] : [rest(index, inner)]));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !isGone(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, rest(key, inner)]));
}

/**
 * A copy of plain data with values at some paths. Where the way there leads through something that is no object or
 * list any more, or where there is a value already, nothing is set.
 */
export function withPaths(
  value: unknown,
  added: readonly { readonly path: Path; readonly value: unknown }[],
): unknown {
  if (added.length === 0 || !(Array.isArray(value) || isObject(value))) return value;
  const byKey = Map.groupBy(added, ({ path: [first] }) => first as string | number);
  const inside = (key: string | number, inner: unknown) =>
    withPaths(
      inner,
      (byKey.get(key) ?? []).map(({ path, value: leaf }) => ({ path: path.slice(1), value: leaf })),
    );
  if (Array.isArray(value)) return value.map((inner: unknown, index) => inside(index, inner));
  const entries = new Map(Object.entries(value));
  for (const [key, additions] of byKey) {
    const leaf = additions.find(({ path }) => path.length === 1);
    if (entries.has(String(key))) entries.set(String(key), inside(key, entries.get(String(key))));
    else if (leaf) entries.set(String(key), leaf.value);
  }
  return Object.fromEntries(entries);
}

/** Where a path leads once other paths are gone: elements of lists move up. Null where it is gone itself. */
export function afterRemoval(path: Path, removed: readonly Path[]): Path | null {
  if (removed.some((gone) => isWithin(path, gone))) return null;
  return path.map((key, depth) => {
    if (typeof key === 'string') return key;
    const list = path.slice(0, depth);
    const before = removed.filter(
      (gone) => gone.length === depth + 1 && isWithin(gone, list) && Number(gone[depth]) < key,
    );
    return key - before.length;
  });
}

/** Whether a path leads to another, or to something in it. */
export function isWithin(path: Path, other: Path): boolean {
  return other.length <= path.length && other.every((key, index) => key === path[index]);
}

/** Whether there is something at a path of plain data. */
export function hasPath(value: unknown, path: Path): boolean {
  const [first, ...others] = path;
  if (first === undefined) return true;
  if (Array.isArray(value))
    return typeof first === 'number' && first in value && hasPath(value[first], others);
  return isObject(value) && Object.hasOwn(value, first) && hasPath(value[String(first)], others);
}

/** What is at a path; undefined where nothing is. */
export function atPath(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
