import { toJsonSchema, toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { computeTables, jsonSchema, resource, type StandardSchema } from '../index.ts';
import { recordShape } from './record-shape.ts';

/** `table.column: type` for every column, required ones with `!`. */
function columns(record: StandardSchema): string[] {
  return computeTables(resource('r', { record }, [])).flatMap((table) =>
    [...table.columns.values()].map(({ name, data_type = '?', precision, scale, nullable }) => {
      const width = [precision, scale].filter((part) => part !== undefined).join(',');
      return `${table.name}.${name}: ${data_type}${width && `(${width})`}${nullable === false ? '!' : ''}`;
    }),
  );
}

const moment = { sluice: { dataType: 'timestamp', timezone: false } } as const;

test.for<[what: string, schema: z.ZodType, column: string | null]>([
  ['string', z.string(), 'text!'],
  ['string.max', z.string().max(80), 'text!'],
  ['number', z.number(), 'double!'],
  ['int', z.int(), 'bigint!'],
  ['number.int', z.number().int(), 'bigint!'],
  ['int32', z.int32(), 'bigint(32)!'],
  ['uint32', z.uint32(), 'bigint!'],
  ['float64', z.float64(), 'double!'],
  ['bigint', z.bigint(), 'bigint!'],
  ['int64', z.int64(), 'bigint!'],
  ['boolean', z.boolean(), 'bool!'],
  ['stringbool', z.stringbool(), 'bool!'],
  ['date', z.date(), 'timestamp!'],
  ['coerce.date', z.coerce.date(), 'timestamp!'],
  ['iso.datetime', z.iso.datetime(), 'timestamp!'],
  ['iso.datetime, local', z.iso.datetime({ local: true }), 'timestamp!'],
  ['iso.date', z.iso.date(), 'date!'],
  ['iso.time', z.iso.time(), 'time!'],
  ['iso.duration', z.iso.duration(), 'text!'],
  ['uuid', z.uuid(), 'text!'],
  ['url', z.url(), 'text!'],
  ['email', z.email(), 'text!'],
  ['base64', z.base64(), 'binary!'],
  ['bytes', z.instanceof(Uint8Array), 'binary!'],
  ['Date by its class', z.instanceof(Date), 'timestamp!'],
  ['enum', z.enum(['a', 'b']), 'text!'],
  ['enum of numbers', z.enum({ A: 1, B: 2 }), 'bigint!'],
  ['literal', z.literal('a'), 'text!'],
  ['literal of numbers', z.literal([1, 2]), 'bigint!'],
  ['template literal', z.templateLiteral(['a', z.int()]), 'text!'],
  ['optional', z.string().optional(), 'text'],
  ['nullable', z.string().nullable(), 'text'],
  ['nullable date', z.date().nullable(), 'timestamp'],
  ['nullish', z.int().nullish(), 'bigint'],
  ['default', z.string().default('x'), 'text!'],
  ['prefault', z.string().prefault('x'), 'text!'],
  ['catch', z.int().catch(0), 'bigint!'],
  ['nullable with a default', z.string().nullable().default(null), 'text'],
  ['or undefined', z.union([z.string(), z.undefined()]), 'text'],
  ['readonly', z.string().readonly(), 'text!'],
  ['brand', z.string().brand('x'), 'text!'],
  ['lazy', z.lazy(() => z.boolean()), 'bool!'],
  ['union', z.union([z.string(), z.number()]), 'text!'],
  ['union of numbers', z.union([z.int(), z.number()]), 'double!'],
  ['preprocess', z.preprocess(String, z.int()), 'bigint!'],
  ['transform, then a type', z.string().transform(Number).pipe(z.number()), 'double!'],
  ['transform', z.string().transform(Number), null],
  ['any', z.any(), null],
  ['unknown', z.unknown(), null],
  ['never', z.never().optional(), null],
  ['null', z.null(), null],
  ['custom', z.custom(), null],
  ['record', z.record(z.string(), z.number()), 'json!'],
  ['map', z.map(z.string(), z.number()), 'json!'],
  ['set', z.set(z.string()), null],
  [
    'a type of its own',
    z.string().meta({ sluice: { dataType: 'decimal', precision: 10, scale: 2 } }),
    'decimal(10,2)!',
  ],
  ['one that JSON has no word for', z.date().meta(moment), 'timestamp!'],
])('zod: %s', ([, schema, column]) => {
  expect(columns(z.object({ a: schema }))).toEqual(column === null ? [] : [`r.a: ${column}`]);
});

describe('zod: nested data', () => {
  test.for<[what: string, schema: z.ZodType, expected: string[]]>([
    ['object', z.object({ x: z.int() }), ['r.a__x: bigint!']],
    ['optional object', z.object({ x: z.int() }).optional(), ['r.a__x: bigint']],
    ['list of objects', z.array(z.object({ x: z.int() })), ['r__a.x: bigint!']],
    ['list of scalars', z.array(z.date()), ['r__a.value: timestamp!']],
    ['tuple', z.tuple([z.int(), z.int()]), ['r__a.value: bigint!']],
    [
      'list in an object in a list',
      z.array(z.object({ o: z.object({ l: z.array(z.string()) }) })),
      ['r__a__o__l.value: text!'],
    ],
    [
      'discriminated union',
      z.discriminatedUnion('k', [
        z.object({ k: z.literal('x'), n: z.int() }),
        z.object({ k: z.literal('y'), m: z.string() }),
      ]),
      ['r.a__k: text!', 'r.a__n: bigint', 'r.a__m: text'],
    ],
    [
      'intersection',
      z.intersection(z.object({ p: z.string() }), z.object({ q: z.int() })),
      ['r.a__p: text!', 'r.a__q: bigint!'],
    ],
    ['kept as JSON', z.object({ x: z.int() }).meta({ sluice: { nested: 'json' } }), ['r.a: json!']],
  ])('%s', ([, schema, expected]) => {
    expect(columns(z.object({ a: schema }))).toEqual(expected);
  });

  test('all of it kept as JSON', () => {
    const record = z.object({ a: z.object({ x: z.int() }), b: z.array(z.string()) });
    expect(columns(record.meta({ sluice: { nested: 'json' } }))).toEqual(['r.a: json!', 'r.b: json!']);
  });

  test('a schema that contains itself', () => {
    const Node = z.object({
      id: z.int(),
      get children() {
        return z.array(Node);
      },
    });
    expect(columns(Node)).toEqual(['r.id: bigint!']);
  });

  test('records of several kinds', () => {
    const record = z.discriminatedUnion('type', [
      z.object({ type: z.literal('a'), id: z.int(), x: z.string() }),
      z.object({ type: z.literal('b'), id: z.int() }),
    ]);
    expect(columns(record)).toEqual(['r.type: text!', 'r.id: bigint!', 'r.x: text']);
  });
});

const inValibot = v.object({
  s: v.string(),
  n: v.number(),
  i: v.pipe(v.number(), v.integer()),
  d: v.date(),
  b: v.bigint(),
  when: v.pipe(v.string(), v.isoTimestamp()),
  trimmed: v.pipe(v.string(), v.trim()),
  dated: v.pipe(v.string(), v.toDate()),
  changed: v.pipe(v.string(), v.transform(Number)),
  changedTo: v.pipe(v.string(), v.transform(Number), v.number()),
  optional: v.optional(v.string()),
  filled: v.optional(v.string(), 'x'),
  nullable: v.nullable(v.string()),
  bytes: v.instance(Uint8Array),
  map: v.map(v.string(), v.string()),
  list: v.array(v.object({ x: v.boolean() })),
});

const ofValibot = [
  'r.s: text!',
  'r.n: double!',
  'r.i: bigint!',
  'r.d: timestamp!',
  'r.b: bigint!',
  'r.when: timestamp!',
  'r.trimmed: text!',
  'r.dated: timestamp!',
  'r.changedTo: double!',
  'r.optional: text',
  'r.filled: text!',
  'r.nullable: text',
  'r.bytes: binary!',
  'r.map: json!',
  'r__list.x: bool!',
];

const inArktype = type({
  s: 'string',
  n: 'number',
  i: 'number.integer',
  d: 'Date',
  b: 'bigint',
  parsed: 'string.date.parse',
  'optional?': 'string',
  filled: 'string = "x"',
  nullable: 'string | null',
  undef: 'string | undefined',
  bytes: 'TypedArray.Uint8',
  list: type({ x: 'boolean' }).array(),
});

const inMini = mini.object({ d: mini.date(), b: mini.bigint(), o: mini.optional(mini.string()) });

test.for<[what: string, record: StandardSchema, expected: string[]]>([
  ['valibot, as Standard JSON Schema', toStandardJsonSchema(inValibot), ofValibot],
  [
    'valibot, converted on demand',
    jsonSchema((options) => toJsonSchema(inValibot, options), inValibot),
    ofValibot,
  ],
  ['valibot by itself tells nothing', inValibot, []],
  [
    'arktype',
    inArktype,
    [
      'r.b: bigint!',
      'r.bytes: binary!',
      'r.d: timestamp!',
      'r.filled: text!',
      'r.i: bigint!',
      'r.n: double!',
      'r.nullable: text',
      'r.parsed: timestamp!',
      'r.s: text!',
      'r.undef: text',
      'r.optional: text',
      'r__list.x: bool!',
    ],
  ],
  [
    'zod/mini, converted on demand',
    jsonSchema((options) => z.toJSONSchema(inMini, options), inMini),
    ['r.d: timestamp!', 'r.b: bigint!', 'r.o: text'],
  ],
  ['zod/mini by itself tells nothing', inMini, []],
  [
    'a plain JSON Schema: defaults are filled in by nobody',
    jsonSchema({
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'integer' }, b: { type: 'string', default: 'x' } },
    }),
    ['r.a: bigint!', 'r.b: text'],
  ],
  [
    'a library that cannot write one',
    { '~standard': { ...z.string()['~standard'], jsonSchema: throwing() } },
    [],
  ],
])('%s', ([, record, expected]) => {
  expect(columns(record).toSorted()).toEqual(expected.toSorted());
});

test('what a function of jsonSchema() throws is not passed over', () => {
  const broken = jsonSchema(() => {
    throw new Error('no');
  });
  expect(() => columns(broken)).toThrow(expect.objectContaining({ code: 'HINT_INVALID' }));
});

function throwing() {
  const write = () => {
    throw new Error('no');
  };
  return { input: write, output: write };
}

test.for<[what: string, record: StandardSchema, expected: string | undefined]>([
  ['zod object', z.object({ a: z.string() }), 'discard_value'],
  ['zod strictObject', z.strictObject({ a: z.string() }), 'freeze'],
  ['zod looseObject', z.looseObject({ a: z.string() }), 'evolve'],
  ['zod with a catch-all', z.object({ a: z.string() }).catchall(z.string()), 'evolve'],
  ['zod preprocess', z.preprocess((record) => record, z.strictObject({ a: z.string() })), 'evolve'],
  ['zod with a transform', z.strictObject({ a: z.string() }).transform(({ a }) => a), 'freeze'],
  ['valibot object', toStandardJsonSchema(v.object({ a: v.string() })), 'discard_value'],
  ['valibot strictObject', toStandardJsonSchema(v.strictObject({ a: v.string() })), 'freeze'],
  ['valibot looseObject', toStandardJsonSchema(v.looseObject({ a: v.string() })), 'evolve'],
  ['valibot objectWithRest', toStandardJsonSchema(v.objectWithRest({ a: v.string() }, v.string())), 'evolve'],
  ['arktype', type({ a: 'string' }), 'evolve'],
  ['arktype delete', type({ a: 'string', '+': 'delete' }), 'discard_value'],
  ['arktype reject', type({ a: 'string', '+': 'reject' }), 'freeze'],
  ['a plain JSON Schema', jsonSchema({ properties: { a: {} } }), 'evolve'],
  ['one that is closed', jsonSchema({ properties: { a: {} }, additionalProperties: false }), 'freeze'],
  ['a schema that only validates', v.strictObject({ a: v.string() }), undefined],
])('%s: other keys', ([, record, expected]) => {
  expect(recordShape(record)?.others).toBe(expected);
});
