import { expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import type { SluiceError } from '../errors.ts';
import { namingConvention } from '../naming/naming.ts';
import { newSchema } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { columnPiece, tableNames, tablePiece } from './table-names.ts';

const naming = namingConvention('snake_case', null, runtime);

// What dlt answers. It counts as blank what Python does: U+FEFF is no blank, the separators of ASCII are.
test.each([
  ['', '_empty'],
  [' \t', '_empty'],
  ['\u0085', '_empty'],
  ['\u001c', '_empty'],
  ['__', '_empty'],
  ['\ufeff', 'x'],
  ['_', 'x'],
  ['a__b', 'a__b'],
])('a key %j is called %s', (key, name) => {
  const schema = newSchema('test');
  for (const piece of [columnPiece, tablePiece]) expect(piece(key, naming, schema)).toBe(name);
});

test.each(['', '\u001c'])('a key %j is called _empty also where separators are squeezed', (key) => {
  const schema = newSchema('test');
  schema.normalizers.use_break_path_on_normalize = false;
  expect(columnPiece(key, naming, schema)).toBe('_empty');
});

test('columns that hints define under two names are one, and somebody is told, once', () => {
  const warnings: SluiceError[] = [];
  const names = tableNames(newSchema('test'), naming, (warning) => warnings.push(warning));
  const table = newTable('users', {
    columns: [
      { name: 'userName', data_type: 'text', description: 'first' },
      { name: 'id' },
      { name: 'user_name', primary_key: true, description: 'last' },
    ],
  });
  for (let i = 0; i < 2; i++)
    expect([...names.columnsOf(table).columns.values()]).toEqual([
      { name: 'user_name', data_type: 'text', primary_key: true, description: 'last' },
      { name: 'id' },
    ]);
  expect(warnings).toEqual([
    expect.objectContaining({
      code: 'IDENTIFIERS_MERGED',
      what: 'The columns "userName" and "user_name" are both "user_name" under snake_case',
      place: { schema: 'test', table: 'users', column: 'user_name' },
    }),
  ]);
});
