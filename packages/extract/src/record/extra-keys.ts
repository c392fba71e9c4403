import type { ContractMode, KnownKeys } from '@sluice/schema';

/** A key that the schema of a record does not know, and what is to become of it. */
export interface ExtraKey {
  /** The keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly mode: ContractMode;
}

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
  const found: ExtraKey[] = [];

  const look = (value: unknown, keys: KnownKeys | null, path: readonly (string | number)[]): void => {
    if (keys === null || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++)
        look(value[index], keys.element(index), [...path, index]);
      return;
    }
    if (!isPlain(value)) return;
    const object = keys.object(value);
    if (object === null) return;
    const applied = mode ?? object.others;
    // Such an object lets other keys pass by itself; of one that is transformed nothing could be kept beside it.
    const passes = applied === 'evolve' && (object.others === 'evolve' || object.isTransformed);
    for (const [key, inner] of Object.entries(value)) {
      if (passes || object.has(key)) look(inner, object.inner(key), [...path, key]);
      else found.push({ path: [...path, key], value: inner, mode: applied });
    }
  };

  look(record, known, []);
  return found;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
