import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { compressText, expandText } from './compressed-text.ts';
import { decodeSchema, encodeSchema } from './encode.ts';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { parseSchema, stringifySchema } from './parse.ts';
import { updateTable } from './update-table.ts';
import { schemaHash } from './version.ts';

describe('reading what was written', () => {
  test('keeps keys that objects reorder or inherit', () => {
    const schema = newSchema('test');
    const columns = ['b', '2', '__proto__', '1'].map((name) => ({ name, data_type: 'text' }) as const);
    updateTable(
      schema,
      newTable('__proto__', {
        columns,
        'x-order': new Map([
          ['2', 1],
          ['1', 2],
        ]),
      }),
    );
    const text = stringifySchema(schema);
    expect(stringifySchema(parseSchema(text))).toBe(text);
    expect([...(parseSchema(text).tables.get('__proto__')?.columns.keys() ?? [])]).toEqual([
      'b',
      '2',
      '__proto__',
      '1',
    ]);
  });

  test.each([
    ['', 'SCHEMA_CORRUPTED'],
    ['[]', 'SCHEMA_CORRUPTED'],
    ['{}', 'SCHEMA_CORRUPTED'],
    ['{"engine_version":11}', 'SCHEMA_CORRUPTED'],
    [
      '{"engine_version":11,"name":"x","tables":{},"normalizers":{"names":"snake_case","json":{}}}',
      'SCHEMA_CORRUPTED',
    ],
    ['{"engine_version":12}', 'SCHEMA_ENGINE_UNSUPPORTED'],
  ])('%s is refused: %s', (text, code) => {
    expect(() => parseSchema(text)).toThrow(expect.objectContaining({ code }));
  });
});

test('an empty description is none: the format never writes it', () => {
  const [plain, described] = [newSchema('test'), { ...newSchema('test'), description: '' }];
  expect(stringifySchema(described)).toBe(stringifySchema(plain));
  expect(schemaHash(described, runtime)).toBe(schemaHash(plain, runtime));
});

describe('a long document', () => {
  test('is stored compressed, a short one as it is', () => {
    const schema = newSchema('test');
    const text = stringifySchema(schema);
    expect(encodeSchema(schema, text.length, runtime)).toBe(text);
    const stored = encodeSchema(schema, text.length - 1, runtime);
    expect(stored.length).toBeLessThan(text.length);
    expect([decodeSchema(stored, runtime), decodeSchema(text, runtime)]).toEqual([text, text]);
  });

  test('is measured in bytes', () => {
    const schema = newSchema('test');
    schema.description = '\u00fc';
    expect(encodeSchema(schema, stringifySchema(schema).length, runtime)).not.toContain('{');
  });

  test.each(['not base64', 'e30='])('%s is refused', (stored) => {
    expect(() => decodeSchema(stored, runtime)).toThrow(
      expect.objectContaining({ code: 'SCHEMA_CORRUPTED' }),
    );
  });

  test('any text comes back from being compressed', () => {
    const wellFormed = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(expandText(compressText(text, runtime), runtime)).toBe(text);
      }),
    );
    const long = 'a\u00fc\u20ac\u{1f600}'.repeat(9000);
    expect(expandText(compressText(long, runtime), runtime)).toBe(long);
  });
});
