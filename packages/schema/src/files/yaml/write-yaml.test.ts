import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../json/parse.ts';
import { readYaml } from './read-yaml.ts';
import { writeYaml } from './write-yaml.ts';

const long = 'word '.repeat(20).trim();

/** Every text here is what PyYAML made of the value. */
describe('the bytes of PyYAML', () => {
  test.each([
    ['a plain text', '{"a":"b c"}', 'a: b c\n'],
    ['what reads as something else', '["yes","~",""]', "- 'yes'\n- '~'\n- ''\n"],
    ['what reads as a number', '["12","1_0","017","1:30"]', "- '12'\n- '1_0'\n- '017'\n- '1:30'\n"],
    ['what only YAML 1.2 takes for something else', '["y","n","1e3","089"]', '- y\n- n\n- 1e3\n- 089\n'],
    ['dates and signs', '["2024-01-01","=","<<","."]', "- '2024-01-01'\n- '='\n- '<<'\n- .\n"],
    ['indicators', '["- x","a: b","a #b","@a"]', "- '- x'\n- 'a: b'\n- 'a #b'\n- '@a'\n"],
    ['what only resembles them', '["re:^x","a#b","-x"]', '- re:^x\n- a#b\n- -x\n'],
    ['blanks at the ends', '[" a","a "]', "- ' a'\n- 'a '\n"],
    ['letters of any script', '["é","😀","\\u00a0"]', '- é\n- 😀\n- \u00a0\n'],
    ['control characters', '["\\t","\\u0007\\u007f","\\ufeff"]', '- "\\t"\n- "\\a\\x7F"\n- "\\uFEFF"\n'],
    ['a text of several lines', '{"a":"b\\nc"}', "a: 'b\n\n  c'\n"],
    ['a long text', `{"a":"${long}"}`, `a: ${'word '.repeat(15)}word\n  word word word word\n`],
    [
      'a long text in quotes',
      `{"a":"'${long}"}`,
      `a: '''${'word '.repeat(15)}word\n  word word word word'\n`,
    ],
    ['numbers', '[-1,1.0,0.5,18446744073709551615]', '- -1\n- 1.0\n- 0.5\n- 18446744073709551615\n'],
    ['numbers with an exponent', '[1e16,1e-7]', '- 1.0e+16\n- 1.0e-07\n'],
    ['atoms', '[true,false,null]', '- true\n- false\n- null\n'],
    ['nested lists', '{"a":["b",["c"],{"d":["e"],"f":1}]}', 'a:\n- b\n- - c\n- d:\n  - e\n  f: 1\n'],
    ['empty containers', '{"a":[],"b":{},"c":[[]]}', 'a: []\nb: {}\nc:\n- []\n'],
    ['the order of keys', '{"2":1,"1":2}', "'2': 1\n'1': 2\n"],
    ['an empty key', '{"":{"a":1}}', "? ''\n: a: 1\n"],
    ['a key that is too long', `{"${'a'.repeat(123)}":["b"]}`, `? ${'a'.repeat(123)}\n: - b\n`],
    ['a key of several lines', '{"a\\nb":1}', "? 'a\n\n  b'\n: 1\n"],
  ])('%s', (_, json, yaml) => {
    expect(writeYaml(parseJson(json))).toBe(yaml);
    expect(readYaml(yaml)).toEqual(parseJson(json));
  });

  test('line breaks that only YAML 1.1 knows are escaped: other parsers take them for text', () => {
    expect(writeYaml(['a\u2028b\u2029c\u0085'])).toBe('- "a\\Lb\\Pc\\N"\n');
  });
});

test('what is written is read back', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom(' ', '\n', "'", '"', ':', '#', '-', '1', 'a', 'no', '.', '\t', 'x'.repeat(40)), {
        maxLength: 10,
      })
      .map((pieces) => pieces.join('')),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(text, tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
    ),
  }));
  fc.assert(
    fc.property(fc.array(value), (list) => {
      const written = writeYaml(list as never);
      expect(writeYaml(readYaml(written))).toBe(written);
    }),
  );
});
