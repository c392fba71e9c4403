import {
  bumpSchema,
  type CompleteColumn,
  newSchema,
  newTable,
  portableRuntime,
  updateTable,
} from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { followSchema, joinSchema } from './join-schema.ts';

const types = { timestampPrecision: 6, maxTimestampPrecision: 6, decimal: [38, 9], wei: [38, 0] } as const;

type Facts = Omit<CompleteColumn, 'name'>;

const schemaWith = (column: Facts) => {
  const schema = newSchema('s');
  updateTable(schema, newTable('t', { columns: [{ name: 'v', ...column }] }));
  return schema;
};

const join = (theirs: Facts, ours: Facts, widen = true) =>
  joinSchema(schemaWith(theirs), schemaWith(ours), portableRuntime, { widen, types })
    .tables.get('t')
    ?.columns.get('v');

test.each<[theirs: Facts, ours: Facts, joined: Facts]>([
  [{ data_type: 'double' }, { data_type: 'bigint' }, { data_type: 'double' }],
  [{ data_type: 'bigint' }, { data_type: 'double' }, { data_type: 'double' }],
  [
    { data_type: 'decimal', precision: 10, scale: 2 },
    { data_type: 'decimal', precision: 20, scale: 4 },
    { data_type: 'decimal', precision: 20, scale: 4 },
  ],
  [{ data_type: 'text' }, { data_type: 'text', precision: 5 }, { data_type: 'text' }],
  [{ data_type: 'bigint' }, { data_type: 'bigint', precision: 32 }, { data_type: 'bigint' }],
])('of %j there and %j here, the wider one counts', (theirs, ours, joined) => {
  expect(join(theirs, ours)).toEqual({ name: 'v', ...joined });
});

test.each<[theirs: Facts, ours: Facts, widen: boolean]>([
  [{ data_type: 'double' }, { data_type: 'bigint' }, false],
  [{ data_type: 'text' }, { data_type: 'bigint' }, true],
  [{ data_type: 'decimal' }, { data_type: 'double' }, true],
  [{ data_type: 'double', primary_key: true }, { data_type: 'bigint', primary_key: true }, true],
  [{ data_type: 'timestamp', timezone: false }, { data_type: 'timestamp' }, true],
])('%j there and %j here are a conflict, widening being %s', (theirs, ours, widen) => {
  expect(() => join(theirs, ours, widen)).toThrow(
    expect.objectContaining({
      code: 'LOAD_SCHEMA_CONFLICT',
      place: { schema: 's', table: 't', column: 'v' },
    }),
  );
});

describe('a package that brings nothing new', () => {
  const follow = (theirs: Facts, ours: Facts, tables = ['t']) =>
    followSchema(schemaWith(theirs), schemaWith(ours), new Set(tables), portableRuntime, types)
      .tables.get('t')
      ?.columns.get('v');

  test('leaves the schema of others as it is, version and all', () => {
    const theirs = schemaWith({ data_type: 'double', description: 'new' });
    bumpSchema(theirs, portableRuntime);
    const ours = schemaWith({ data_type: 'bigint', description: 'old', unique: true });
    const followed = followSchema(theirs, ours, new Set(['t']), portableRuntime, types);
    expect(followed).toEqual(theirs);
  });

  test('gets back what others have taken out', () => {
    const ours = schemaWith({ data_type: 'bigint' });
    const none = newSchema('s');
    const empty = newSchema('s');
    updateTable(empty, newTable('t'));
    for (const theirs of [none, empty, schemaWith({} as Facts)])
      expect(
        followSchema(theirs, ours, new Set(['t']), portableRuntime, types)
          .tables.get('t')
          ?.columns.get('v'),
      ).toMatchObject({ data_type: 'bigint' });
  });

  test('does not go into columns of another type', () => {
    const both = [{ data_type: 'bigint' }, { data_type: 'text' }] as const;
    expect(() => follow(...both)).toThrow(expect.objectContaining({ code: 'LOAD_SCHEMA_CONFLICT' }));
    expect(follow(...both, ['other'])).toEqual({ name: 'v', data_type: 'bigint' });
  });
});
