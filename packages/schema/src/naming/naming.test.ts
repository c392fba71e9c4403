import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { namingConvention } from './naming.ts';

test.each([
  [`${'é'.repeat(31)}x`, null],
  // Of the 57 bytes beside the tag, 29 are for the beginning and 28 for the end.
  [`${'é'.repeat(31)}xy`, [14, 'é', 12, 'éxy']],
  [`${'é'.repeat(57)}x`, [14, 'é', 12, 'éx']],
  ['表'.repeat(22), [9, '表', 8, '表']],
  ['👪'.repeat(16), [7, '👪', 6, '👪']],
] as const)('%s in 63 bytes is %s', (raw, cut) => {
  const { identifier } = namingConvention('direct', 63, runtime, 'bytes');
  if (cut === null) return expect(identifier(raw)).toBe(raw);
  const [head, letter, tail, end] = cut;
  const tag = runtime.shake128(raw, 4).replaceAll('/', 'a').replaceAll('+', 'b').toLowerCase();
  expect(identifier(raw)).toBe(letter.repeat(head) + tag + letter.repeat(tail) + end);
});

test.each(['direct', 'duck_case'])('%s: half a surrogate pair is U+FFFD', (convention) => {
  const { identifier } = namingConvention(convention, null, runtime);
  expect(identifier('a\ud800b')).toBe('a\ufffdb');
  expect(identifier('👪\udc00')).toBe('👪\ufffd');
});

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
