import { type ColumnBatch, newSchema } from '@sluice/schema';
import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  DurationSecond,
  Field,
  Float64,
  Int8,
  Int32,
  Int64,
  Interval,
  IntervalUnit,
  List,
  Null,
  Struct,
  TimeNanosecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint64,
  Utf8,
} from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { type ArrowColumn, batchOf, tableOf } from '../../test/arrow-data.ts';
import { type ArrowCase, columnsOf, normalizeArrow } from '../../test/normalize-arrow.ts';
import type { ArrowConversion } from './arrow-run.ts';

const ints = (...cells: readonly (number | null)[]): ArrowColumn => ({ type: new Int32(), cells });
const longs = (...cells: readonly (bigint | null)[]): ArrowColumn => ({ type: new Int64(), cells });
const texts = (...cells: readonly (string | null)[]): ArrowColumn => ({ type: new Utf8(), cells });
const doubles = (...cells: readonly (number | null)[]): ArrowColumn => ({ type: new Float64(), cells });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('memory', () => {
  test('is handed on where the layouts agree, slices of it too', () => {
    const rows = 100;
    const data = batchOf({
      i: longs(...numbers(rows).map(BigInt)),
      d: doubles(...numbers(rows)),
      t: texts(...numbers(rows).map(String)),
      b: { type: new Bool(), cells: numbers(rows).map((n) => n % 3 === 0) },
      at: { type: new TimestampMicrosecond('UTC'), cells: numbers(rows).map(BigInt) },
      day: { type: new DateDay(), cells: numbers(rows).map((n) => new Date(n * 86_400_000)) },
    });
    const buffers = data.data.children.map(({ values }) => values.buffer);
    for (const from of [0, 8, 16]) {
      const taken: ColumnBatch[] = [];
      normalizeArrow([data.slice(from)], { maxBatchRows: 48, onBatch: (batch) => taken.push(batch) });
      const whole = taken.filter((batch) => batch.rows === 48);
      for (const { columns } of whole)
        for (const [index, { values }] of columns.entries()) expect(values.buffer).toBe(buffers[index]);
      expect(taken.reduce((sum, batch) => sum + batch.rows, 0)).toBe(rows - from);
    }
  });

  test('is never written to', () => {
    const data = batchOf({ a: ints(1, null, 3), t: texts('x', null, 'z') });
    const before = JSON.stringify(tableOf(data).toArray());
    for (const maxBatchRows of [1, 2, 100])
      normalizeArrow([data, data], { maxBatchRows, arrow: { rowId: true } });
    expect(JSON.stringify(tableOf(data).toArray())).toBe(before);
  });

  test.for<[rows: number[], maxBatchRows: number, batches: number[]]>([
    [[10], 4, [4, 4, 2]],
    [[1, 1, 1, 1, 1], 4, [4, 1]],
    [[3, 1], 4, [3, 1]],
    [[1, 3, 1], 4, [1, 3, 1]],
    [[1, 9], 4, [1, 4, 4, 1]],
    [[0, 1, 0], 4, [1]],
  ])('batches of %o rows, at most %i each, are handed out as %o', ([rows, maxBatchRows, batches]) => {
    const data = rows.map((count) => batchOf({ a: ints(...numbers(count)) }));
    const result = normalizeArrow(data, { maxBatchRows });
    expect(result.batches).toEqual(batches);
    expect(result.tables.t?.map(({ a }) => a)).toEqual(rows.flatMap(numbers));
  });

  test('is cut where rows are large', () => {
    const large = 'x'.repeat(1000);
    const list = new List(new Field('item', new Utf8()));
    const data = [
      batchOf({ t: texts(...numbers(8).map(() => large)) }),
      batchOf({ t: texts('small', large, large, large, 'small') }),
      batchOf({ j: { type: list, cells: numbers(4).map(() => [large]) } }),
      batchOf({ w: { type: new Dictionary(new Utf8(), new Int32()), cells: numbers(8).map(() => large) } }),
    ];
    const result = normalizeArrow(data, { maxBufferBytes: 3000 });
    expect(result.batches).toEqual([2, 3, 3, 3, 2, 1, 1, 1, 1, 2, 3, 3]);
    expect(result.counts.get('t')).toBe(25);
  });
});

describe('columns', () => {
  test('are united over batches: new ones come last, missing ones are null', () => {
    const result = normalizeArrow([
      batchOf({ a: ints(1), userName: texts('x') }),
      batchOf({ c: doubles(1.5), a: ints(2) }),
      batchOf({ 'user name': texts('y') }),
    ]);
    expect(columnsOf(result)).toEqual(['a bigint (32)', 'user_name text', 'c double']);
    expect(result.tables.t).toEqual([{ a: 1, user_name: 'x' }, { a: 2, c: 1.5 }, { user_name: 'y' }]);
  });

  test('two fields of one name are refused, and both are named', () => {
    expect(() => normalizeArrow([batchOf({ aB: ints(1), 'a b': ints(2) })])).toThrow(
      expect.objectContaining({
        code: 'ARROW_NAME_CLASH',
        message: expect.stringMatching(/"aB" and "a b"/),
        place: { table: 't', column: 'a_b' },
      }),
    );
  });

  test('names that come to nothing, and that objects have of their own', () => {
    const fields = new Map([
      [' ', ints(1)],
      ['__proto__', ints(2)],
      ['constructor', ints(3)],
    ]);
    const data = batchOf(Object.fromEntries(fields));
    expect(normalizeArrow([data]).tables.t).toEqual([{ _empty: 1, proto: 2, constructor: 3 }]);
  });

  test.for<[type: DataType]>([[new DurationSecond()], [new Interval(IntervalUnit.YEAR_MONTH)]])(
    'of type %s there are none',
    ([type]) => {
      expect(() => normalizeArrow([batchOf({ v: { type, cells: [] } })])).toThrow(
        expect.objectContaining({ code: 'ARROW_TYPE_UNSUPPORTED', place: { table: 't', column: 'v' } }),
      );
    },
  );

  test('hints win, and stand behind those of the data', () => {
    const result = normalizeArrow([batchOf({ b: ints(1), a: ints(7) })], {
      hints: [
        { name: 'z', data_type: 'bool' },
        { name: 'a', data_type: 'text', nullable: false },
        { name: 'b', primary_key: true, nullable: false },
      ],
    });
    expect(columnsOf(result)).toEqual(['b bigint (32) required', 'a text required', 'z bool']);
    expect(result.tables.t).toEqual([{ a: '7', b: 1 }]);
    expect(result.schema.tables.get('t')?.columns.get('b')?.primary_key).toBe(true);
  });

  test('room for larger integers and for nulls is made while the table is new', () => {
    const required = { ...ints(1), nullable: false };
    const narrow = batchOf({ a: required, b: { type: new Int8(), cells: [1] } });
    const wide = batchOf({ a: ints(null), b: longs(2n ** 60n) });
    const result = normalizeArrow([narrow, wide]);
    expect(columnsOf(result)).toEqual(['a bigint (32)', 'b bigint']);
    expect(result.tables.t).toEqual([{ a: 1, b: 1 }, { b: 2n ** 60n }]);
    const { schema } = normalizeArrow([narrow]);
    expect(columnsOf(normalizeArrow([batchOf({ a: ints(5), b: longs(6n) })], { schema }))).toEqual([
      'a bigint (32) required',
      'b bigint (8)',
    ]);
  });

  test('a required one is missing in other data of a new table, or comes to one that has rows', () => {
    const required = { ...ints(1), nullable: false };
    const result = normalizeArrow([
      batchOf({ a: required, b: required }),
      batchOf({ b: required, c: required }),
    ]);
    expect(columnsOf(result)).toEqual(['a bigint (32)', 'b bigint (32) required', 'c bigint (32)']);
    const { schema } = result;
    expect(columnsOf(normalizeArrow([batchOf({ b: required, d: required })], { schema })).at(-1)).toBe(
      'd bigint (32)',
    );
    const hints = [{ name: 'a', nullable: false }];
    expect(() =>
      normalizeArrow([batchOf({ a: required, b: required }), batchOf({ b: required })], { hints }),
    ).toThrow(expect.objectContaining({ code: 'ROW_NULL_NOT_ALLOWED', place: { table: 't', column: 'a' } }));
  });

  test('a required one takes no null', () => {
    const { schema } = normalizeArrow([batchOf({ a: { ...ints(1), nullable: false } })]);
    for (const data of [batchOf({ a: ints(2, null) }), batchOf({ b: ints(1) })])
      expect(() => normalizeArrow([data], { schema })).toThrow(
        expect.objectContaining({ code: 'ROW_NULL_NOT_ALLOWED', place: { table: 't', column: 'a' } }),
      );
  });

  test('nanoseconds are kept where the destination has them and the column is declared so', () => {
    const data = batchOf({
      at: { type: new TimestampNanosecond(), cells: [1_700_000_000_123_456_789n, null] },
    });
    const hints = [{ name: 'at', data_type: 'timestamp', precision: 9, timezone: false }] as const;
    const taken: ColumnBatch[] = [];
    const second = batchOf({ at: { type: new TimestampSecond(), cells: [9_000_000_000n] } });
    const result = normalizeArrow([data, second, { at: '2024-01-01T00:00:00.000001' }], {
      hints,
      arrow: { loadId: true, rowId: true },
      onBatch: (batch) => taken.push(batch),
    });
    expect(taken.map(({ columns }) => columns[0]?.type)).toEqual([
      { kind: 'timestamp', utc: false, unit: 'ns' },
    ]);
    const values = taken[0]?.columns[0]?.values;
    const nanos = new BigInt64Array(values ? values.slice().buffer : new ArrayBuffer(0));
    expect([nanos[0], nanos[2], nanos[3]]).toEqual([
      1_700_000_000_123_456_789n,
      9_000_000_000_000_000_000n,
      BigInt(Date.UTC(2024, 0)) * 1_000_000n + 1000n,
    ]);
    expect(columnsOf(result)[0]).toBe('at timestamp (9) naive');
  });
});

describe('a column that is there keeps its type', () => {
  const micro = new TimestampMicrosecond('UTC');
  const decimal = new Decimal(2, 10);
  const word = (value: number) => Uint32Array.of(value, 0, 0, 0);
  const cases: [what: string, first: ArrowColumn, second: ArrowColumn, exact: unknown, lossy?: unknown][] = [
    ['an integer for a double', doubles(1), ints(2), 2],
    ['a whole double for an integer', longs(1n), doubles(2), 2],
    ['a fraction for an integer', longs(1n), doubles(-2.5), 'ARROW_TYPE_MISMATCH', -2],
    ['an integer a double would round', doubles(1), longs(2n ** 53n + 1n), 'ARROW_TYPE_MISMATCH', 2 ** 53],
    ['an integer for a decimal', { type: decimal, cells: [word(1)] }, ints(2), 200n],
    [
      'a decimal of fewer digits',
      { type: decimal, cells: [word(1)] },
      { type: new Decimal(1, 5), cells: [word(15)] },
      150n,
    ],
    [
      'a decimal of more digits that are zero',
      { type: decimal, cells: [word(1)] },
      { type: new Decimal(4, 12), cells: [word(12_500)] },
      125n,
    ],
    [
      'a decimal of more digits',
      { type: decimal, cells: [word(1)] },
      { type: new Decimal(4, 12), cells: [word(12_567)] },
      'RECORD_DECIMAL_OUT_OF_RANGE',
      125n,
    ],
    ['a double for a decimal', { type: decimal, cells: [word(1)] }, doubles(0.25), 25n],
    ['a number as text', texts('x'), doubles(1.5), '1.5'],
    ['a time as text', texts('x'), { type: micro, cells: [1n] }, '1970-01-01T00:00:00.000001+00:00'],
    [
      'nanoseconds as text',
      texts('x'),
      { type: new TimestampNanosecond('UTC'), cells: [-1n] },
      '1969-12-31T23:59:59.999999999+00:00',
      '1969-12-31T23:59:59.999999+00:00',
    ],
    [
      'a list as text',
      texts('x'),
      { type: new List(new Field('item', new Int32())), cells: [[1, 2]] },
      '[1,2]',
    ],
    ['text for a number', longs(1n), texts('12'), 12],
    ['text that is no number', longs(1n), texts('x'), 'ARROW_TYPE_MISMATCH', 'ARROW_TYPE_MISMATCH'],
    ['a date for a time', { type: micro, cells: [1n] }, { type: new DateDay(), cells: [new Date(0)] }, 0],
    [
      'midnight for a date',
      { type: new DateDay(), cells: [new Date(0)] },
      { type: micro, cells: [86_400_000_000n] },
      1,
    ],
    [
      'a time of day for a date',
      { type: new DateDay(), cells: [new Date(0)] },
      { type: micro, cells: [86_400_000_001n] },
      'ARROW_TYPE_MISMATCH',
      1,
    ],
    [
      'nanoseconds for microseconds',
      { type: micro, cells: [1n] },
      { type: new TimestampNanosecond('UTC'), cells: [1999n] },
      'ARROW_CONVERSION_LOSSY',
      1,
    ],
    [
      'nanoseconds of a time of day',
      { type: new TimeNanosecond(), cells: [0n] },
      { type: new TimeNanosecond(), cells: [1999n] },
      'ARROW_CONVERSION_LOSSY',
      1,
    ],
    [
      'bytes for a number',
      longs(1n),
      { type: new Binary(), cells: [Uint8Array.of(1)] },
      'ARROW_TYPE_MISMATCH',
      'ARROW_TYPE_MISMATCH',
    ],
    ['a number for a bool', { type: new Bool(), cells: [true] }, ints(5), 'ARROW_TYPE_MISMATCH', true],
    [
      'an integer beyond the bits of its column',
      { type: new Int8(), cells: [1] },
      ints(300),
      'RECORD_INTEGER_OUT_OF_RANGE',
      'RECORD_INTEGER_OUT_OF_RANGE',
    ],
    ['an integer within the bits of its column', { type: new Int8(), cells: [1] }, longs(-128n), -128],
    [
      'words of a dictionary',
      longs(1n),
      { type: new Dictionary(new Utf8(), new Int32()), cells: ['7', '8', '7'] },
      7,
    ],
  ];

  /** What the second of two loads stores, or the code of its error. */
  function loadTwice(first: ArrowColumn, second: ArrowColumn, conversion: ArrowConversion): unknown {
    const schema = newSchema('test');
    normalizeArrow([batchOf({ v: first })], { schema });
    const before = JSON.stringify([...(schema.tables.get('t')?.columns ?? [])]);
    try {
      const value = normalizeArrow([batchOf({ v: second })], { schema, arrow: { conversion } }).tables.t?.[0]
        ?.v;
      expect(JSON.stringify([...(schema.tables.get('t')?.columns ?? [])])).toBe(before);
      return value;
    } catch (error) {
      const { code, place } = error as { code: string; place: object };
      expect(place).toEqual({ table: 't', column: 'v' });
      return code;
    }
  }

  test.for(cases)('%s', ([, first, second, exact, lossy = exact]) => {
    expect(loadTwice(first, second, 'exact')).toEqual(exact);
    expect(loadTwice(first, second, 'lossy')).toEqual(lossy);
  });

  test('conversion none asks for one type in all batches of a load, and for that of the column', () => {
    const arrow = { conversion: 'none' } as const;
    const { schema } = normalizeArrow([batchOf({ v: longs(1n) })]);
    expect(normalizeArrow([batchOf({ v: ints(2) })], { schema, arrow }).counts.get('t')).toBe(1);
    for (const data of [
      [batchOf({ v: doubles(1) })],
      [batchOf({ v: longs(1n) }), batchOf({ v: ints(1) })],
      [batchOf({ v: longs(1n), w: ints(1) }), batchOf({ w: longs(1n) })],
    ])
      expect(() => normalizeArrow(data, { schema, arrow })).toThrow(
        expect.objectContaining({ code: 'ARROW_TYPE_MISMATCH' }),
      );
  });

  test.for<[what: string, column: ArrowColumn, code: string]>([
    ['an unsigned integer', { type: new Uint64(), cells: [2n ** 63n] }, 'RECORD_INTEGER_OUT_OF_RANGE'],
    [
      'a timestamp in seconds',
      { type: new TimestampSecond(), cells: [2n ** 62n] },
      'RECORD_TIME_OUT_OF_RANGE',
    ],
    [
      'a timestamp in milliseconds',
      { type: new TimestampMillisecond(), cells: [-(2n ** 62n)] },
      'RECORD_TIME_OUT_OF_RANGE',
    ],
  ])('%s that 64 bits cannot hold is refused, behind a null it is not looked at', ([, column, code]) => {
    expect(() => normalizeArrow([batchOf({ v: column })])).toThrow(
      expect.objectContaining({ code, place: { table: 't', column: 'v' } }),
    );
    const hidden = batchOf({ v: column });
    hidden.data.children[0]?.setValid(0, false);
    expect(normalizeArrow([hidden]).tables.t).toEqual([{}]);
  });
});

describe('records and Arrow data in one table', () => {
  test('rows of Arrow data get ids where the table has some', () => {
    const { tables } = normalizeArrow([{ a: 1 }, batchOf({ a: longs(2n, 3n) }), { a: 4 }]);
    const ids = tables.t?.map(({ _dlt_id }) => _dlt_id);
    expect(new Set(ids).size).toBe(4);
    expect(ids?.every((id) => /^[A-Za-z0-9+/]{14}$/.test(String(id)))).toBe(true);
    expect(tables.t?.map(({ a, _dlt_load_id }) => [a, _dlt_load_id])).toEqual(
      [1, 2, 3, 4].map((a) => [a, '1700000000.5']),
    );
  });

  test('columns of Arrow data stand before those that only records have', () => {
    const result = normalizeArrow([{ a: 1, r: 'x' }, batchOf({ a: longs(2n), b: texts('y') })]);
    expect(columnsOf(result)).toEqual([
      'a bigint',
      'b text',
      'r text',
      '_dlt_load_id text required',
      '_dlt_id text required',
    ]);
  });

  test('an integer column of records becomes double for doubles, and stays what Arrow data says', () => {
    const widened = normalizeArrow([{ a: 1 }, batchOf({ a: doubles(2.5) })], { maxBatchRows: 1 });
    expect([widened.tables.t?.map(({ a }) => a), widened.widened]).toEqual([[1, 2.5], ['t.a']]);
    const stays = normalizeArrow([{ a: 1 }, batchOf({ a: longs(2n) }), { a: 2.5 }]);
    expect(stays.tables.t?.map(({ a, a__v_double }) => a ?? a__v_double)).toEqual([1, 2, 2.5]);
  });

  test('an integer column from before becomes double where it may, and not once Arrow data says it is one', () => {
    const stored = () => normalizeArrow([batchOf({ a: longs(1n) })]).schema;
    const mayWiden = () => true;
    const widened = normalizeArrow([batchOf({ a: doubles(2.5) })], { schema: stored(), mayWiden });
    expect(widened.tables.t?.map(({ a }) => a)).toEqual([2.5]);
    expect(widened.schema.tables.get('t')?.columns.get('a')?.data_type).toBe('double');
    for (const options of [{ schema: stored() }, { schema: stored(), mayWiden: () => false }])
      expect(() => normalizeArrow([batchOf({ a: doubles(2.5) })], options)).toThrow(
        expect.objectContaining({ code: 'ARROW_TYPE_MISMATCH' }),
      );
    const declared = [batchOf({ a: longs(2n) }), batchOf({ a: doubles(2.5) })];
    expect(() => normalizeArrow(declared, { schema: stored(), mayWiden })).toThrow(
      expect.objectContaining({ code: 'ARROW_TYPE_MISMATCH' }),
    );
  });

  test('rows without ids cannot be followed by rows with ids', () => {
    expect(() => normalizeArrow([batchOf({ a: ints(1) }), { a: 2 }])).toThrow(
      expect.objectContaining({ code: 'ROW_NULL_NOT_ALLOWED' }),
    );
  });

  test('an Arrow table in the place of a record is refused', () => {
    expect(() => normalizeArrow([{ a: 1 }, { nested: batchOf({ a: ints(1) }) }])).toThrow(
      expect.objectContaining({ code: 'RECORD_VALUE_UNSUPPORTED' }),
    );
  });
});

describe('system columns', () => {
  const data = () => batchOf({ a: ints(1, 2) });

  test('are not there unless asked for', () => {
    expect(columnsOf(normalizeArrow([data()]))).toEqual(['a bigint (32)']);
  });

  test('come behind the columns of the data', () => {
    const result = normalizeArrow([data(), batchOf({ a: ints(3), b: ints(3) })], {
      arrow: { loadId: true, rowId: true },
    });
    expect(columnsOf(result)).toEqual([
      'a bigint (32)',
      '_dlt_load_id text (64) required',
      '_dlt_id text (64) required',
      'b bigint (32)',
    ]);
    expect(result.tables.t?.map(({ _dlt_load_id }) => _dlt_load_id)).toEqual(Array(3).fill('1700000000.5'));
    expect(new Set(result.tables.t?.map(({ _dlt_id }) => _dlt_id)).size).toBe(3);
  });

  test('that the data brings: its load id is replaced in its place, its row ids stay', () => {
    const own = batchOf({ _dlt_id: texts('mine'), _dlt_load_id: texts('theirs'), a: ints(1) });
    const result = normalizeArrow([own], { arrow: { loadId: true, rowId: true } });
    expect(result.tables.t).toEqual([{ _dlt_id: 'mine', _dlt_load_id: '1700000000.5', a: 1 }]);
    expect(columnsOf(result)).toEqual(['_dlt_id text', '_dlt_load_id text', 'a bigint (32)']);
    expect(normalizeArrow([own]).tables.t).toEqual([{ _dlt_id: 'mine', _dlt_load_id: 'theirs', a: 1 }]);
  });
});

describe('a contract', () => {
  const first = batchOf({ id: ints(1, 2) });
  const second = batchOf({ id: ints(3, 4, 5), name: texts('x', null, 'z') });

  function loadSecond(contract: Record<string, string>, data = second, options: ArrowCase = {}) {
    const discards: unknown[] = [];
    const { schema } = normalizeArrow([first]);
    schema.settings.schema_contract = contract;
    const result = normalizeArrow([data], {
      schema,
      onDiscard: ({ name, mode, entity }, rows) => discards.push([entity, name, mode, rows]),
      ...options,
    });
    return { result, discards };
  }

  test.for<[contract: Record<string, string>, rows: unknown[], columns: string[], discards: unknown[]]>([
    [
      { columns: 'evolve' },
      [{ id: 3, name: 'x' }, { id: 4 }, { id: 5, name: 'z' }],
      ['id bigint (32)', 'name text'],
      [],
    ],
    [
      { columns: 'discard_value' },
      [{ id: 3 }, { id: 4 }, { id: 5 }],
      ['id bigint (32)'],
      [['columns', 'name', 'discard_value', 2]],
    ],
    [{ columns: 'discard_row' }, [{ id: 4 }], ['id bigint (32)'], [['columns', 'name', 'discard_row', 2]]],
  ])('%o', ([contract, rows, columns, discards]) => {
    for (const maxBatchRows of [1, 2, 100]) {
      const found = loadSecond(contract, second, { maxBatchRows });
      expect(found.result.tables.t ?? []).toEqual(rows);
      expect(columnsOf(found.result)).toEqual(columns);
      const counts = found.discards.map((discard) => (discard as unknown[])[3] as number);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
        discards.reduce((sum: number, discard) => sum + ((discard as unknown[])[3] as number), 0),
      );
      if (maxBatchRows === 100) expect(found.discards).toEqual(discards);
    }
  });

  test('that freezes raises, and says where', () => {
    expect(() => loadSecond({ columns: 'freeze' })).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_CONTRACT_VIOLATED',
        entity: 'columns',
        table: 't',
        column: 'name',
        row: 1,
        valueType: 'text',
      }),
    );
    // Wider integers are no type of their own, and libraries tell from the data whether null is accepted.
    for (const column of [longs(1n), { ...ints(1), nullable: false }])
      expect(() => loadSecond({ data_type: 'freeze' }, batchOf({ id: column }))).not.toThrow();
    expect(() => loadSecond({ data_type: 'freeze' }, batchOf({ id: doubles(1) }))).toThrow(
      expect.objectContaining({ code: 'SCHEMA_CONTRACT_VIOLATED', entity: 'data_type' }),
    );
  });

  test('on types keeps values of another type out', () => {
    const other = batchOf({ id: doubles(1, null) });
    expect(loadSecond({ data_type: 'discard_row' }, other).result.tables.t).toEqual([{}]);
    expect(loadSecond({ data_type: 'discard_value' }, other).result.tables.t).toEqual([{}, {}]);
  });

  test('that keeps the table out', () => {
    const schema = newSchema('test');
    schema.settings.schema_contract = { tables: 'discard_row' };
    const discards: unknown[] = [];
    const result = normalizeArrow([second, second], {
      schema,
      onDiscard: ({ entity, name }, rows) => discards.push([entity, name, rows]),
    });
    expect([result.counts.size, schema.tables.has('t'), discards]).toEqual([
      0,
      false,
      [
        ['tables', 't', 3],
        ['tables', 't', 3],
      ],
    ]);
  });

  test('is held against every batch', () => {
    const { result } = loadSecond({ columns: 'discard_value' });
    expect(columnsOf(result)).toEqual(['id bigint (32)']);
    const { schema } = normalizeArrow([first]);
    schema.settings.schema_contract = { columns: 'discard_row' };
    const both = normalizeArrow([second, first, second], { schema });
    expect(both.tables.t).toEqual([{ id: 4 }, { id: 1 }, { id: 2 }, { id: 4 }]);
  });
});

describe('data without rows, or without columns', () => {
  test('no rows make a table', () => {
    const result = normalizeArrow([batchOf({ a: ints() }), tableOf(batchOf({ b: texts() }))]);
    expect([...result.counts]).toEqual([['t', 0]]);
    expect(columnsOf(result)).toEqual(['a bigint (32)', 'b text']);
  });

  test('rows of nulls count where the table has a column', () => {
    const nothing = batchOf({ n: { type: new Null(), cells: [null, null] } });
    const result = normalizeArrow([batchOf({ a: ints(1) }), nothing]);
    expect([result.counts.get('t'), result.tables.t]).toEqual([3, [{ a: 1 }, {}, {}]]);
    expect(() => normalizeArrow([nothing])).toThrow(
      expect.objectContaining({ code: 'ARROW_COLUMNS_MISSING', place: { table: 't' } }),
    );
    expect([...normalizeArrow([batchOf({ n: { type: new Null(), cells: [] } })]).counts]).toEqual([]);
  });

  test('nested values may hold anything a value can', () => {
    const type = new Struct([
      new Field('n', new Null(), true),
      new Field('at', new TimestampNanosecond(), true),
      new Field('d', new Dictionary(new Utf8(), new Int32()), true),
    ]);
    expect(normalizeArrow([batchOf({ v: { type, cells: [null] } })]).counts.get('t')).toBe(1);
  });
});
