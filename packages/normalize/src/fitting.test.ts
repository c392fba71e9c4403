import {
  type Column,
  namingConvention,
  newSchema,
  newTable,
  portableRuntime,
  timeZone,
  updateTable,
} from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { normalize, plain } from '../test/normalize.ts';
import { collectRows } from '../test/read-batches.ts';
import { createNormalizer } from './normalizer.ts';

describe('in the time zone of Berlin', () => {
  const berlin = { timeZone: timeZone('Europe/Berlin') };
  const columns: readonly Column[] = [
    { name: 'aware', data_type: 'timestamp' },
    { name: 'naive', data_type: 'timestamp', timezone: false },
    { name: 'day', data_type: 'date' },
    { name: 'time', data_type: 'time' },
  ];
  const micros = (iso: string) => Date.parse(`${iso}Z`) * 1000;
  const days = (iso: string) => Date.parse(iso) / 86_400_000;

  // What the real dlt stores.
  test.each([
    ['2024-01-01T12:00:00', '2024-01-01T11:00:00', '2024-01-01T12:00:00', '2024-01-01'],
    ['2024-07-01T12:00:00+05:00', '2024-07-01T07:00:00', '2024-07-01T09:00:00', '2024-07-01'],
    ['2024-06-30T22:30:00Z', '2024-06-30T22:30:00', '2024-07-01T00:30:00', '2024-07-01'],
    ['2024-03-31T02:30:00', '2024-03-31T01:30:00', '2024-03-31T02:30:00', '2024-03-31'],
    ['2024-10-27T02:30:00', '2024-10-27T00:30:00', '2024-10-27T02:30:00', '2024-10-27'],
    ['2024-07-01', '2024-06-30T22:00:00', '2024-07-01T00:00:00', '2024-07-01'],
    [1_719_871_200, '2024-07-01T22:00:00', '2024-07-02T00:00:00', '2024-07-02'],
    [new Date('2024-06-30T22:30:00Z'), '2024-06-30T22:30:00', '2024-07-01T00:30:00', '2024-07-01'],
  ])('%s', (input, instant, wallClock, day) => {
    const record = { aware: input, naive: input, day: input };
    const row = { aware: micros(instant), naive: micros(wallClock), day: days(day) };
    // The first record goes the careful way, the second the fast one.
    expect(plain(normalize([record, record], { columns, ...berlin }).tables.t)).toEqual([row, row]);
  });

  test('times of day are those of its clocks', () => {
    const records = ['10:00', '10:00:00+02:00', '23:30Z'].map((time) => ({ time }));
    const hour = 3_600_000_000;
    expect(plain(normalize(records, { columns, ...berlin }).tables.t).map(({ time }) => time)).toEqual([
      10 * hour,
      9 * hour,
      hour / 2,
    ]);
  });

  test('columns that data brings along are no other', () => {
    const records = ['2024-01-01T12:00:00', '2024-07-01T12:00:00'].map((at) => ({ at }));
    expect(plain(normalize(records, berlin).tables.t).map(({ at }) => at)).toEqual([
      micros('2024-01-01T11:00:00'),
      micros('2024-07-01T10:00:00'),
    ]);
    expect(plain(normalize(records, { timeZone: null }).tables.t).map(({ at }) => at)).toEqual([
      micros('2024-01-01T12:00:00'),
      micros('2024-07-01T12:00:00'),
    ]);
  });

  test('JSON values stay as they were written', () => {
    const result = normalize([{ v: { at: '2024-01-01T12:00:00' } }], {
      columns: [{ name: 'v', data_type: 'json' }],
      ...berlin,
    });
    expect(plain(result.tables.t)).toEqual([{ v: '{"at":"2024-01-01T12:00:00"}' }]);
  });
});

describe('a schema that converts nothing', () => {
  const schema = () => {
    const made = newSchema('test');
    made.normalizers.json.module = 'dlt.common.normalizers.json.relational_no_coercion';
    return made;
  };
  const run = (records: readonly unknown[], columns: readonly Column[] = []) =>
    plain(normalize(records, { schema: schema(), columns }).tables.t);

  // What the real dlt stores; records after the first also go the fast way.
  test('keeps values of other types in variants', () => {
    expect(run([{ a: 1 }, { a: '5' }, { a: true }, { a: '6' }, { a: 2 }])).toEqual([
      { a: 1 },
      { a__v_text: '5' },
      { a__v_bool: true },
      { a__v_text: '6' },
      { a: 2 },
    ]);
    expect(run([{ a: 'x' }, { a: 5 }, { a: { b: 1 } }])).toEqual([
      { a: 'x' },
      { a__v_bigint: 5 },
      { a__b: 1 },
    ]);
  });

  test.each<[input: unknown, type: Column['data_type'], row: unknown]>([
    ['5', 'bigint', { a__v_text: '5' }],
    [1_700_000_000, 'timestamp', { a__v_bigint: 1_700_000_000 }],
    ['2024-01-01T00:00:00Z', 'timestamp', { a__v_text: '2024-01-01T00:00:00Z' }],
    [new Date(0), 'timestamp', { a: 0 }],
    [{ b: 1 }, 'json', { a: '{"b":1}' }],
    ['1.5', 'decimal', { a__v_text: '1.5' }],
  ])('%o in a %s column', (a, data_type, row) => {
    const column = { name: 'a', ...(data_type && { data_type }) };
    expect(run([{ a }, { a }], [column])).toEqual([row, row]);
  });

  test('a number is a double where doubles are, a bigint is not', () => {
    expect(run([{ a: 2.5 }, { a: 2 }, { a: 3n }])).toEqual([{ a: 2.5 }, { a: 2 }, { a__v_bigint: 3 }]);
  });

  test('a text that reads as a date-time is a text', () => {
    const text = '2024-01-01T00:00:00Z';
    expect(run([{ a: text }, { b: 1 }, { b: text }])).toEqual([{ a: text }, { b: 1 }, { b__v_text: text }]);
  });
});

test('a schema made with a normalizer that is not here is refused', () => {
  const schema = newSchema('test');
  schema.normalizers.json.module = 'my_package.normalizer';
  expect(() => normalize([], { schema })).toThrow(
    expect.objectContaining({ code: 'NORMALIZER_UNSUPPORTED' }),
  );
});

describe('hints that come after rows', () => {
  /** Writes some records, lets hints change the table, and writes another. */
  function withHints(
    first: readonly object[],
    hints: Parameters<typeof newTable>[1],
    last: object = { id: 3, w: '2.25' },
  ) {
    const schema = newSchema('test');
    const rows = collectRows();
    const normalizer = createNormalizer({
      schema,
      naming: namingConvention('snake_case', null, portableRuntime),
      runtime: portableRuntime,
      loadId: '1700000000.5',
      types: { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [38, 0] },
      mergeStrategies: ['delete-insert', 'upsert'],
      onBatch: rows.take,
      onWidened: () => {},
    });
    for (const record of first) normalizer.write('t', record);
    updateTable(schema, newTable('t', hints), { replaceCompound: true });
    normalizer.refresh();
    normalizer.write('t', last);
    normalizer.finish();
    return { columns: [...(schema.tables.get('t')?.columns.keys() ?? [])], rows: plain(rows.tables.t) };
  }

  test('define columns before those that data brought along', () => {
    const w: Column = { name: 'w', data_type: 'decimal', precision: 10, scale: 2 };
    const result = withHints([{ id: 1, v: '5' }], {
      columns: [w, { name: 'id', primary_key: true, nullable: false }],
    });
    expect(result.columns).toEqual(['w', 'id', 'v', '_dlt_load_id', '_dlt_id']);
    expect(result.rows).toEqual([
      { id: 1, v: '5' },
      { id: 3, w: 225n },
    ]);
  });

  test.each<[what: string, first: object, hints: Parameters<typeof newTable>[1]]>([
    ['another type', { v: '5' }, { columns: [{ name: 'v', data_type: 'bigint' }] }],
    ['another scale', { v: 1n }, { columns: [{ name: 'v', data_type: 'decimal', precision: 10, scale: 2 }] }],
    ['no zone', { v: new Date(0) }, { columns: [{ name: 'v', timezone: false }] }],
    [
      'ids that follow from a key',
      { id: 1 },
      {
        write_disposition: 'merge',
        'x-merge-strategy': 'upsert',
        columns: [{ name: 'id', primary_key: true }],
      },
    ],
  ])('are refused where they ask for %s', (_, first, hints) => {
    expect(() => withHints([first], hints)).toThrow(expect.objectContaining({ code: 'HINT_TOO_LATE' }));
  });

  test('that say what is known already are no trouble', () => {
    const column: Column = { name: 'v', data_type: 'text', description: 'a word' };
    expect(withHints([{ v: '5' }], { columns: [column] }, { v: '6' }).rows).toEqual([{ v: '5' }, { v: '6' }]);
  });
});
