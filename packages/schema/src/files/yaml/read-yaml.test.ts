import { expect, test } from 'vitest';
import { double } from '../../values/double.ts';
import { readYaml } from './read-yaml.ts';

test.each([
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['~', null],
  ['', null],
  ['012', 10],
  ['089', '089'],
  ['0x1F', 31],
  ['-0b101', -5],
  ['1_000', 1000],
  ['1:30', 90],
  ['-1:30', -90],
  ['9223372036854775807', 9223372036854775807n],
  ['1.0', double(1)],
  ['.5', 0.5],
  ['1e3', '1e3'],
  ['1.5e+3', double(1500)],
  ['1:30.5', 90.5],
  ['-.inf', null],
  ['2024-01-01', '2024-01-01'],
  ['!!str 12', '12'],
])('%s means %o', (text, value) => {
  expect(readYaml(`a: ${text}`)).toEqual({ a: value });
});

test('an alias stands for what its anchor names, and a merge key for the keys of another object', () => {
  expect(readYaml('a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2')).toEqual({
    a: { b: 1 },
    c: { b: 1 },
    d: { b: 1, e: 2 },
  });
});

test('keys keep their order, whatever they are called', () => {
  expect([...(readYaml("'2': a\n'1': b\n__proto__: c") as Map<string, string>).keys()]).toEqual([
    '2',
    '1',
    '__proto__',
  ]);
});

test.each([
  ['a: [', 'line 1'],
  ['a: 1\na: 2', 'line 2'],
  ['a: 1\nb: !!python/object x', 'line 2'],
  ['a: 1\non: 2', 'line 2'],
  ['a:\n  2024: 2', 'line 2'],
  ['a: 1\n---\nb: 2', 'line 2'],
  ['a: 0b_', 'line 1'],
])('%j is refused, naming %s', (text, path) => {
  expect(() => readYaml(text)).toThrow(expect.objectContaining({ code: 'SCHEMA_INVALID', place: { path } }));
});

test('an alias cannot blow a small file up', () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) =>
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
  );
  expect(() => readYaml(['a0: &a0 [1]', ...levels.slice(1)].join('\n'))).toThrow(
    expect.objectContaining({ code: 'SCHEMA_INVALID' }),
  );
});
