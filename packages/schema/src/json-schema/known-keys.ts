import { elementOf } from './combine.ts';
import { anything, isDictionary, type ListShape, type ObjectShape, type Shape } from './shape.ts';

/** What a schema says of keys that it does not name: refused, left out, or kept. */
export type OtherKeys = 'freeze' | 'discard_value' | 'evolve';

/** The keys that values of a shape may have, level by level. */
export interface KnownKeys {
  /** The keys of an object, which may depend on what it holds; null where values are no objects. */
  object(value: object): KnownObject | null;
  /** Those of the elements of a list; null where values are no lists, or nothing is said of their elements. */
  element(index: number): KnownKeys | null;
}

/** The keys that objects of a shape may have. */
export interface KnownObject {
  readonly others: OtherKeys;
  /** What is given out in its place is no object of known keys: what was taken out could not be put back. */
  readonly isTransformed: boolean;
  has(key: string): boolean;
  /** The keys of what a key holds; null where nothing is said of it. */
  inner(key: string): KnownKeys | null;
}

/**
 * The keys that a schema knows.
 *
 * @param input what is taken
 * @param output what is given out: where this is closed and the input is not, others are left out on the way
 * @returns null where it knows of no objects
 */
export function knownKeys(input: Shape, output: Shape): KnownKeys | null {
  const known = new Map<Shape, KnownKeys>();

  const keysOf = (taken: Shape, given: Shape): KnownKeys | null => {
    if (!taken.object && !(taken.list && holdsObjects(taken.list))) return null;
    const before = known.get(taken);
    if (before) return before;
    const found: KnownKeys = {
      object: findKeys(taken.object, (object) => knownObject(object, given.object)),
      element(index) {
        if (!taken.list) return null;
        const element = taken.list.prefix[index]?.() ?? taken.list.items();
        return keysOf(element, given.list ? elementOf(given.list) : anything);
      },
    };
    known.set(taken, found);
    return found;
  };

  const knownObject = (taken: ObjectShape, given: ObjectShape | null): KnownObject => {
    const inner = new Map<string, KnownKeys | null>();
    const allAreData = isDictionary(taken);
    return {
      others: othersOf(taken, given),
      isTransformed: given === null,
      has: (key) =>
        allAreData || taken.properties.has(key) || taken.patterns.some((pattern) => pattern.test(key)),
      inner(key) {
        const before = inner.get(key);
        if (before !== undefined) return before;
        const taking = taken.properties.get(key)?.shape() ?? taken.additional?.();
        const giving = given?.properties.get(key)?.shape() ?? given?.additional?.() ?? anything;
        const keys = taking ? keysOf(taking, giving) : null;
        // Keys that are data are too many to be remembered.
        if (taken.properties.has(key)) inner.set(key, keys);
        return keys;
      },
    };
  };

  return keysOf(input, output);
}

/** Lists of scalars need not be looked through. */
function holdsObjects({ prefix, items }: ListShape): boolean {
  return [...prefix, items].some((read) => read().object !== null || read().list !== null);
}

/** What a schema says of keys that it does not name, as a contract would say it. */
export function otherKeys(input: Shape, output: Shape): OtherKeys {
  return input.object ? othersOf(input.object, output.object) : 'evolve';
}

function othersOf(taken: ObjectShape, given: ObjectShape | null): OtherKeys {
  if (isShut(taken)) return 'freeze';
  return given && isShut(given) ? 'discard_value' : 'evolve';
}

function isShut({ isClosed, isSealed }: ObjectShape): boolean {
  return isClosed || isSealed;
}

type FindKeys = (value: object) => KnownObject | null;

/** Of a union, the members that the value may be: those whose fixed values (`kind: 'cat'`) it has. */
function findKeys(object: ObjectShape | null, build: (object: ObjectShape) => KnownObject): FindKeys {
  if (!object) return () => null;
  let all: KnownObject | undefined;
  const whole = () => {
    all ??= build(object);
    return all;
  };
  if (object.variants.length === 0) return whole;
  const marks = discriminators(object.variants);
  const built = new Map<ObjectShape, KnownObject>();
  return (value) => {
    const fitting = object.variants.filter((variant) => fits(variant, marks, value));
    const [only] = fitting;
    if (!only || fitting.length > 1) return whole();
    const before = built.get(only);
    if (before) return before;
    const keys = build(only);
    built.set(only, keys);
    return keys;
  };
}

/** The properties that have fixed values in every member. */
function discriminators(variants: readonly ObjectShape[]): readonly string[] {
  const [first] = variants;
  return [...(first?.properties.keys() ?? [])].filter((key) =>
    variants.every(({ properties }) => properties.get(key)?.shape().values),
  );
}

function fits(variant: ObjectShape, marks: readonly string[], value: object): boolean {
  return marks.every((key) => {
    const found = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    return variant.properties.get(key)?.shape().values?.includes(found);
  });
}
