import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Column, newTable } from '@sluice/schema';
import { expect, test } from 'vitest';
import { dialect, quote } from './dialect.ts';
import { dataTypeOf } from './values.ts';

/** What dlt answers, for this destination. */
function golden<In, Out>(table: string): { in: In; out: Out }[] {
  const file = new URL(`../../../interop/golden/units/${table}.jsonl`, import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line))
    .filter((entry) => entry.settings.destination === 'duckdb' && !entry.error);
}

const { columnType } = dialect({ createIndexes: false });

/** dlt writes such a type into its statements, which DuckDB then refuses. */
const isTooPrecise = (type: string) => Number(/^DECIMAL\((\d+)/.exec(type)?.[1] ?? 0) > 38;
const types = golden<Column & { data_type: 'text' }, string>('ddl-type');

test.each(types.filter(({ out }) => !isTooPrecise(out)))('$in is $out', ({ in: column, out }) => {
  expect(columnType(column, newTable('t'))).toBe(out);
});

test.each(types.filter(({ out }) => isTooPrecise(out)))('$in is refused', ({ in: column }) => {
  expect(() => columnType(column, newTable('t'))).toThrow(
    expect.objectContaining({ code: 'DESTINATION_TYPE_UNSUPPORTED' }),
  );
});

test.each<[Column & { data_type: 'decimal' | 'wei' | 'bigint' }, string]>([
  [{ name: 'c', data_type: 'decimal', precision: 39 }, 'DECIMAL(39,9)'],
  [{ name: 'c', data_type: 'decimal', precision: 5 }, 'DECIMAL(5,9)'],
  [{ name: 'c', data_type: 'decimal', precision: 5, scale: 6 }, 'DECIMAL(5,6)'],
  [{ name: 'c', data_type: 'wei', precision: 100 }, 'DECIMAL(100,0)'],
  [{ name: 'c', data_type: 'bigint', precision: 129 }, 'INT129'],
])('%j is refused, as %s would be by DuckDB', async (column, type) => {
  expect(() => columnType(column, newTable('t'))).toThrow(
    expect.objectContaining({ code: 'DESTINATION_TYPE_UNSUPPORTED', place: { column: 'c' } }),
  );
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await expect(connection.run(`CREATE TABLE t (c ${type})`)).rejects.toThrow();
  connection.closeSync();
});

test.each(golden<string, { escaped: string }>('identifier-escape'))('$in is quoted', ({ in: name, out }) => {
  expect(quote(name)).toBe(out.escaped);
});

test.each(golden<{ type: string }, { data_type: string }>('from-db-type'))(
  '$in.type reads back',
  ({ in: { type }, out }) => {
    // dlt calls everything it does not know a text; here such types have no data type.
    expect(dataTypeOf(type) ?? 'text').toBe(out.data_type);
  },
);
