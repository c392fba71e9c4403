import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectOf, plainValue, runs, value } from '../../../../tools/arbitraries/index.ts';
import { decodeTypedJson, encodeJson, parseJson, removeMarkers, type Value } from '../../src/index.ts';

const typed = { typed: true } as const;

describe('JSON', () => {
  test('gives back what it has a form for', () => {
    fc.assert(
      fc.property(plainValue, (one) => {
        expect(parseJson(encodeJson(one))).toEqual(one);
      }),
      runs(300),
    );
  });

  test('is the same text again when it was read: nothing is lost twice', () => {
    fc.assert(
      fc.property(value, (one) => {
        const text = encodeJson(one);
        expect(encodeJson(parseJson(text))).toBe(text);
      }),
      runs(300),
    );
  });

  test('with sorted keys does not know in which order they came', () => {
    fc.assert(
      fc.property(value, (one) => {
        const sorted = encodeJson(one, { sortKeys: true });
        expect(encodeJson(reversed(one), { sortKeys: true })).toBe(sorted);
        expect(encodeJson(parseJson(sorted))).toBe(sorted);
      }),
      runs(300),
    );
  });

  test('is what JSON.parse can read', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(() => JSON.parse(encodeJson(one))).not.toThrow();
        expect(() => JSON.parse(encodeJson(one, typed))).not.toThrow();
      }),
      runs(),
    );
  });
});

describe('typed JSON', () => {
  test('gives back every value with its type', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(decodeTypedJson(encodeJson(one, typed))).toEqual(one);
      }),
      runs(500),
    );
  });

  test('without its markers is plain JSON', () => {
    fc.assert(
      fc.property(value, (one) => {
        const plain = parseJson(encodeJson(one));
        expect(removeMarkers(parseJson(encodeJson(one, typed)))).toEqual(removeMarkers(plain));
      }),
      runs(300),
    );
  });

  test('a value without markers is the very same without them', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(removeMarkers(one)).toBe(one);
      }),
      runs(),
    );
  });
});

/** The same value, the keys of its objects the other way round. */
function reversed(one: Value): Value {
  if (Array.isArray(one)) return one.map(reversed);
  if (one instanceof Map) return new Map([...one].reverse().map(([key, inner]) => [key, reversed(inner)]));
  if (typeof one !== 'object' || one === null || Object.getPrototypeOf(one) !== Object.prototype) return one;
  const entries = Object.entries(one as Readonly<Record<string, Value>>);
  return objectOf(entries.reverse().map(([key, inner]) => [key, reversed(inner)])) as Value;
}
