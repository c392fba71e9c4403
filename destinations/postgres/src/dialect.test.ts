import { readFileSync } from 'node:fs';
import { storedName } from '@sluice/load';
import { type CompleteColumn, isSluiceError, newTable } from '@sluice/schema';
import { describe, expect, test } from 'vitest';
import { capabilities } from './capabilities.ts';
import { columnType, dialect, quote } from './dialect.ts';
import { dataTypeOf } from './type-names.ts';

interface Golden<In, Out> {
  readonly in: In;
  readonly settings: { readonly destination: string; readonly table?: { readonly file_format?: string } };
  readonly out: Out;
  readonly error?: string;
}

/** What dlt answers, for this destination. */
function golden<In, Out>(table: string): Golden<In, Out>[] {
  const file = new URL(`../../../interop/golden/units/${table}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter((entry) => entry.settings?.destination === 'postgres');
}

describe('the type of', () => {
  const types = golden<Omit<CompleteColumn, 'name'>, string>('ddl-type');

  test.each(types.filter(({ error }) => !error))(
    '$in $settings.table is $out',
    ({ in: hints, out, settings }) => {
      expect(columnType({ ...hints, name: 'c' }, newTable('t', settings.table))).toBe(out);
    },
  );

  test.each(types.filter(({ error }) => error))('$in is refused', ({ in: hints }) => {
    let thrown: unknown;
    try {
      columnType({ ...hints, name: 'c' });
    } catch (error) {
      thrown = error;
    }
    expect(isSluiceError(thrown, 'DESTINATION_TYPE_UNSUPPORTED')).toBe(true);
    expect(thrown).toMatchObject({ place: { column: 'c' } });
  });
});

test.each(golden<string, { escaped: string }>('identifier-escape'))('$in is quoted', ({ in: name, out }) => {
  expect(quote(storedName(name, capabilities.identifiers))).toBe(out.escaped);
});

test('a name with U+0000 is refused: Postgres would not even read the statement', () => {
  expect(() => quote('a\u0000b')).toThrow('DESTINATION_NAME_UNSUPPORTED');
});

test.each(
  golden<{ type: string; precision?: number; scale?: number }, { data_type: string }>('from-db-type'),
)('$in reads back', ({ in: { type, precision, scale }, out }) => {
  const name = precision === undefined ? type : `${type}(${precision},${scale})`;
  // dlt calls everything it does not know a text; here such types have no data type.
  expect(dataTypeOf(name) ?? 'text').toBe(out.data_type);
});

test('what dlt says of Postgres', () => {
  const file = new URL('../../../interop/golden/units/capabilities.jsonl', import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const { out } = lines.map((line) => JSON.parse(line)).find((entry) => entry.in === 'postgres');
  expect(capabilities.identifiers).toMatchObject({
    maxLength: out.max_identifier_length,
    maxColumnLength: out.max_column_identifier_length,
    case: 'lower',
    caseSensitive: out.has_case_sensitive_identifiers,
  });
  expect(capabilities.types).toEqual({
    timestampPrecision: out.timestamp_precision,
    maxTimestampPrecision: out.max_timestamp_precision,
    decimal: out.decimal_precision,
    wei: out.wei_precision,
  });
  const { replaceStrategies, mergeStrategies } = capabilities;
  // Another one comes first here: by default a replace keeps no reader waiting.
  expect([...replaceStrategies].sort()).toEqual(out.supported_replace_strategies.toSorted());
  expect(mergeStrategies).toEqual(out.supported_merge_strategies);
});

test.each([
  [true, true, 'UNIQUE'],
  [true, false, ''],
  [false, true, ''],
])('with createIndexes %s a column that is unique: %s', (createIndexes, unique, constraint) => {
  const column: CompleteColumn = { name: '_dlt_id', data_type: 'text', unique };
  expect(dialect({ createIndexes }).columnConstraint?.(column, newTable('t'))).toBe(constraint);
});
