import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { namingConvention } from './naming.ts';

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
