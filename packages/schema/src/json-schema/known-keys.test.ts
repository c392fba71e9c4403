import { describe, expect, test } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { type KnownKeys, knownKeys, otherKeys } from './known-keys.ts';
import { readShape } from './read-shape.ts';

const closed = (properties: object): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: false,
});
const open = (properties: object): JsonSchema => ({ type: 'object', properties });

/** Paths of the keys that the schema does not know, with what is to become of them. */
function unknown(value: unknown, input: JsonSchema, output = input): string[] {
  const found: string[] = [];
  const look = (at: unknown, keys: KnownKeys | null, path: string): void => {
    if (keys === null || typeof at !== 'object' || at === null) return;
    if (Array.isArray(at)) {
      for (const [index, element] of at.entries()) look(element, keys.element(index), `${path}[${index}]`);
      return;
    }
    const object = keys.object(at);
    for (const [key, inner] of Object.entries(at)) {
      if (object?.has(key)) look(inner, object.inner(key), `${path}.${key}`);
      else if (object) found.push(`${path}.${key} ${object.others}`);
    }
  };
  look(value, knownKeys(readShape(input), readShape(output)), '');
  return found;
}

test.for<[input: JsonSchema, output: JsonSchema, expected: string]>([
  [closed({ a: {} }), closed({ a: {} }), 'freeze'],
  [open({ a: {} }), closed({ a: {} }), 'discard_value'],
  [open({ a: {} }), open({ a: {} }), 'evolve'],
  [{ ...(open({ a: {} }) as object), unevaluatedProperties: false }, open({}), 'freeze'],
  [{}, closed({ a: {} }), 'evolve'],
  [{ anyOf: [closed({ a: {} }), closed({ b: {} })] }, true, 'freeze'],
  [{ anyOf: [closed({ a: {} }), open({ b: {} })] }, true, 'evolve'],
  [{ allOf: [closed({ a: {} }), closed({ b: {} })] }, true, 'freeze'],
  [{ $ref: '#/$defs/a', $defs: { a: closed({ a: {} }) } }, true, 'freeze'],
])('%j giving out %j: other keys %s', ([input, output, expected]) => {
  expect(otherKeys(readShape(input), readShape(output))).toBe(expected);
});

describe('keys that are not known', () => {
  const cat = closed({ kind: { const: 'cat' }, lives: {} });
  const dog = closed({ kind: { const: 'dog' }, tricks: { type: 'array' } });
  const tree = open({ name: {}, children: { type: 'array', items: { $ref: '#' } } });

  test.for<[what: string, schema: JsonSchema, value: unknown, expected: string[]]>([
    ['of the record', open({ a: {} }), { a: 1, b: 2 }, ['.b evolve']],
    ['of an inner object', open({ a: closed({ b: {} }) }), { a: { b: 1, c: 2 } }, ['.a.c freeze']],
    [
      'of elements',
      open({ a: { items: closed({ b: {} }) } }),
      { a: [{ b: 1 }, { c: 2 }] },
      ['.a[1].c freeze'],
    ],
    [
      'of elements with a place of their own',
      open({ a: { prefixItems: [closed({ b: {} }), closed({ c: {} })] } }),
      { a: [{ b: 1 }, { b: 2 }] },
      ['.a[1].b freeze'],
    ],
    ['none of a dictionary', open({ a: { type: 'object' } }), { a: { b: 1 } }, []],
    [
      'but of what a dictionary holds',
      open({ a: { additionalProperties: closed({ b: {} }) } }),
      { a: { x: { c: 1 } } },
      ['.a.x.c freeze'],
    ],
    [
      'none that match a pattern',
      { properties: { a: {} }, patternProperties: { '^x-': {} } },
      { 'x-b': 1, y: 2 },
      ['.y evolve'],
    ],
    ['none of what may be anything', open({ a: {} }), { a: { b: 1 } }, []],
    [
      'of the member of a union that it is',
      { oneOf: [cat, dog] },
      { kind: 'cat', tricks: [] },
      ['.tricks freeze'],
    ],
    [
      'of all members where none fits',
      { oneOf: [cat, dog] },
      { kind: 'fox', tricks: [], tail: 1 },
      ['.tail freeze'],
    ],
    [
      'behind null',
      open({ a: { anyOf: [closed({ b: {} }), { type: 'null' }] } }),
      { a: { c: 1 } },
      ['.a.c freeze'],
    ],
    [
      'at any depth of a tree',
      tree,
      { name: 1, children: [{ name: 2, children: [{ age: 3 }] }] },
      ['.children[0].children[0].age evolve'],
    ],
    ['called like members of every object', open({}), JSON.parse('{"__proto__":1,"constructor":2}'), []],
    [
      'called so beside others',
      open({ a: {} }),
      JSON.parse('{"__proto__":1,"constructor":2}'),
      ['.__proto__ evolve', '.constructor evolve'],
    ],
  ])('%s', ([, schema, value, expected]) => {
    expect(unknown(value, schema)).toEqual(expected);
  });

  test('what is left out on the way counts for each object by itself', () => {
    const input = open({ a: open({ b: {} }), c: open({ d: {} }) });
    const output = closed({ a: open({ b: {} }), c: closed({ d: {} }) });
    expect(unknown({ x: 1, a: { x: 1 }, c: { x: 1 } }, input, output)).toEqual([
      '.x discard_value',
      '.a.x evolve',
      '.c.x discard_value',
    ]);
  });
});
