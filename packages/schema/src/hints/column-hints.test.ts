import { expect, test } from 'vitest';
import { type ColumnHints, toColumn } from './column-hints.ts';

test.each<[ColumnHints, object]>([
  [{}, {}],
  [
    { dataType: 'decimal', precision: 10, scale: 2 },
    { data_type: 'decimal', precision: 10, scale: 2 },
  ],
  [
    { dataType: 'timestamp', timezone: false, nullable: false },
    { data_type: 'timestamp', timezone: false, nullable: false },
  ],
  [
    { primaryKey: true, mergeKey: true, unique: false, hardDelete: true, dedupSort: 'desc' },
    { primary_key: true, merge_key: true, unique: false, hard_delete: true, dedup_sort: 'desc' },
  ],
  [{ 'x-note': { a: 1 } }, { 'x-note': { a: 1 } }],
])('%j becomes %j', (hints, column) => {
  expect(toColumn('a', hints)).toEqual({ name: 'a', ...column });
});

test.each([
  [{ primarykey: true }, 'HINT_UNKNOWN', /Did you mean "primaryKey"/],
  [{ primary_key: true }, 'HINT_UNKNOWN', /Did you mean "primaryKey"/],
  [{ toString: 1 }, 'HINT_UNKNOWN', /Use one of dataType/],
  [{ dataType: 'string' }, 'DATA_TYPE_UNKNOWN', /Use one of text/],
  [{ dataType: 'timestmp' }, 'DATA_TYPE_UNKNOWN', /Did you mean "timestamp"/],
])('%j is refused: %s', (hints, code, remedy) => {
  expect(() => toColumn('a', hints as ColumnHints)).toThrow(
    expect.objectContaining({ code, place: { column: 'a' }, remedy: expect.stringMatching(remedy) }),
  );
});
