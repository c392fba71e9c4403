import { both, either } from './combine.ts';
import type { JsonSchema, SchemaKeyword } from './json-schema.ts';
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

type Keywords = Readonly<Record<string, unknown>>;

const objectKeywords = ['properties', 'required', 'additionalProperties', 'patternProperties'];
const listKeywords = ['items', 'prefixItems', 'additionalItems', 'contains'];

/**
 * What a JSON Schema says about values. It is read as far as somebody asks, so it may contain itself. References
 * that lead out of the document, and conditions, say nothing.
 */
export function readShape(document: JsonSchema): Shape {
  const known = new Map<object, Shape>();
  const open = new Set<object>();

  const read = (schema: unknown): Shape => {
    if (schema === false) return shape({});
    if (!isKeywords(schema)) return anything;
    const before = known.get(schema);
    if (before) return before;
    // A reference that leads back to itself says nothing.
    if (open.has(schema)) return anything;
    open.add(schema);
    const parts = [ownShape(schema, read), ...combined(schema, document, read)];
    const found = parts.reduce(both);
    open.delete(schema);
    known.set(schema, found);
    return found;
  };

  return read(document);
}

type Read = (schema: unknown) => Shape;

function combined(schema: Keywords, document: JsonSchema, read: Read): Shape[] {
  const shapes: Shape[] = [];
  if (typeof schema.$ref === 'string') shapes.push(read(resolve(schema.$ref, document)));
  if (Array.isArray(schema.allOf)) shapes.push(...schema.allOf.map(read));
  for (const union of [schema.anyOf, schema.oneOf])
    if (Array.isArray(union) && union.length > 0) shapes.push(either(union.map(read)));
  return shapes;
}

/** What a reference into the document leads to: `#`, `#/$defs/user`. */
function resolve(reference: string, document: JsonSchema): unknown {
  if (reference !== '#' && !reference.startsWith('#/')) return true;
  let found: unknown = document;
  for (const piece of reference.split('/').slice(1)) {
    const key = decodeURIComponent(piece).replaceAll('~1', '/').replaceAll('~0', '~');
    const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    found = isThere ? (found as Keywords)[key] : true;
  }
  return found;
}

function ownShape(schema: Keywords, read: Read): Shape {
  const said = {
    hasDefault: 'default' in schema && schema.default !== null,
    description: typeof schema.description === 'string' ? schema.description : undefined,
    keyword: isKeywords(schema.sluice) ? (schema.sluice as SchemaKeyword) : {},
  };
  const values = valuesOf(schema);
  const types = typesOf(schema, values);
  if (types === null) return isKeywords(schema.not) ? shape(said) : { ...anything, ...said };
  return shape({
    ...said,
    values,
    isNullable: types.includes('null') || schema.nullable === true,
    scalars: types.flatMap((type) => scalarOf(type, schema)),
    object: types.includes('object') ? objectOf(schema, read) : null,
    list: types.includes('array') ? listOf(schema, read) : null,
  });
}

function valuesOf(schema: Keywords): readonly unknown[] | null {
  if (Array.isArray(schema.enum)) return schema.enum;
  return 'const' in schema ? [schema.const] : null;
}

/** Names of the types a value may have; null where nothing tells. */
function typesOf(schema: Keywords, values: readonly unknown[] | null): readonly string[] | null {
  const { type } = schema;
  const named = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : null;
  if (values) {
    const found = [...new Set(values.map(typeOf))];
    return named ? found.filter((one) => named.includes(one) || named.includes(wider(one))) : found;
  }
  if (named) return named;
  if (objectKeywords.some((keyword) => keyword in schema) || schema.unevaluatedProperties === false)
    return ['object'];
  if (listKeywords.some((keyword) => keyword in schema)) return ['array'];
  return 'format' in schema || 'contentEncoding' in schema ? ['string'] : null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

function wider(type: string): string {
  return type === 'integer' ? 'number' : type;
}

function scalarOf(type: string, schema: Keywords): Scalar[] {
  if (type !== 'string' && type !== 'integer' && type !== 'number' && type !== 'boolean') return [];
  return [
    {
      type,
      format: typeof schema.format === 'string' ? schema.format : undefined,
      encoding: typeof schema.contentEncoding === 'string' ? schema.contentEncoding : undefined,
      minimum: typeof schema.minimum === 'number' ? schema.minimum : undefined,
      maximum: typeof schema.maximum === 'number' ? schema.maximum : undefined,
    },
  ];
}

function objectOf(schema: Keywords, read: Read): ObjectShape {
  const { properties, patternProperties, additionalProperties } = schema;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const entries = isKeywords(properties) ? Object.entries(properties) : [];
  return {
    properties: new Map(
      entries.map(([key, inner]): [string, Property] => [
        key,
        { shape: later(() => read(inner)), isRequired: required.includes(key) },
      ]),
    ),
    patterns: isKeywords(patternProperties) ? Object.keys(patternProperties).flatMap(pattern) : [],
    additional: isKeywords(additionalProperties) ? later(() => read(additionalProperties)) : null,
    isClosed: additionalProperties === false,
    isSealed: schema.unevaluatedProperties === false,
    variants: [],
  };
}

/** A pattern that JavaScript cannot read matches nothing. */
function pattern(source: string): RegExp[] {
  try {
    return [new RegExp(source, 'u')];
  } catch {
    return [];
  }
}

/** Draft 7 has the first elements in `items` and the others in `additionalItems`. */
function listOf(schema: Keywords, read: Read): ListShape {
  const isDraft7 = Array.isArray(schema.items);
  const first = isDraft7 ? schema.items : schema.prefixItems;
  const others = isDraft7 ? schema.additionalItems : schema.items;
  return {
    prefix: Array.isArray(first) ? first.map((inner) => later(() => read(inner))) : [],
    items: later(() => read(others)),
  };
}

function isKeywords(value: unknown): value is Keywords {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
