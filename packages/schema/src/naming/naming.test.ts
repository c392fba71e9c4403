import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { namingConvention } from './naming.ts';

const names = ['snake_case', 'sql_cs_v1', 'sql_ci_v1', 'duck_case', 'direct', 's3_tables'];
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('conventions', () => {
  test('a convention is known by the long name of older documents too', () => {
    const naming = namingConvention('dlt.common.normalizers.names.snake_case', null, runtime);
    expect(naming.name).toBe('snake_case');
  });

  test.each([
    ['camel_case', null, 'NAMING_UNKNOWN'],
    ['constructor', null, 'NAMING_UNKNOWN'],
    ['snake_case', 5, 'NAMING_LENGTH_UNSUPPORTED'],
    ['s3_tables', 256, 'NAMING_LENGTH_UNSUPPORTED'],
  ])('%s cut to %s is refused: %s', (name, maxLength, code) => {
    expect(() => namingConvention(name, maxLength, runtime)).toThrow(expect.objectContaining({ code }));
  });

  test.each(['', ' ', '\u0085', '\u001c\t'])('a blank name %j is refused', (raw) => {
    const naming = namingConvention('direct', null, runtime);
    expect(() => naming.identifier(raw)).toThrow(expect.objectContaining({ code: 'IDENTIFIER_EMPTY' }));
  });

  test('keys that objects inherit are names like any other', () => {
    const naming = namingConvention('snake_case', null, runtime);
    expect(['__proto__', 'constructor', 'toString'].map(naming.path)).toEqual([
      'proto',
      'constructor',
      'to_string',
    ]);
  });
});

describe('laws', () => {
  // Not of the others: they make `____` of `$__$`, which is two separators to whoever reads it again.
  test.each(['snake_case', 'direct'])('%s: a path of a path is that path', (name) => {
    const naming = namingConvention(name, null, runtime);
    fc.assert(
      fc.property(anyText, (raw) => {
        const path = naming.path(raw);
        expect(naming.path(path)).toBe(path);
      }),
    );
  });

  test.each(names)('%s: no name is longer than allowed', (name) => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 6, max: 20 }), (raw, maxLength) => {
        const naming = namingConvention(name, maxLength, runtime);
        expect(Array.from(naming.path(raw)).length).toBeLessThanOrEqual(maxLength);
        expect(Array.from(naming.tablePath(raw)).length).toBeLessThanOrEqual(maxLength);
      }),
    );
  });
});
