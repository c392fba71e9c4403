import type { ContractMode, KnownKeys, KnownObject } from '@sluice/schema';
import type { Path } from './edit-paths.ts';

/** A key that the schema of a record does not know, and what is to become of it. */
export interface ExtraKey {
  readonly path: Path;
  readonly value: unknown;
  readonly mode: ContractMode;
}

const none: readonly ExtraKey[] = [];

/**
 * Finds the keys that a schema does not know. Only plain objects and lists are looked into.
 *
 * @param mode what a contract says of them; undefined where the schema itself decides, object by object
 */
export function extraKeys(
  record: unknown,
  known: KnownKeys,
  mode: ContractMode | undefined,
): readonly ExtraKey[] {
  // Almost all records have none: they are looked through without a note of where one is.
  if (isKnown(record, known, mode)) return none;
  const found: ExtraKey[] = [];
  collect(record, known, mode, [], found);
  return found;
}

function isKnown(value: unknown, keys: KnownKeys | null, mode: ContractMode | undefined): boolean {
  if (keys === null || typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      if (!isKnown(value[index], keys.element(index), mode)) return false;
    return true;
  }
  const object = isPlain(value) ? keys.object(value) : null;
  if (object === null) return true;
  const allPass = letsPass(object, mode);
  for (const key of Object.keys(value)) {
    if (!allPass && !object.has(key)) return false;
    if (!isKnown((value as Record<string, unknown>)[key], object.inner(key), mode)) return false;
  }
  return true;
}

function collect(
  value: unknown,
  keys: KnownKeys | null,
  mode: ContractMode | undefined,
  path: Path,
  found: ExtraKey[],
): void {
  if (keys === null || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      collect(value[index], keys.element(index), mode, [...path, index], found);
    return;
  }
  const object = isPlain(value) ? keys.object(value) : null;
  if (object === null) return;
  const allPass = letsPass(object, mode);
  for (const [key, inner] of Object.entries(value))
    if (allPass || object.has(key)) collect(inner, object.inner(key), mode, [...path, key], found);
    else found.push({ path: [...path, key], value: inner, mode: mode ?? object.others });
}

/** Such an object lets other keys pass by itself; of one that is transformed nothing could be kept beside it. */
function letsPass({ others, isTransformed }: KnownObject, mode: ContractMode | undefined): boolean {
  return (mode ?? others) === 'evolve' && (others === 'evolve' || isTransformed);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
