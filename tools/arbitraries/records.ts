import fc from 'fast-check';
import { key as anyKey } from './keys.ts';
import { acceptedScalar, text } from './scalars.ts';

/** What records are made of; what is left out may be anything. */
export interface RecordParts {
  readonly key?: fc.Arbitrary<string>;
  readonly scalar?: fc.Arbitrary<unknown>;
}

const maxKeys = 5;
const wide = 200;
const deep = 40;

/** A record of any shape: nested objects and lists, lists in lists; now and then very wide or very deep. */
export function record({ key = anyKey, scalar = acceptedScalar }: RecordParts = {}): fc.Arbitrary<object> {
  const { nested } = fc.letrec<{ value: unknown; nested: object }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: scalar, weight: 6 },
      { arbitrary: tie('nested'), weight: 2 },
      { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
    ),
    nested: fc
      .uniqueArray(fc.tuple(key, tie('value')), { maxLength: maxKeys, selector: ([name]) => name })
      .map(objectOf),
  }));
  return fc.oneof(
    { arbitrary: nested, weight: 30 },
    { arbitrary: fc.array(scalar, { minLength: wide, maxLength: wide }).map(wideRecord), weight: 1 },
    { arbitrary: fc.tuple(key, scalar, fc.boolean()).map(deepRecord), weight: 1 },
  );
}

/** Records as they may come: each of its own shape, or all of one. */
export function records(parts: RecordParts = {}): fc.Arbitrary<object[]> {
  return fc.oneof(fc.array(record(parts), { minLength: 1, maxLength: 6 }), recordsOfOneShape(parts, 15));
}

/**
 * Records as sources send them: all of one shape, each key with values of one kind. Now and then a key is missing,
 * null, or holds something else.
 */
export function recordsOfOneShape(parts: RecordParts = {}, maxLength = 30): fc.Arbitrary<object[]> {
  return shape(parts, 2).chain((fields) => fc.array(recordOf(fields, parts), { minLength: 1, maxLength }));
}

/** An object with these entries as its own properties, whatever they are called. */
export function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [name, value] of entries)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return object;
}

type Kind =
  | { readonly is: 'scalar'; readonly values: fc.Arbitrary<unknown> }
  | { readonly is: 'object' | 'list'; readonly fields: readonly Field[] };
type Field = readonly [key: string, kind: Kind];

const kinds: readonly fc.Arbitrary<unknown>[] = [
  text,
  fc.integer(),
  // Prices and the like: most are whole.
  fc.oneof({ arbitrary: fc.integer(), weight: 6 }, { arbitrary: fc.constantFrom(0.5, -2.25), weight: 1 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.date({
    min: new Date('0002-01-01T00:00:00Z'),
    max: new Date('9998-12-31T00:00:00Z'),
    noInvalidDate: true,
  }),
  fc.uint8Array({ maxLength: 4 }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
];

function shape(parts: RecordParts, levels: number): fc.Arbitrary<readonly Field[]> {
  const { key = anyKey, scalar } = parts;
  const leaf = scalar ? fc.constant(scalar) : fc.constantFrom(...kinds);
  const asScalar = leaf.map((values): Kind => ({ is: 'scalar', values }));
  const kind =
    levels === 0
      ? asScalar
      : fc.oneof(
          { arbitrary: asScalar, weight: 4 },
          {
            arbitrary: fc
              .tuple(fc.constantFrom('object', 'list'), shape(parts, levels - 1))
              .map(([is, fields]): Kind => ({ is, fields })),
            weight: 1,
          },
        );
  return fc.uniqueArray(fc.tuple(key, kind), {
    minLength: 1,
    maxLength: maxKeys,
    selector: ([name]) => name,
  });
}

function recordOf(fields: readonly Field[], parts: RecordParts): fc.Arbitrary<object> {
  const present = fields.map(([name, kind]) =>
    fc.oneof(
      { arbitrary: contentOf(kind, parts).map((content) => [[name, content] as const]), weight: 20 },
      { arbitrary: fc.constant([[name, null] as const]), weight: 1 },
      { arbitrary: fc.constant([]), weight: 1 },
      { arbitrary: (parts.scalar ?? acceptedScalar).map((other) => [[name, other] as const]), weight: 1 },
    ),
  );
  return fc.tuple(...present).map((entries) => objectOf(entries.flat()));
}

function contentOf(kind: Kind, parts: RecordParts): fc.Arbitrary<unknown> {
  if (kind.is === 'scalar') return kind.values;
  const inner = recordOf(kind.fields, parts);
  return kind.is === 'object' ? inner : fc.array(inner, { maxLength: 3 });
}

function wideRecord(values: readonly unknown[]): object {
  return objectOf(values.map((value, index) => [`field_${index}`, value]));
}

function deepRecord([name, value, inLists]: [string, unknown, boolean]): object {
  let record = objectOf([[name, value]]);
  for (let level = 0; level < deep; level++) record = objectOf([[name, inLists ? [record] : record]]);
  return record;
}
