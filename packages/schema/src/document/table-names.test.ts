import { expect, test } from 'vitest';
import { nodeRuntime as runtime } from '../../test/node-runtime.ts';
import { namingConvention } from '../naming/naming.ts';
import { newSchema } from './new-schema.ts';
import { columnPiece, tablePiece } from './table-names.ts';

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
