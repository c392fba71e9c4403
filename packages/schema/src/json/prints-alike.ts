const maxDepth = 100;

/**
 * Whether `JSON.stringify` writes a value in the format's own words: plain objects and lists of nothing but strings,
 * booleans, nulls and such numbers. A quick look; false is always a safe answer.
 */
export function printsAlike(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return numberPrintsAlike(value);
    case 'undefined':
      // Left out of objects, null in lists.
      return depth > 0;
    case 'object':
      return value === null || (depth < maxDepth && objectPrintsAlike(value, depth + 1));
    default:
      return false;
  }
}

function objectPrintsAlike(value: object, depth: number): boolean {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!printsAlike(value[index], depth)) return false;
    return true;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (!printsAlike((value as Record<string, unknown>)[key], depth)) return false;
  return true;
}

/** JavaScript rounds integers beyond 2^53 to zeros, and takes to exponents later. */
function numberPrintsAlike(value: number): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value);
  const size = Math.abs(value);
  return !(size < 1e-5 && size >= 1e-6);
}
