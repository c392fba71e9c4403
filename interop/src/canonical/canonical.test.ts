import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, onTestFinished, test } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { compact, hashedText } from '../json/print.ts';
import { decimalText } from './decimal-text.ts';
import { dumpDatasets } from './dump.ts';
import { nestedRowId } from './hashes.ts';

async function duckdbFile(...statements: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-canonical-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'd.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of ['CREATE SCHEMA ds', ...statements]) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return path;
}

async function rowsOf(path: string, table: string, fixedIds: readonly string[] = []): Promise<string[]> {
  const { datasets } = await dumpDatasets({ destination: 'duckdb', where: path }, ['ds'], new Set(fixedIds));
  return (datasets.get('ds')?.get(table)?.rows ?? []).map(compact);
}

test('a file that is not there holds nothing', async () => {
  expect(await rowsOf('/nowhere/at-all.duckdb', 't')).toEqual([]);
});

test('root rows are numbered by content, nested rows named after their parent', async () => {
  const child = nestedRowId('root-b', 't__k', '0');
  const path = await duckdbFile(
    "CREATE TABLE ds.t AS SELECT * FROM (VALUES ('b', 'root-b'), ('a', 'root-a')) v(name, _dlt_id)",
    `CREATE TABLE ds.t__k AS SELECT * FROM (VALUES
       (1, 'root-b', 0::BIGINT, '${child}'), (2, 'root-b', 1::BIGINT, 'no hash'), (3, 'nobody', 0::BIGINT, 'orphan'))
       v(n, _dlt_parent_id, _dlt_list_idx, _dlt_id)`,
  );
  expect(await rowsOf(path, 't')).toEqual(['["a","<t:1>"]', '["b","<t:2>"]']);
  expect(await rowsOf(path, 't__k')).toEqual([
    '[1,"<t:2>",0,"<t:2/t__k/0>"]',
    '[2,"<t:2>",1,"<t__k:1>"]',
    '[3,"<missing>",0,"<t__k:2>"]',
  ]);
  // Where ids are the same in every run, they and what derives from them stay as they are.
  expect(await rowsOf(path, 't', ['root-a'])).toEqual(['["a","root-a"]', '["b","<t:1>"]']);
});

test('load ids are numbered in ascending order, and times of loads are told', async () => {
  const path = await duckdbFile(
    `CREATE TABLE ds._dlt_loads AS SELECT * FROM (VALUES
       ('1700000001.5', TIMESTAMPTZ '2024-01-01 00:00:00+00'), ('999999999.25', TIMESTAMPTZ '2024-01-01 00:00:00+00'))
       v(load_id, inserted_at)`,
    "CREATE TABLE ds.t AS SELECT '1700000001.5' _dlt_load_id, TIMESTAMPTZ '2023-11-14 22:13:21.5+00' valid_from, 1.0::DOUBLE f",
  );
  expect(await rowsOf(path, '_dlt_loads')).toEqual(['["<load:1>","<time>"]', '["<load:2>","<time>"]']);
  expect(await rowsOf(path, 't')).toEqual(['["<load:2>",{"$type":"load_time","v":2},1.0]']);
});

test.each([
  ["DATE '2024-02-29'", '{"$type":"date","v":"2024-02-29"}'],
  ["TIME '23:59:59.000001'", '{"$type":"time","v":"23:59:59.000001"}'],
  ["TIMESTAMP '1969-12-31 23:59:59.5'", '{"$type":"datetime","v":"1969-12-31T23:59:59.500000"}'],
  ["TIMESTAMPTZ '2024-01-01 02:00:00+02'", '{"$type":"datetime","v":"2024-01-01T00:00:00+00:00"}'],
  ['9007199254740992', '{"$type":"bigint","v":"9007199254740992"}'],
  ['9007199254740991', '9007199254740991'],
  ["'NaN'::DOUBLE", '{"$type":"float","v":"nan"}'],
  ['1e16::DOUBLE', '1e+16'],
  ['2::INTEGER', '2'],
  ['12.340::DECIMAL(10,3)', '{"$type":"decimal","v":"12.34"}'],
  ["'\\x00\\x01'::BLOB", '{"$type":"bytes","v":"AAE="}'],
  [
    `'{"b":1.0,"a":[9007199254740993]}'::JSON`,
    '{"$type":"json","v":{"a":[{"$type":"bigint","v":"9007199254740993"}],"b":1.0}}',
  ],
])('the canonical form of %s', async (sql, expected) => {
  const path = await duckdbFile(`CREATE TABLE ds.t AS SELECT ${sql} AS v`);
  expect(await rowsOf(path, 't')).toEqual([`[${expected}]`]);
});

test.each([
  [0n, 9, '0'],
  [-1500n, 3, '-1.5'],
  [5n, 3, '0.005'],
  [1200n, 0, '1200'],
  [12345678901234567890123456785n, 0, '12345678901234567890123456780'],
])('decimal %s / 10^%s is %s', (unscaled, scale, expected) => {
  expect(decimalText(unscaled, scale)).toBe(expected);
});

test.each(['1.0', '1e+16', '-0.0', '0.00001', '1e-6', '1.2345678901234568e+17', '1000000000000000.0'])(
  'a hashed document keeps the double %s',
  (text) => {
    expect(hashedText(parseJson(text))).toBe(text);
  },
);

test('JSON keeps integers, doubles and the order of keys apart; hashing sorts keys by code point', () => {
  const text = '{"10":1,"2":1.0,"😀":null,"\uff5e":[true,"\\u0001"]}';
  const value = parseJson(text);
  expect(compact(value)).toBe('{"10":1,"2":1.0,"\uff5e":[true,"\\u0001"],"😀":null}');
  expect(value instanceof Map && [...value.keys()]).toEqual(['10', '2', '😀', '\uff5e']);
});
