import { expect, test } from 'vitest';
import { newSchema } from '../document/new-schema.ts';
import { stringifySchema } from '../document/parse.ts';
import { parseJson } from '../json/parse.ts';
import { schemaFileJsonSchema } from './json-schema.ts';
import { SchemaInvalidError } from './problems.ts';
import { validateSchema } from './validate-schema.ts';

const withTables = (tables: string) => parseJson(`{"tables":${tables}}`);

test.each([
  ['{"t":{"columns":{"a":{"data_type":"int"}}}}', 'tables.t.columns.a.data_type', /is none of text, /],
  ['{"t":{"columns":{"a":{"precision":1.0}}}}', 'tables.t.columns.a.precision', 'is no integer'],
  [
    '{"t":{"columns":{"a b":{"nullable":1}}}}',
    'tables.t.columns["a b"].nullable',
    'is neither true nor false',
  ],
  ['{"t":{"columns":{"2":{"name":1},"1":{}}}}', 'tables.t.columns.2.name', 'is no text'],
  ['{"t":{"columns":{"__proto__":{"name":1}}}}', 'tables.t.columns.__proto__.name', 'is no text'],
  ['{"__proto__":{"bogus":1}}', 'tables.__proto__.bogus', 'is no key of the format'],
  ['{"t":{"__proto__":1}}', 'tables.t.__proto__', 'is no key of the format'],
  ['{"t":{"columns":[]}}', 'tables.t.columns', 'is no object'],
  ['{"t":1}', 'tables.t', 'is no object'],
  ['{"t":{"references":[{"columns":"a"}]}}', 'tables.t.references[0].columns', 'is no list'],
  ['{"t":{"filters":{"includes":["re:["]}}}', 'tables.t.filters.includes[0]', 'is no pattern of names'],
  ['{"t":{"schema_contract":"loose"}}', 'tables.t.schema_contract', /^is neither a contract mode/],
  ['{"t":{"parent":"u"}}', 'tables.t.parent', 'names "u", which does not exist'],
  ['1', 'tables', 'is no object'],
])('%s', (tables, path, problem) => {
  const error = failure(withTables(tables));
  expect(error.problems).toEqual([{ path, problem: expect.stringMatching(problem) }]);
  expect(error).toMatchObject({ code: 'SCHEMA_INVALID', place: { path } });
});

test('everything that is wrong is named, the first thing in the message', () => {
  const error = failure(
    parseJson(
      '{"tables":{"t":{"bogus":1,"columns":{"a":{"data_type":"int","hint":true}}}},"settings":{"preferred_types":{"re:[":"text"}}}',
    ),
  );
  expect(error.problems.map(({ path }) => path)).toEqual([
    'tables.t.columns.a.data_type',
    'tables.t.columns.a.hint',
    'tables.t.bogus',
    'settings.preferred_types["re:["]',
  ]);
  expect(error.message).toMatch(/tables\.t\.columns\.a\.data_type is none of .*, and 3 more problems/);
});

test('annotations are allowed everywhere, and nothing is missed', () => {
  validateSchema(parseJson('{"x-a":1,"tables":{"t":{"x-b":{},"columns":{"a":{"x-c":[1]}}}}}'));
  validateSchema(parseJson('{}'));
  expect(() => validateSchema([])).toThrow(SchemaInvalidError);
});

test('a stored schema is valid', () => {
  validateSchema(parseJson(stringifySchema(newSchema('shop'))));
});

test('editors get the same as a JSON Schema', () => {
  const schema = JSON.parse(JSON.stringify(schemaFileJsonSchema()));
  const column = schema.properties.tables.additionalProperties.properties.columns.additionalProperties;
  expect(column).toMatchObject({
    type: 'object',
    additionalProperties: false,
    patternProperties: { '^x-': {} },
    properties: { nullable: { type: ['boolean', 'null'] } },
  });
  expect(JSON.stringify(column.properties.data_type)).toContain('"bigint"');
});

function failure(document: unknown): SchemaInvalidError {
  try {
    validateSchema(document);
  } catch (error) {
    if (error instanceof SchemaInvalidError) return error;
    throw error;
  }
  throw new Error('The document is valid');
}
