import type { SchemaKeyword } from './json-schema.ts';

/** What a JSON Schema lets a value be, with references resolved and the parts of unions sorted by kind. */
export interface Shape {
  /** Nothing is said of it. */
  readonly isAnything: boolean;
  readonly isNullable: boolean;
  /** Kinds of single values, in the schema's order. */
  readonly scalars: readonly Scalar[];
  readonly object: ObjectShape | null;
  readonly list: ListShape | null;
  /** The only values there are (`const`, `enum`), or null. */
  readonly values: readonly unknown[] | null;
  /** Where it is left out, a validator fills in something other than null. */
  readonly hasDefault: boolean;
  readonly description: string | undefined;
  readonly keyword: SchemaKeyword;
}

export interface Scalar {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string | undefined;
  readonly encoding?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

export interface ObjectShape {
  readonly properties: ReadonlyMap<string, Property>;
  /** Keys that match one of these are known too. */
  readonly patterns: readonly RegExp[];
  /** What other keys hold; null where nothing is said. */
  readonly additional: (() => Shape) | null;
  /** Other keys are refused. */
  readonly isClosed: boolean;
  /** The same for all that is combined with it (`unevaluatedProperties`). */
  readonly isSealed: boolean;
  /** The members of a union of objects; otherwise none. */
  readonly variants: readonly ObjectShape[];
}

export interface Property {
  readonly shape: () => Shape;
  readonly isRequired: boolean;
}

export interface ListShape {
  /** The first elements, where each has a shape of its own. */
  readonly prefix: readonly (() => Shape)[];
  /** All others. */
  readonly items: () => Shape;
}

const nothing: Shape = {
  isAnything: false,
  isNullable: false,
  scalars: [],
  object: null,
  list: null,
  values: null,
  hasDefault: false,
  description: undefined,
  keyword: {},
};

export const anything: Shape = { ...nothing, isAnything: true, isNullable: true };

export function shape(parts: Partial<Shape>): Shape {
  return { ...nothing, ...parts };
}

/** Reads a shape when it is first asked for: a schema may contain itself. */
export function later(read: () => Shape): () => Shape {
  let known: Shape | undefined;
  return () => {
    known ??= read();
    return known;
  };
}

/** An object whose keys are data, such as scores by player: none of them is known by name. */
export function isDictionary({ properties, isClosed, isSealed }: ObjectShape): boolean {
  return properties.size === 0 && !isClosed && !isSealed;
}
