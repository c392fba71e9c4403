import { describe, expect, test } from 'vitest';
import type { JsonSchema } from './json-schema.ts';
import { readShape } from './read-shape.ts';
import { type RecordTablesOptions, recordTables } from './record-tables.ts';

const asTold: RecordTablesOptions = { maxNesting: 1000, isValidated: false, isLenient: false };

/** `table.column: type` for every column, required ones with `!`. */
function columns(document: JsonSchema, options: Partial<RecordTablesOptions> = {}): string[] {
  return recordTables(readShape(document), { ...asTold, ...options }).flatMap((table) =>
    table.columns.map(({ path, hints, isNullable }) => {
      const { dataType, precision, scale, nullable = isNullable } = hints;
      const width = [precision, scale].filter((part) => part !== undefined).join(',');
      const name = [table.path.join('.'), path.join('.')].filter(Boolean).join(' / ');
      return `${name}: ${dataType ?? '?'}${width && `(${width})`}${nullable === false ? '!' : ''}`;
    }),
  );
}

const record = (properties: Record<string, unknown>, more: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  ...more,
});

const oneColumn = (schema: unknown) => columns(record({ a: schema }));

describe('the type of a column', () => {
  test.for<[schema: unknown, expected: string]>([
    [{ type: 'string' }, 'text!'],
    [{ type: 'string', maxLength: 80 }, 'text!'],
    [{ type: 'string', format: 'date-time' }, 'timestamp!'],
    [{ type: 'string', format: 'date' }, 'date!'],
    [{ type: 'string', format: 'time' }, 'time!'],
    [{ type: 'string', format: 'uuid' }, 'text!'],
    [{ type: 'string', format: 'uri' }, 'text!'],
    [{ type: 'string', format: 'duration' }, 'text!'],
    [{ type: 'string', format: 'constructor' }, 'text!'],
    [{ type: 'string', format: 'byte' }, 'binary!'],
    [{ type: 'string', contentEncoding: 'base64' }, 'binary!'],
    [{ type: 'string', contentEncoding: 'base32' }, 'text!'],
    [{ type: 'string', format: 'decimal' }, 'decimal!'],
    [{ type: 'string', format: 'int64' }, 'bigint!'],
    [{ format: 'date' }, 'date!'],
    [{ type: 'integer' }, 'bigint!'],
    [{ type: 'integer', format: 'int64' }, 'bigint!'],
    [{ type: 'integer', format: 'int32' }, 'bigint(32)!'],
    [{ type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }, 'bigint(32)!'],
    [{ type: 'integer', minimum: 0, maximum: 100 }, 'bigint!'],
    [{ type: 'number' }, 'double!'],
    [{ type: 'number', multipleOf: 0.01 }, 'double!'],
    [{ type: 'number', format: 'decimal' }, 'decimal!'],
    [{ type: 'boolean' }, 'bool!'],
    [{ const: 'a' }, 'text!'],
    [{ enum: ['a', 'b'] }, 'text!'],
    [{ type: 'number', enum: [1, 2] }, 'bigint!'],
    [{ enum: [1, 2.5] }, 'double!'],
    [{ enum: ['a', null] }, 'text'],
    [{ enum: [true, false] }, 'bool!'],
    [{ type: ['string', 'null'] }, 'text'],
    [{ type: 'string', nullable: true }, 'text'],
    [{ anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] }, 'date'],
    [{ oneOf: [{ type: 'null' }, { type: 'integer' }] }, 'bigint'],
    [{ anyOf: [{ not: {} }, { type: 'integer' }] }, 'bigint!'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 'text!'],
    [{ anyOf: [{ type: 'integer' }, { type: 'number' }] }, 'double!'],
    [{ type: ['integer', 'string'] }, 'bigint!'],
    [{ allOf: [{ type: 'string' }, { format: 'date-time' }] }, 'timestamp!'],
    [{ allOf: [{ type: 'number' }, { type: 'integer' }] }, 'bigint!'],
    [{ allOf: [{ type: ['string', 'null'] }, { type: 'string' }] }, 'text!'],
    [{ type: 'object' }, 'json!'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'json!'],
    [{ anyOf: [{ type: 'string' }, { type: 'object' }] }, 'text'],
    [{ type: 'string', sluice: { dataType: 'decimal', precision: 10, scale: 2 } }, 'decimal(10,2)!'],
    [{ type: 'integer', sluice: { precision: 16 } }, 'bigint(16)!'],
    [{ type: 'string', sluice: { nullable: true } }, 'text'],
  ])('%j', ([schema, expected]) => {
    expect(oneColumn(schema)).toEqual([`a: ${expected}`]);
  });

  test.for<[schema: unknown]>([
    [{}],
    [true],
    [false],
    [{ not: {} }],
    [{ type: 'null' }],
    [{ anyOf: [{ type: 'string' }, {}] }],
    [{ $ref: 'https://example.com/other.json' }],
    [{ $ref: '#/$defs/absent' }],
    [{ $ref: '#/properties/a' }],
  ])('%j leaves the column to the data', ([schema]) => {
    expect(oneColumn(schema)).toEqual([]);
  });

  test('what may be anything still gets the hints that are given for it', () => {
    expect(recordTables(readShape(record({ a: { sluice: { primaryKey: true } } })), asTold)).toMatchObject([
      { columns: [{ path: ['a'], hints: { primaryKey: true } }] },
    ]);
  });

  test('a description is that of the property, found behind references and null too', () => {
    const document = record(
      {
        a: { type: 'string', description: 'of a' },
        b: { anyOf: [{ type: 'string', description: 'of b' }, { type: 'null' }] },
        c: { $ref: '#/$defs/c' },
        d: { $ref: '#/$defs/c', description: 'of d' },
      },
      { $defs: { c: { type: 'string', description: 'of c' } } },
    );
    const [table] = recordTables(readShape(document), asTold);
    expect(table?.columns.map(({ hints }) => hints.description)).toEqual(['of a', 'of b', 'of c', 'of d']);
  });
});

describe('null', () => {
  const document: JsonSchema = {
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string', default: 'x' } },
  };

  test('what may be left out may be null', () => {
    expect(columns(document)).toEqual(['a: text!', 'b: text', 'c: text']);
  });

  test('a default is there once a validator has filled it in', () => {
    expect(columns(document, { isValidated: true })).toEqual(['a: text!', 'b: text', 'c: text!']);
    const none = record({ a: { type: ['string', 'null'], default: null } }, { required: [] });
    expect(columns(none, { isValidated: true })).toEqual(['a: text']);
  });

  test('records that are loaded as they are may lack anything', () => {
    expect(columns(document, { isLenient: true })).toEqual(['a: text', 'b: text', 'c: text']);
  });
});

describe('nested data', () => {
  const home = record({ city: { type: 'string' }, at: record({ lat: { type: 'number' } }) });

  test.for<[what: string, schema: unknown, expected: string[]]>([
    ['an object becomes columns', home, ['a.city: text!', 'a.at.lat: double!']],
    [
      'of an object that may be null too',
      { anyOf: [home, { type: 'null' }] },
      ['a.city: text', 'a.at.lat: double'],
    ],
    ['a list becomes a table', { type: 'array', items: home }, ['a / city: text!', 'a / at.lat: double!']],
    [
      'a list of scalars has a column value',
      { type: 'array', items: { type: 'integer' } },
      ['a / value: bigint!'],
    ],
    ['whose values may be null', { type: 'array', items: { type: ['string', 'null'] } }, ['a / value: text']],
    ['a list of anything', { type: 'array' }, []],
    ['a list of lists is left to the data', { type: 'array', items: { type: 'array' } }, []],
    [
      'a tuple has one type for all',
      { prefixItems: [{ type: 'integer' }, { type: 'number' }], items: false },
      ['a / value: double!'],
    ],
    [
      'also as draft 7 has it',
      { items: [{ type: 'integer' }], additionalItems: { type: 'null' } },
      ['a / value: bigint'],
    ],
    [
      'lists in lists',
      { type: 'array', items: record({ b: { type: 'array', items: record({ c: { type: 'boolean' } }) } }) },
      ['a.b / c: bool!'],
    ],
    [
      'one kind or the other',
      {
        anyOf: [
          { type: 'string' },
          record({ b: { type: 'string' } }),
          { type: 'array', items: { type: 'string' } },
        ],
      },
      ['a: text', 'a.b: text', 'a / value: text!'],
    ],
    [
      'members of a union share their columns',
      {
        oneOf: [
          record({ kind: { const: 'x' }, n: { type: 'integer' } }),
          record({ kind: { const: 'y' }, m: { type: 'string' } }),
        ],
      },
      ['a.kind: text!', 'a.n: bigint', 'a.m: text'],
    ],
    [
      'parts of an intersection too',
      { allOf: [record({ n: { type: 'integer' } }), { properties: { m: { type: 'string' } } }] },
      ['a.n: bigint!', 'a.m: text'],
    ],
    ['json where it is asked for', { ...home, sluice: { nested: 'json' } }, ['a: json!']],
    ['json as a type', { type: 'array', sluice: { dataType: 'json' } }, ['a: json!']],
  ])('%s', ([, schema, expected]) => {
    expect(oneColumn(schema)).toEqual(expected);
  });

  test('the record itself can ask for all of it', () => {
    const document = record(
      { id: { type: 'integer' }, home, tags: { type: 'array' } },
      { sluice: { nested: 'json' } },
    );
    expect(columns(document)).toEqual(['id: bigint!', 'home: json!', 'tags: json!']);
  });

  test.for<[maxNesting: number, expected: string[]]>([
    [0, ['home: json!', 'pets: json!']],
    [1, ['home.city: text!', 'home.at: json!', 'pets / name: text!', 'pets / toys: json!']],
    [2, ['home.city: text!', 'home.at.lat: double!', 'pets / name: text!', 'pets.toys / value: text!']],
  ])('%i levels', ([maxNesting, expected]) => {
    const pets = {
      type: 'array',
      items: record({ name: { type: 'string' }, toys: { items: { type: 'string' } } }),
    };
    expect(columns(record({ home, pets }), { maxNesting })).toEqual(expected);
  });

  test('a table is nested in that of the list around it, whatever objects are between', () => {
    const phones = { type: 'array', items: { type: 'string' } };
    const document = record({ home: record({ phones, rooms: { items: record({ phones }) } }) });
    expect(recordTables(readShape(document), asTold).map(({ path, parent }) => [path, parent])).toEqual([
      [[], null],
      [['home', 'phones'], []],
      [['home', 'rooms'], []],
      [
        ['home', 'rooms', 'phones'],
        ['home', 'rooms'],
      ],
    ]);
  });

  test('a schema that contains itself ends where it begins anew', () => {
    const tree = record({ name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } });
    expect(columns(tree)).toEqual(['name: text!']);
    const node = record({
      id: { type: 'integer' },
      next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
    });
    expect(columns({ $ref: '#/$defs/node', $defs: { node } })).toEqual(['id: bigint!']);
  });

  test('records that are no objects have a column value', () => {
    expect(columns({ type: 'integer' })).toEqual(['value: bigint!']);
  });

  test('keys may have any name', () => {
    const document = JSON.parse(
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}',
    );
    expect(columns(document)).toEqual(['__proto__: text!', 'constructor: bigint']);
    expect(columns({ $ref: '#/$defs/a~1b%20c', $defs: { 'a/b c': { type: 'boolean' } } })).toEqual([
      'value: bool!',
    ]);
  });
});
