import * as arrow from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { type ArrowType, arrowBatches, arrowColumn, isArrow, isArrowSchema } from './index.ts';

const item = new arrow.Field('item', new arrow.Int32());

test.for<[type: ArrowType, column: object]>([
  [new arrow.Int8(), { data_type: 'bigint', precision: 8 }],
  [new arrow.Int64(), { data_type: 'bigint' }],
  // Columns have a sign: the largest unsigned value has to fit.
  [new arrow.Uint8(), { data_type: 'bigint', precision: 16 }],
  [new arrow.Uint16(), { data_type: 'bigint', precision: 32 }],
  [new arrow.Uint32(), { data_type: 'bigint' }],
  [new arrow.Uint64(), { data_type: 'bigint' }],
  [new arrow.Float16(), { data_type: 'double' }],
  [new arrow.Bool(), { data_type: 'bool' }],
  [new arrow.LargeUtf8(), { data_type: 'text' }],
  [new arrow.Utf8View(), { data_type: 'text' }],
  [new arrow.BinaryView(), { data_type: 'binary' }],
  [new arrow.FixedSizeBinary(16), { data_type: 'binary', precision: 16 }],
  [new arrow.Decimal(2, 10), { data_type: 'decimal', precision: 10, scale: 2 }],
  [new arrow.Decimal(-2, 5), { data_type: 'decimal', precision: 7, scale: 0 }],
  [new arrow.DateMillisecond(), { data_type: 'date' }],
  [new arrow.TimeSecond(), { data_type: 'time', precision: 0 }],
  [new arrow.TimeNanosecond(), { data_type: 'time', precision: 9 }],
  [new arrow.TimestampMillisecond(), { data_type: 'timestamp', precision: 3, timezone: false }],
  [new arrow.TimestampMicrosecond('Europe/Berlin'), { data_type: 'timestamp', precision: 6 }],
  [new arrow.List(item), { data_type: 'json' }],
  [new arrow.FixedSizeList(2, item), { data_type: 'json' }],
  [new arrow.Struct([item]), { data_type: 'json' }],
  [
    new arrow.Dictionary(new arrow.Decimal(1, 3), new arrow.Int8()),
    { data_type: 'decimal', precision: 3, scale: 1 },
  ],
  [new arrow.Null(), {}],
])('%s', ([type, column]) => {
  expect(arrowColumn({ name: 'v', type, nullable: true })).toEqual({ name: 'v', nullable: true, ...column });
});

test('whether null is accepted comes from the field', () => {
  expect(arrowColumn({ name: 'v', type: new arrow.Bool(), nullable: false }).nullable).toBe(false);
});

test.for<[type: ArrowType]>([
  [new arrow.DurationSecond()],
  [new arrow.IntervalDayTime()],
  [new arrow.DenseUnion([0], [item])],
  [{ typeId: 22 }],
  [{ typeId: -1 }],
])('%s has no data type', ([type]) => {
  expect(() => arrowColumn({ name: 'v', type, nullable: true })).toThrow(
    expect.objectContaining({ code: 'ARROW_TYPE_UNSUPPORTED', place: { column: 'v' } }),
  );
});

describe('shapes', () => {
  const table = arrow.tableFromArrays({ a: [1, 2] });
  const [batch] = table.batches;

  test.for<[what: string, value: unknown, isData: boolean, isSchema: boolean]>([
    ['a table', table, true, false],
    ['a slice of one', table.slice(1), true, false],
    ['an empty table', new arrow.Table(), true, false],
    ['a record batch', batch, true, false],
    ['a schema', table.schema, false, true],
    ['a vector', table.getChild('a'), false, false],
    ['a record that looks alike', { schema: { fields: [] }, numRows: 1, batches: [] }, false, false],
    ['a record with fields', { fields: ['a'] }, false, false],
    ['hints of a column called fields', { fields: { dataType: 'text' } }, false, false],
    ['a list', [], false, false],
    ['null', null, false, false],
    ['text', 'x', false, false],
  ])('%s', ([, value, isData, isSchema]) => {
    expect([isArrow(value), isArrowSchema(value)]).toEqual([isData, isSchema]);
  });

  test('a record batch is its own only batch', () => {
    if (!batch) throw new Error('the table has a batch');
    expect(arrowBatches(batch)).toEqual([batch]);
    expect(arrowBatches(table)).toBe(table.batches);
  });
});
