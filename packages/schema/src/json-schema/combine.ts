import {
  anything,
  type ListShape,
  later,
  type ObjectShape,
  type Property,
  type Scalar,
  type Shape,
  shape,
} from './shape.ts';

/** What is allowed by both: `allOf`, and keywords beside a reference. */
export function both(a: Shape, b: Shape): Shape {
  const said = {
    hasDefault: a.hasDefault || b.hasDefault,
    description: a.description ?? b.description,
    keyword: { ...b.keyword, ...a.keyword },
  };
  if (a.isAnything) return saysNothing(a) ? b : { ...b, ...said };
  if (b.isAnything) return saysNothing(b) ? a : { ...a, ...said };
  return {
    ...said,
    isAnything: false,
    isNullable: a.isNullable && b.isNullable,
    scalars: bothScalars(a.scalars, b.scalars),
    object: a.object && b.object ? bothObjects(a.object, b.object) : (a.object ?? b.object),
    list: a.list && b.list ? bothLists(a.list, b.list) : (a.list ?? b.list),
    values: a.values ?? b.values,
  };
}

function saysNothing({ hasDefault, description, keyword }: Shape): boolean {
  return !hasDefault && description === undefined && Object.keys(keyword).length === 0;
}

function bothScalars(a: readonly Scalar[], b: readonly Scalar[]): readonly Scalar[] {
  const common = a.flatMap((one) => {
    const other = b.find(({ type }) => type === one.type || (isNumber(type) && isNumber(one.type)));
    if (!other) return [];
    const type = other.type === 'integer' ? other.type : one.type;
    return [{ ...other, ...withoutUndefined(one), type }];
  });
  return common.length > 0 ? common : [...a, ...b];
}

function isNumber(type: Scalar['type']): boolean {
  return type === 'integer' || type === 'number';
}

function withoutUndefined(scalar: Scalar): Scalar {
  return Object.fromEntries(
    Object.entries(scalar).filter(([, value]) => value !== undefined),
  ) as unknown as Scalar;
}

function bothObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  const properties = new Map<string, Property>(a.properties);
  for (const [key, property] of b.properties) {
    const own = properties.get(key);
    properties.set(
      key,
      own
        ? {
            shape: later(() => both(own.shape(), property.shape())),
            isRequired: own.isRequired || property.isRequired,
          }
        : property,
    );
  }
  // Two closed objects with keys of their own would leave no key at all: what is meant is that others are refused.
  const arePooled = a.properties.size > 0 && b.properties.size > 0;
  const { additional } = a.additional ? a : b;
  return {
    properties,
    patterns: [...a.patterns, ...b.patterns],
    additional,
    isClosed: arePooled ? a.isClosed && b.isClosed : a.isClosed || b.isClosed,
    isSealed: a.isSealed || b.isSealed,
    variants:
      a.variants.length === 0
        ? b.variants.map((variant) => bothObjects(a, variant))
        : b.variants.length === 0
          ? a.variants.map((variant) => bothObjects(variant, b))
          : [],
  };
}

function bothLists(a: ListShape, b: ListShape): ListShape {
  return {
    prefix: a.prefix.length > 0 ? a.prefix : b.prefix,
    items: later(() => both(a.items(), b.items())),
  };
}

/** What is allowed by any of them: `anyOf` and `oneOf`. */
export function either(shapes: readonly Shape[]): Shape {
  const [first, ...others] = shapes.filter((one) => !isEmpty(one));
  const isNullable = shapes.some((one) => one.isNullable);
  if (!first) return shape({ isNullable });
  if (others.length === 0) return { ...first, isNullable };
  if (shapes.some((one) => one.isAnything)) return anything;
  const all = [first, ...others];
  const objects = all.flatMap(({ object }) => object ?? []);
  const lists = all.flatMap(({ list }) => list ?? []);
  return shape({
    isNullable,
    scalars: all.flatMap(({ scalars }) => scalars),
    object: objects.length > 0 ? eitherObject(objects) : null,
    list: lists.length > 0 ? eitherList(lists) : null,
    values: all.every(({ values }) => values !== null) ? all.flatMap(({ values }) => values ?? []) : null,
  });
}

/** Null, or nothing at all. */
function isEmpty({ isAnything, scalars, object, list }: Shape): boolean {
  return !isAnything && scalars.length === 0 && object === null && list === null;
}

function eitherObject(objects: readonly ObjectShape[]): ObjectShape {
  const [only, ...others] = objects;
  if (only && others.length === 0) return only;
  const keys = new Set(objects.flatMap(({ properties }) => [...properties.keys()]));
  const additional = objects.flatMap((object) => object.additional ?? []);
  return {
    properties: new Map([...keys].map((key) => [key, eitherProperty(objects, key)])),
    patterns: objects.flatMap(({ patterns }) => patterns),
    additional: additional.length > 0 ? later(() => either(additional.map((read) => read()))) : null,
    isClosed: objects.every(({ isClosed }) => isClosed),
    isSealed: objects.every(({ isSealed }) => isSealed),
    variants: objects.flatMap((object) => (object.variants.length > 0 ? object.variants : [object])),
  };
}

function eitherProperty(objects: readonly ObjectShape[], key: string): Property {
  const found = objects.flatMap(({ properties }) => properties.get(key) ?? []);
  return {
    shape: later(() => either(found.map(({ shape: read }) => read()))),
    isRequired: found.length === objects.length && found.every(({ isRequired }) => isRequired),
  };
}

function eitherList(lists: readonly ListShape[]): ListShape {
  const [only, ...others] = lists;
  if (only && others.length === 0) return only;
  return { prefix: [], items: later(() => either(lists.map(elementOf))) };
}

/** What any element of a list may be. */
export function elementOf({ prefix, items }: ListShape): Shape {
  if (prefix.length === 0) return items();
  const rest = items();
  // A tuple says nothing of more elements: there are none.
  const shapes = prefix.map((read) => read());
  return either(rest.isAnything ? shapes : [...shapes, rest]);
}
