import type { Discard, SchemaContract } from '@sluice/schema';
import { portableRuntime, SchemaContractError } from '@sluice/schema';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { tableFromArrays } from 'apache-arrow';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  extractSource,
  type Resource,
  type ResourceHints,
  resource,
  type StandardSchema,
  source,
  transformer,
  withHints,
  withTable,
} from '../index.ts';

interface Outcome {
  readonly tables: Record<string, unknown[]>;
  /** `table entity name mode ×times` */
  readonly discarded: string[];
}

async function extract(made: Resource | readonly Resource[]): Promise<Outcome> {
  const tables: Record<string, unknown[]> = {};
  const times = new Map<string, number>();
  const onDiscard = ({ table, entity, name, mode }: Omit<Discard, 'rows'>) => {
    const key = `${table} ${entity} ${name} ${mode}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  };
  const opened = source('s', () => [made].flat())();
  for await (const page of extractSource(opened, { state: {}, runtime: portableRuntime, onDiscard })) {
    tables[page.table] ??= [];
    tables[page.table]?.push(...page.items);
  }
  return { tables, discarded: [...times].map(([key, count]) => `${key} ×${count}`) };
}

const of = (record: StandardSchema, records: readonly unknown[], hints: ResourceHints = {}) =>
  extract(resource('r', { ...hints, record }, records as unknown[]));

async function violation(outcome: Promise<unknown>): Promise<SchemaContractError> {
  try {
    await outcome;
  } catch (error) {
    if (error instanceof SchemaContractError) return error;
    throw error;
  }
  throw new Error('nothing was violated');
}

const shape = { id: z.int(), note: z.string().optional() };
const schemas = { strict: z.strictObject(shape), strip: z.object(shape), loose: z.looseObject(shape) };
const modes = ['evolve', 'freeze', 'discard_row', 'discard_value'] as const;
const defaults = { strict: 'freeze', strip: 'discard_value', loose: 'evolve' } as const;
type Strictness = keyof typeof schemas;
type Mode = (typeof modes)[number];

/** Every strictness under every mode, and under none: then the strictness is the mode. */
const matrix = (Object.keys(schemas) as Strictness[]).flatMap((strictness) =>
  [undefined, ...modes].map((mode): [Strictness, Mode | undefined] => [strictness, mode]),
);

describe('keys that the schema does not know', () => {
  const outcomes: Record<Exclude<Mode, 'freeze'>, Outcome> = {
    evolve: { tables: { r: [{ id: 1 }, { id: 2, x: 1 }] }, discarded: [] },
    discard_row: { tables: { r: [{ id: 1 }] }, discarded: ['r columns x discard_row ×1'] },
    discard_value: { tables: { r: [{ id: 1 }, { id: 2 }] }, discarded: ['r columns x discard_value ×1'] },
  };

  test.for(matrix)('%s, columns: %s', async ([strictness, columns]) => {
    const contract = columns && { columns };
    const outcome = of(schemas[strictness], [{ id: 1 }, { id: 2, x: 1 }], {
      ...(contract && { schemaContract: contract }),
    });
    const mode = columns ?? defaults[strictness];
    if (mode !== 'freeze') expect(await outcome).toEqual(outcomes[mode]);
    else
      expect(await violation(outcome)).toMatchObject({
        code: 'SCHEMA_CONTRACT_VIOLATED',
        entity: 'columns',
        mode: 'freeze',
        table: 'r',
        column: 'x',
        contract: { tables: 'evolve', columns: 'freeze', data_type: 'freeze' },
        row: 2,
        rowOf: 'resource',
        valueType: 'bigint',
        value: 1,
        item: { id: 2, x: 1 },
        place: { source: 's', resource: 'r', table: 'r', path: 'x' },
      });
  });

  const Deep = z.object({
    id: z.int(),
    home: z.strictObject({ city: z.string() }).optional(),
    pets: z.array(z.object({ name: z.string() })).optional(),
    meta: z.looseObject({ kind: z.string() }).optional(),
    scores: z.record(z.string(), z.number()).optional(),
    any: z.unknown().optional(),
  });
  const deep = {
    id: 1,
    pets: [{ name: 'Rex' }, { name: 'Mia', age: 3 }],
    meta: { kind: 'a', more: 1 },
    scores: { a: 1, b: 2 },
    any: { b: [1] },
  };

  test('without a contract, each object of the schema decides for itself', async () => {
    const { tables, discarded } = await of(Deep, [deep]);
    expect(tables.r).toEqual([{ ...deep, pets: [{ name: 'Rex' }, { name: 'Mia' }] }]);
    expect(discarded).toEqual(['r columns pets.age discard_value ×1']);
    const error = await violation(of(Deep, [{ id: 1 }, { id: 2, home: { city: 'London', zip: 'SW1' } }]));
    expect(error).toMatchObject({ column: 'home.zip', row: 2, value: 'SW1', mode: 'freeze' });
  });

  test.for<[mode: Mode, expected: unknown[] | string, discarded: string[]]>([
    ['evolve', [{ ...deep, home: { city: 'London', zip: 'SW1' }, x: 1 }], []],
    [
      'discard_value',
      [{ ...deep, home: { city: 'London' }, pets: [{ name: 'Rex' }, { name: 'Mia' }], meta: { kind: 'a' } }],
      [
        'r columns home.zip discard_value ×1',
        'r columns pets.age discard_value ×1',
        'r columns meta.more discard_value ×1',
        'r columns x discard_value ×1',
      ],
    ],
    ['discard_row', [], ['r columns home.zip discard_row ×1']],
    ['freeze', 'home.zip', []],
  ])('a contract counts at every level: %s', async ([columns, expected, discarded]) => {
    const record = { ...deep, home: { city: 'London', zip: 'SW1' }, x: 1 };
    const order = ['id', 'home', 'pets', 'meta', 'scores', 'any', 'x'] as const;
    const inOrder = Object.fromEntries(order.map((key) => [key, record[key]]));
    const outcome = of(Deep, [inOrder], { schemaContract: { columns } });
    if (typeof expected === 'string') expect(await violation(outcome)).toMatchObject({ column: expected });
    else expect(await outcome).toEqual({ tables: expected.length > 0 ? { r: expected } : {}, discarded });
  });

  test('records are not changed, only what is made of them', async () => {
    const record = { id: 1, x: 1, pets: [{ name: 'Rex', age: 3 }] };
    const before = structuredClone(record);
    for (const columns of ['evolve', 'discard_value'] as const)
      await of(Deep, [record], { schemaContract: { columns } });
    expect(record).toEqual(before);
  });

  test('what evolves is beside what the schema made, frozen or not', async () => {
    const Made = z
      .strictObject({ id: z.coerce.number(), home: z.strictObject({ city: z.string().toUpperCase() }) })
      .readonly();
    const record = { id: '1', home: { city: 'London', zip: 'SW1' }, x: [1] };
    const { tables } = await of(Made, [record], { schemaContract: { columns: 'evolve' } });
    expect(tables.r).toEqual([{ id: 1, home: { city: 'LONDON', zip: 'SW1' }, x: [1] }]);
  });

  test('an object that a transformation replaces is left to the schema', async () => {
    const Made = z.object({ home: z.object({ city: z.string() }).transform(({ city }) => city) });
    const { tables } = await of(Made, [{ home: { city: 'London', zip: 'SW1' } }], {
      schemaContract: { columns: 'evolve' },
    });
    expect(tables.r).toEqual([{ home: 'London' }]);
  });

  test('nothing is put back into a list that a transformation has put in another order', async () => {
    const record = { pets: [{ name: 'Rex' }, { name: 'Mia', age: 3 }] };
    const evolving = { schemaContract: { columns: 'evolve' } } as const;
    const turned = (pet: z.ZodType) =>
      z.object({ pets: z.array(pet).transform((list) => list.toReversed()) });
    const { tables } = await of(turned(z.object({ name: z.string() })), [record], evolving);
    expect(tables.r).toEqual([{ pets: [{ name: 'Mia' }, { name: 'Rex' }] }]);
    const strict = of(turned(z.strictObject({ name: z.string() })), [record], evolving);
    expect(await violation(strict)).toMatchObject({ entity: 'data_type', column: 'pets.1' });
  });

  test('what is preprocessed is not judged before', async () => {
    const Lower = z.preprocess(
      (record) =>
        Object.fromEntries(
          Object.entries(record as object).map(([key, value]) => [key.toLowerCase(), value]),
        ),
      z.strictObject({ id: z.int() }),
    );
    expect((await of(Lower, [{ ID: 1 }])).tables.r).toEqual([{ id: 1 }]);
  });

  test('keys may have any name', async () => {
    const hostile = JSON.parse('{"id":1,"__proto__":{"a":1},"constructor":2}');
    const { tables } = await of(schemas.strict, [hostile], { schemaContract: { columns: 'evolve' } });
    expect(JSON.stringify(tables.r)).toBe('[{"id":1,"__proto__":{"a":1},"constructor":2}]');
    const { discarded } = await of(schemas.strip, [hostile]);
    expect(discarded).toEqual([
      'r columns __proto__ discard_value ×1',
      'r columns constructor discard_value ×1',
    ]);
  });

  test('of a union, the member that a record is decides', async () => {
    const Event = z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('a'), x: z.int() }),
      z.strictObject({ type: z.literal('b'), y: z.int() }),
    ]);
    const { tables, discarded } = await of(
      Event,
      [
        { type: 'a', x: 1, y: 2 },
        { type: 'b', y: 3 },
      ],
      {
        schemaContract: { columns: 'discard_value' },
      },
    );
    expect(tables.r).toEqual([
      { type: 'a', x: 1 },
      { type: 'b', y: 3 },
    ]);
    expect(discarded).toEqual(['r columns y discard_value ×1']);
  });

  test.for<[library: string, schemas: Record<Strictness, StandardSchema>]>([
    [
      'valibot',
      {
        strict: toStandardJsonSchema(v.strictObject({ id: v.number() })),
        strip: toStandardJsonSchema(v.object({ id: v.number() })),
        loose: toStandardJsonSchema(v.looseObject({ id: v.number() })),
      },
    ],
    [
      'arktype',
      {
        strict: type({ id: 'number', '+': 'reject' }),
        strip: type({ id: 'number', '+': 'delete' }),
        loose: type({ id: 'number' }),
      },
    ],
  ])('%s: the same for every strictness under every mode', async ([, libraries]) => {
    for (const [strictness, columns] of matrix) {
      const hints: ResourceHints = columns ? { schemaContract: { columns } } : {};
      const outcome = of(libraries[strictness], [{ id: 1 }, { id: 2, x: 1 }], hints);
      const mode = columns ?? defaults[strictness];
      if (mode === 'freeze')
        expect(await violation(outcome)).toMatchObject({ entity: 'columns', column: 'x' });
      else expect(await outcome).toEqual(outcomes[mode]);
    }
  });
});

describe('values that the schema refuses', () => {
  const outcomes: Record<Exclude<Mode, 'freeze'>, Outcome> = {
    evolve: { tables: { r: [{ id: 1 }, { id: 2, note: 5 }, { id: 3 }] }, discarded: [] },
    discard_row: { tables: { r: [{ id: 1 }, { id: 3 }] }, discarded: ['r data_type note discard_row ×1'] },
    discard_value: {
      tables: { r: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      discarded: ['r data_type note discard_value ×1'],
    },
  };
  const records = [{ id: 1 }, { id: 2, note: 5 }, { id: 3 }];

  test.for(matrix)('%s, data_type: %s', async ([strictness, data_type]) => {
    const outcome = of(schemas[strictness], records, { ...(data_type && { schemaContract: { data_type } }) });
    if (data_type && data_type !== 'freeze') expect(await outcome).toEqual(outcomes[data_type]);
    else
      expect(await violation(outcome)).toMatchObject({
        entity: 'data_type',
        mode: 'freeze',
        column: 'note',
        contract: { tables: 'evolve', columns: defaults[strictness], data_type: 'freeze' },
        row: 2,
        valueType: 'bigint',
        value: 5,
        what: expect.stringContaining('expected string'),
        place: { source: 's', resource: 'r', table: 'r', path: 'note' },
      });
  });

  test('a page is no excuse: each record counts by itself', async () => {
    const pages = [[{ id: 1 }, { id: 2, note: 5 }, { id: 3 }], [{ id: 4, x: 1 }]];
    const discarding = { schemaContract: { data_type: 'discard_row', columns: 'freeze' } } as const;
    const error = await violation(of(schemas.strip, pages, discarding));
    expect(error).toMatchObject({ entity: 'columns', row: 4 });
    expect((await of(schemas.strip, pages.slice(0, 1), discarding)).tables.r).toEqual([{ id: 1 }, { id: 3 }]);
  });

  test.for<[what: string, schema: z.ZodType, record: unknown, expected: unknown, discarded: string[]]>([
    [
      'several at once',
      z.object({ a: z.string().optional(), b: z.object({ c: z.int().optional() }) }),
      { a: 1, b: { c: 'x' } },
      { b: {} },
      ['r data_type a discard_value ×1', 'r data_type b.c discard_value ×1'],
    ],
    [
      'elements of lists',
      z.object({ tags: z.array(z.string()) }),
      { tags: ['a', 1, 'b', 2] },
      { tags: ['a', 'b'] },
      ['r data_type tags discard_value ×2'],
    ],
    [
      'what shows only when others are gone',
      z
        .object({ low: z.int().optional(), high: z.int().optional(), note: z.string().optional() })
        .refine(({ low = 0, high = 9 }) => low < high, { path: ['high'] }),
      { low: 5, high: 3, note: 1 },
      { low: 5 },
      ['r data_type note discard_value ×1', 'r data_type high discard_value ×1'],
    ],
    [
      'where a default takes its place',
      z.object({ n: z.int().default(7) }),
      { n: 'x' },
      { n: 7 },
      ['r data_type n discard_value ×1'],
    ],
  ])('can be left out: %s', async ([, schema, record, expected, discarded]) => {
    const outcome = await of(schema, [record], { schemaContract: { data_type: 'discard_value' } });
    expect(outcome).toEqual({ tables: { r: [expected] }, discarded });
  });

  test('other keys stay with their elements when elements go', async () => {
    const List = z.object({ pets: z.array(z.strictObject({ name: z.string() })) });
    const pets = [{ name: 1, a: 1 }, 'no pet', { name: 'Mia', b: 2 }];
    const { tables } = await of(List, [{ pets: pets.slice(1) }], {
      schemaContract: { data_type: 'discard_value', columns: 'evolve' },
    });
    expect(tables.r).toEqual([{ pets: [{ name: 'Mia', b: 2 }] }]);
  });

  test.for<[what: string, schema: z.ZodType, record: unknown, column: string | null]>([
    ['a required value', z.object({ id: z.int() }), { id: 'x' }, 'id'],
    ['a missing value', z.object({ id: z.int() }), {}, 'id'],
    ['a record that is none', z.object({ id: z.int() }), 'x', null],
    ['a rule about the whole record', z.object({ id: z.int() }).refine(() => false), { id: 1 }, null],
  ])('cannot be left out: %s', async ([, schema, record, column]) => {
    const error = await violation(of(schema, [record], { schemaContract: { data_type: 'discard_value' } }));
    expect(error).toMatchObject({ entity: 'data_type', mode: 'discard_value', column });
    expect(error.what).toContain('it cannot be left out of its record');
  });

  test('what is loaded as it is stands beside what the schema made', async () => {
    const { tables } = await of(z.object({ n: z.coerce.number() }), [{ n: '1' }, { n: 'one' }, {}], {
      schemaContract: { data_type: 'evolve' },
    });
    expect(tables.r).toEqual([{ n: 1 }, { n: 'one' }, {}]);
  });

  test('a record that is none counts as one that does not fit', async () => {
    const records = [{ id: 1 }, 5, null, [[1]]];
    const { tables, discarded } = await of(schemas.strip, records, {
      schemaContract: { data_type: 'discard_row' },
    });
    expect(tables.r).toEqual([{ id: 1 }]);
    expect(discarded).toEqual(['r data_type  discard_row ×2']);
  });

  test('messages quote no values, whatever libraries do', async () => {
    for (const record of [
      toStandardJsonSchema(v.object({ id: v.number() })),
      type({ id: 'number' }),
      z.object({ id: z.number() }),
    ] as StandardSchema[]) {
      const error = await violation(of(record, [{ id: 'Ada Lovelace' }]));
      expect(error.message).toMatch(/expected (a )?number/);
      expect(error.message + JSON.stringify(error)).not.toContain('Ada');
      expect(error).toMatchObject({ value: 'Ada Lovelace', issues: [{ path: expect.anything() }] });
    }
  });
});

describe('what comes out', () => {
  const Order = z.object({
    id: z.string().transform(Number),
    at: z.coerce.date(),
    state: z.string().default('open'),
  });

  test('is what the schema made of a record', async () => {
    const { tables } = await of(Order, [{ id: '7', at: '2024-05-01T00:00:00Z' }]);
    expect(tables.r).toEqual([{ id: 7, at: new Date('2024-05-01'), state: 'open' }]);
  });

  test('waits for schemas that wait, in order', async () => {
    const Slow = z.object({
      id: z.int().refine(async (id) => {
        await new Promise((resolve) => setTimeout(resolve, id === 1 ? 5 : 0));
        return id !== 2;
      }),
    });
    const records = [{ id: 1, x: 1 }, { id: 2 }, { id: 3 }];
    const { tables, discarded } = await of(Slow, records, { schemaContract: { data_type: 'discard_row' } });
    expect(tables.r).toEqual([{ id: 1 }, { id: 3 }]);
    expect(discarded).toEqual(['r columns x discard_value ×1', 'r data_type id discard_row ×1']);
    expect(await violation(of(Slow, records))).toMatchObject({ row: 2, column: 'id' });
  });

  test('keeps the notes of records, which say where they belong', async () => {
    const records = [
      withTable({ id: 1, x: 1 }, 'a'),
      withHints({ id: 2 }, { table: 'b' }, { variant: true }),
      withTable({ id: 'no' }, 'c'),
      { id: 3 },
    ];
    const hints = { schemaContract: { data_type: 'discard_row' } } as const;
    const { tables, discarded } = await of(schemas.strip, records, hints);
    expect(tables).toEqual({ a: [{ id: 1 }], b: [{ id: 2 }], r: [{ id: 3 }] });
    expect(discarded).toEqual(['a columns x discard_value ×1', 'c data_type id discard_row ×1']);
  });

  test('belongs to the table that a function finds, if it finds one', async () => {
    const hints: ResourceHints<never> = {
      schemaContract: { data_type: 'discard_row' },
      table: ((row: { id: { valueOf(): unknown } }) => `t_${typeof row.id.valueOf()}`) as never,
    };
    const { tables, discarded } = await of(schemas.strip, [{ id: 1 }, { id: 'no' }, {}], hints);
    expect(tables).toEqual({ t_number: [{ id: 1 }] });
    expect(discarded).toEqual(['t_string data_type id discard_row ×1', 'r data_type id discard_row ×1']);
  });

  test('of a transformer is checked too', async () => {
    const parents = resource('p', [{ n: 1 }, { n: 2 }]);
    const children = transformer(
      'c',
      { from: parents, record: schemas.strip, schemaContract: { data_type: 'discard_row' } },
      ({ n }) => [{ id: n, x: n }, { id: n / 4 }],
    );
    const { tables, discarded } = await extract([children]);
    expect(tables.c).toEqual([{ id: 1 }, { id: 2 }]);
    expect(discarded).toEqual(['c columns x discard_value ×2', 'c data_type id discard_row ×2']);
  });

  test('of Arrow tables is what went in: they are no records', async () => {
    const table = tableFromArrays({ id: ['a'] });
    expect((await of(schemas.strict, [table])).tables.r).toEqual([table]);
  });
});

describe('the contract', () => {
  const made = resource('r', { record: schemas.strict }, [{ id: 1, x: 1 }]);

  test('is the last that was said for the resource', async () => {
    const later = made
      .with({ schemaContract: { columns: 'freeze' } })
      .with({ schemaContract: { columns: 'evolve' } });
    expect((await extract(later)).tables.r).toEqual([{ id: 1, x: 1 }]);
  });

  test.for<[contract: SchemaContract, row: unknown[]]>([
    ['evolve', [{ id: 1, x: 1 }]],
    ['discard_value', [{ id: 1 }]],
    [{ tables: 'freeze', columns: 'discard_value' }, [{ id: 1 }]],
  ])('%j: what it leaves open follows from the schema', async ([schemaContract, expected]) => {
    expect((await extract(made.with({ schemaContract }))).tables.r).toEqual(expected);
  });

  test('one that names other things leaves the schema its own', async () => {
    expect(await violation(extract(made.with({ schemaContract: { tables: 'freeze' } })))).toMatchObject({
      entity: 'columns',
      contract: { tables: 'freeze', columns: 'freeze', data_type: 'freeze' },
    });
  });

  test('counts for schemas that only validate, as far as they go', async () => {
    const Only = v.object({ id: v.number() });
    const records = [{ id: 1 }, { id: 'x' }];
    expect((await of(Only, records, { schemaContract: { data_type: 'discard_row' } })).tables.r).toEqual([
      { id: 1 },
    ]);
    expect(await violation(of(Only, records, { schemaContract: 'freeze' }))).toMatchObject({
      entity: 'data_type',
    });
    await expect(of(Only, records)).rejects.toMatchObject({ code: 'RECORD_INVALID', place: { path: 'id' } });
  });

  test('cannot be found by record, for there is one check for all', () => {
    const byRecord = () => made.with({ schemaContract: () => 'evolve' });
    expect(byRecord).toThrow(expect.objectContaining({ code: 'HINT_INCONSISTENT' }));
  });
});
