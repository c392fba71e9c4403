import { portableRuntime } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalize, plain, typesOf } from '../test/normalize.ts';
import { nestedRowId } from './ids.ts';

describe('a record becomes rows', () => {
  test('as dlt does it, column order included', () => {
    const result = normalize(
      [
        {
          id: 1,
          userName: 'x',
          a: { x: 1, deep: { z: 2 } },
          b: { y: 2 },
          c: 3,
          l: [1, 2, null, [3, 4]],
          kids: [{ n: 1 }, { n: 2, sub: [{ q: 1 }] }],
          ts: '2024-01-01T00:00:00Z',
          nul: null,
        },
        { id: '2', userName: 5, c: 'abc' },
      ],
      { columns: [{ name: 'id', nullable: false, primary_key: true }] },
    );
    expect(Object.keys(typesOf(result))).toEqual([
      'id',
      'user_name',
      'c',
      'ts',
      'b__y',
      'a__x',
      'a__deep__z',
      '_dlt_load_id',
      '_dlt_id',
      'c__v_text',
    ]);
    expect(plain(result.tables.t)).toEqual([
      { id: 1, user_name: 'x', c: 3, ts: Date.UTC(2024, 0) * 1000, b__y: 2, a__x: 1, a__deep__z: 2 },
      { id: 2, user_name: '5', c__v_text: 'abc' },
    ]);
    expect(Object.fromEntries(result.counts)).toEqual({
      t: 2,
      t__l: 4,
      t__l__list: 2,
      t__kids: 2,
      t__kids__sub: 1,
    });
    expect(plain(result.tables.t__l__list)).toEqual([{ value: 3 }, { value: 4 }]);
  });

  test('links, positions and ids of nested rows', () => {
    const { tables } = normalize([{ kids: [{ n: 1 }, { n: 2 }] }], { hints: { write_disposition: 'merge' } });
    const root = String(tables.t?.[0]?._dlt_id);
    expect(root).toMatch(/^[A-Za-z0-9+/]{14}$/);
    expect(tables.t__kids).toEqual(
      [0, 1].map((index) => ({
        n: index + 1,
        _dlt_root_id: root,
        _dlt_parent_id: root,
        _dlt_list_idx: index,
        _dlt_id: nestedRowId(root, 't__kids', index, portableRuntime),
      })),
    );
  });

  test.each<[what: string, record: object, values: unknown[]]>([
    ['the later one counts', { 'a b': [1, 2], a_b: [3] }, [3]],
    ['an empty one, too', { 'a b': [1, 2], a_b: [] }, []],
    [
      'also inside objects, of which the first is taken apart last',
      { 'x y': { l: [1] }, x_y: { l: [2] } },
      [1],
    ],
  ])('two lists of one name: %s', (_, record, values) => {
    const { tables } = normalize([record, record]);
    const nested = Object.keys(tables).find((table) => table !== 't') ?? '';
    expect(plain(tables[nested])).toEqual([...values, ...values].map((value) => ({ value })));
  });

  test.for<[what: string, records: unknown[], rows: unknown[]]>([
    ['numbers', [1, 2], [{ value: 1 }, { value: 2 }]],
    ['an empty record', [{}], [{}]],
    ['nulls', [{ a: null }, { a: 1 }], [{}, { a: 1 }]],
    ['empty objects and lists', [{ a: {}, b: [], c: 1 }], [{ c: 1 }]],
    [
      'a Map keeps its order',
      [
        new Map([
          ['2', 'b'],
          ['1', 'a'],
        ]),
      ],
      [{ _2: 'b', _1: 'a' }],
    ],
    ['a Date', [{ at: new Date('2024-01-01T00:00:00.001Z') }], [{ at: Date.UTC(2024, 0, 1) * 1000 + 1000 }]],
    ['bytes', [{ b: Uint8Array.of(1, 2) }], [{ b: '1,2' }]],
    ['a bigint', [{ n: 2n ** 60n }], [{ n: 2n ** 60n }]],
    ['NaN and infinities are null', [{ a: 1.5 }, { a: Number.NaN }, { a: -1 / 0 }], [{ a: 1.5 }, {}, {}]],
    ['two keys of one name: the last wins', [{ aB: 1, a_b: 2, 'A b': 3 }], [{ a_b: 3 }]],
    [
      'also in later records',
      [
        { a: { b: 1 }, a__b: 2 },
        { a__b: 4, a: { b: 3 } },
      ],
      [{ a__b: 1 }, { a__b: 3 }],
    ],
    ['a key of blanks', [{ ' ': 1 }], [{ _empty: 1 }]],
    [
      '__proto__ and constructor',
      [JSON.parse('{"__proto__":1,"constructor":2}')],
      [{ proto: 1, constructor: 2 }],
    ],
  ])('%s', ([, records, rows]) => {
    expect(plain(normalize(records).tables.t)).toEqual(rows);
  });
});

describe('late typing', () => {
  test('integers become doubles at the first fraction', () => {
    const result = normalize([{ v: 1 }, { v: 2 }, { v: 2.5 }, { v: 3 }], { maxBatchRows: 2 });
    expect(plain(result.tables.t).map(({ v }) => v)).toEqual([1, 2, 2.5, 3]);
    expect(typesOf(result).v).toBe('double');
    expect(result.widened).toEqual(['t.v']);
  });

  test.for<[what: string, records: unknown[], declared: boolean]>([
    ['a declared column', [{ v: 1 }, { v: 2.5 }], true],
    ['an integer beyond 2^53', [{ v: 2n ** 60n }, { v: 2.5 }], false],
  ])('%s gets a variant instead', ([, records, declared]) => {
    const result = normalize(records, declared ? { columns: [{ name: 'v', data_type: 'bigint' }] } : {});
    expect(typesOf(result)).toMatchObject({ v: 'bigint', v__v_double: 'double' });
  });
});

describe('what cannot be loaded', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = { list: [cyclic] };
  test.for<[code: string, records: unknown[]]>([
    ['RECORD_CYCLIC', [cyclic]],
    ['RECORD_VALUE_UNSUPPORTED', [{ f: () => 1 }]],
    ['RECORD_TEXT_MALFORMED', [{ t: 'fine' }, { t: 'x\udfff' }]],
    ['RECORD_INTEGER_OUT_OF_RANGE', [{ n: 2n ** 64n }]],
  ])('%s', ([code, records]) => {
    expect(() => normalize(records)).toThrowError(expect.objectContaining({ code }));
  });

  test('the error says where', () => {
    expect(() => normalize([{ a: [{ t: 'x\ud800' }] }])).toThrowError(
      expect.objectContaining({ place: { table: 't__a', column: 't' } }),
    );
  });
});

const scalar = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.string(),
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom('2024-01-01T00:00:00Z', '7', '2.5', 'true'),
);
const key = fc.constantFrom('a', 'b', 'c', 'aB', 'a_b', '__proto__', 'value', '1');
const record = fc.letrec((tie) => ({
  record: fc.dictionary(
    key,
    fc.oneof(
      { maxDepth: 3 },
      scalar,
      tie('record'),
      fc.array(fc.oneof(scalar, tie('record')), { maxLength: 3 }),
    ),
    { noNullPrototype: true },
  ),
})).record;

/** Ids made comparable: a root row's id is its number, what derives from it is known from its links. */
function withoutIds(result: ReturnType<typeof normalize>): unknown {
  return [
    typesOf(result),
    Object.fromEntries(
      Object.keys(result.tables)
        .sort()
        .map((name) => [name, [typesOf(result, name), plain(result.tables[name])]]),
    ),
  ];
}

test('the result does not depend on batch sizes or on which records took the fast path', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (records) => {
      const whole = attempt(() => withoutIds(normalize(records)));
      expect(attempt(() => withoutIds(normalize(records, { maxBatchRows: 1 })))).toEqual(whole);
      expect(attempt(() => withoutIds(normalize(records, { maxBufferBytes: 1 })))).toEqual(whole);
      // A Map never takes the fast path.
      const careful = records.map((value) => new Map(Object.entries(value as object)));
      expect(attempt(() => withoutIds(normalize(careful)))).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
