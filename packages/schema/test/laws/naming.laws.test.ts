import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { key, runs } from '../../../../tools/arbitraries/index.ts';
import { isSluiceError, type Naming, namingConvention } from '../../src/index.ts';
import { nodeRuntime as runtime } from '../node-runtime.ts';

const conventions = ['snake_case', 'sql_cs_v1', 'sql_ci_v1', 'duck_case', 'direct', 's3_tables'] as const;

/** Anything that may come as a name: what people call things, what trips programs, any text. */
const raw = fc.oneof(
  key,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
  fc
    .array(fc.constantFrom('a', 'B', '_', '__', '-', '1', ' ', '$', 'é', '▶', 'İ'), { maxLength: 12 })
    .map((parts) => parts.join('')),
);

/** The name, or null where there is nothing to name. */
function tryName(normalize: (text: string) => string, text: string): string | null {
  try {
    return normalize(text);
  } catch (error) {
    if (isSluiceError(error, 'IDENTIFIER_EMPTY')) return null;
    throw error;
  }
}

const lengthOf = (name: string) => Array.from(name).length;
const bytesOf = (name: string) => Buffer.byteLength(name);
const units = [
  ['characters', lengthOf],
  ['bytes', bytesOf],
] as const;

/** What a name of a convention looks like. The empty name is what is left of nothing but separators. */
const alphabets: Readonly<Record<(typeof conventions)[number], RegExp>> = {
  // Letters in lower case, digits of any script but not in front, single underscores but not at the end.
  snake_case: /^(?:(?!\p{Nd})(?!.*__)(?!.*_$)[a-z_\p{Nd}]+)?$/u,
  sql_cs_v1: /^(?:_|(?!\p{Nd})(?!.*__)(?!.*_$)[A-Za-z_\p{Nd}]+)?$/u,
  sql_ci_v1: /^(?:_|(?!\p{Nd})(?!.*__)(?!.*_$)[a-z_\p{Nd}]+)?$/u,
  duck_case: /^(?!.*__)[^\n\r"]*$/su,
  direct: /^[^\n\r'"▶]*$/su,
  s3_tables: /^(?:(?!\p{Nd})(?!.*__)(?!.*_$)[a-z_\p{Nd}]+)?$/u,
};

describe.each(conventions)('%s', (name) => {
  const whole = namingConvention(name, null, runtime);

  test('an identifier has only characters of the convention', () => {
    fc.assert(
      fc.property(raw, (text) => {
        expect(tryName(whole.identifier, text) ?? '').toMatch(alphabets[name]);
      }),
      runs(300),
    );
  });

  test('an identifier of an identifier is that identifier', () => {
    fc.assert(
      fc.property(raw, (text) => {
        for (const normalize of [whole.identifier, whole.tableIdentifier]) {
          const once = tryName(normalize, text);
          if (once) expect(normalize(once)).toBe(once);
        }
      }),
      runs(300),
    );
  });

  test('a path is made of identifiers', () => {
    fc.assert(
      fc.property(raw, (text) => {
        const pieces = whole.breakPath(text).map((piece) => tryName(whole.identifier, piece) ?? '');
        expect(whole.path(text)).toBe(whole.makePath(...pieces));
      }),
      runs(300),
    );
  });

  test('pieces that are joined come apart again', () => {
    // A piece that ends or begins with an underscore blends with the separator: so in the format.
    const piece = raw
      .map((text) => tryName(whole.identifier, text) ?? '')
      .filter((text) => text !== '' && text.length < 60 && !/^_|_$/.test(text));
    fc.assert(
      // Together they stay below the length at which one of the conventions cuts.
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        expect(whole.breakPath(whole.makePath(...pieces))).toEqual(pieces);
        expect(whole.shortenFragments(...pieces)).toBe(whole.makePath(...pieces));
      }),
      runs(),
    );
  });

  test.each(units)('no name is longer in %s than allowed, whichever way it is made', (unit, lengthOf) => {
    fc.assert(
      fc.property(raw, raw, fc.integer({ min: 6, max: 30 }), (text, other, maxLength) => {
        const cut = namingConvention(name, maxLength, runtime, unit);
        const { identifier, tableIdentifier, path, tablePath } = cut;
        for (const normalize of [identifier, tableIdentifier, path, tablePath])
          for (const given of [text, text + other, text.repeat(9)])
            expect(lengthOf(tryName(normalize, given) ?? '')).toBeLessThanOrEqual(maxLength);
        const pieces = [text, other].map((given) => tryName(identifier, given) ?? '');
        expect(lengthOf(cut.shortenFragments(...pieces))).toBeLessThanOrEqual(maxLength);
      }),
      runs(),
    );
  });

  test('a name that fits is not touched; one that does not is as long as it may be, and keeps its ends', () => {
    fc.assert(
      fc.property(raw, fc.integer({ min: 6, max: 30 }), (text, maxLength) => {
        const cut = namingConvention(name, maxLength, runtime);
        const before = tryName(whole.identifier, text);
        if (before === null) return;
        const after = cut.identifier(text);
        if (lengthOf(before) <= maxLength) {
          expect(after).toBe(before);
          return;
        }
        const [points, kept] = [Array.from(before), maxLength - 6];
        const [head, tail] = [Math.ceil(kept / 2), Math.floor(kept / 2)];
        expect(lengthOf(after)).toBe(maxLength);
        expect(after.startsWith(points.slice(0, head).join(''))).toBe(true);
        expect(after.endsWith(points.slice(points.length - tail).join(''))).toBe(true);
      }),
      runs(300),
    );
  });

  test('by bytes, a name that fits is not touched; one that does not keeps as much of its ends as fits', () => {
    fc.assert(
      fc.property(raw, fc.integer({ min: 6, max: 30 }), (text, maxLength) => {
        const before = tryName(whole.identifier, text);
        if (before === null) return;
        const after = namingConvention(name, maxLength, runtime, 'bytes').identifier(text);
        if (bytesOf(before) <= maxLength) {
          expect(after).toBe(before);
          return;
        }
        expect(after.isWellFormed()).toBe(true);
        // Half a code point of four bytes may be missing at either side of the tag.
        expect(bytesOf(after)).toBeGreaterThanOrEqual(maxLength - 6);
        const characters = Array.from(after);
        const cuts = characters.map((_, at) => [characters.slice(0, at), characters.slice(at + 6)] as const);
        const isCut = cuts.some(
          ([head, tail]) =>
            before.startsWith(head.join('')) &&
            before.endsWith(tail.join('')) &&
            bytesOf(head.join('')) <= Math.ceil((maxLength - 6) / 2) &&
            bytesOf(tail.join('')) <= Math.floor((maxLength - 6) / 2),
        );
        expect(isCut).toBe(true);
      }),
      runs(300),
    );
  });

  test('by bytes and by characters, names of ASCII are the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 80 }), (text) => {
        const [a, b] = units.map(([unit]) => namingConvention(name, 20, runtime, unit).path(text));
        expect(a).toBe(b);
      }),
      runs(300),
    );
  });

  test.each(units)('a name that was cut by %s is not cut again', (unit) => {
    fc.assert(
      fc.property(raw, fc.integer({ min: 7, max: 30 }), (text, maxLength) => {
        const cut = namingConvention(name, maxLength, runtime, unit);
        const once = tryName(cut.identifier, text.repeat(5));
        if (once) expect(cut.identifier(once)).toBe(once);
      }),
      runs(300),
    );
  });
});

// A path that was cut may be cut again, with other letters in its middle: dlt does the same.
describe('a path of a path', () => {
  test.each(['snake_case', 's3_tables', 'direct'])('%s: is that path', (name) => {
    const { path, tablePath } = namingConvention(name, null, runtime);
    fc.assert(
      fc.property(raw, (text) => {
        for (const normalize of [path, tablePath]) expect(normalize(normalize(text))).toBe(normalize(text));
      }),
      runs(300),
    );
  });

  // These make `____` of `$__$`, which is two separators to whoever reads it again: dlt does the same.
  test.each(['sql_cs_v1', 'sql_ci_v1', 'duck_case'])('%s: is one that stays', (name) => {
    const { path } = namingConvention(name, null, runtime);
    fc.assert(
      fc.property(raw, (text) => {
        const twice = path(path(text));
        expect(path(twice)).toBe(twice);
      }),
      runs(300),
    );
  });
});

test('a name depends on its text alone, not on the names before it', () => {
  const make = (): Naming => namingConvention('snake_case', 20, runtime);
  const used = make();
  fc.assert(
    fc.property(raw, (text) => {
      expect(used.path(text)).toBe(make().path(text));
      expect(used.path(text)).toBe(used.path(text));
    }),
    runs(),
  );
});

test('names that begin and end alike stay apart when they are cut', () => {
  const { identifier } = namingConvention('snake_case', 20, runtime);
  const names = Array.from({ length: 2000 }, (_, index) =>
    identifier(`the_same_beginning_${index}_the_same_end`),
  );
  expect(new Set(names).size).toBe(names.length);
});
