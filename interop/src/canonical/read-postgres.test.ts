import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compact } from '../json/print.ts';
import { newPostgresDatabase } from '../postgres-database.ts';
import { dumpDatasets } from './dump.ts';
import { readPostgres } from './read-postgres.ts';

let url: string;
let client: Client;

beforeAll(async () => {
  url = await newPostgresDatabase();
  client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE SCHEMA ds');
});
afterAll(() => client.end());

test('a dataset that is not there holds nothing', async () => {
  expect(await readPostgres(url, 'elsewhere')).toEqual(new Map());
});

test.each<[type: string, literal: string, canonical: string]>([
  ['character varying', "'a''b'", '"a\'b"'],
  ['character varying(64)', "''", '""'],
  ['boolean', 'true', 'true'],
  ['smallint', '-1', '-1'],
  ['bigint', '9007199254740993', '{"$type":"bigint","v":"9007199254740993"}'],
  ['double precision', '0.1', '0.1'],
  ['double precision', "'-Infinity'", '{"$type":"float","v":"-inf"}'],
  ['numeric(38,9)', '-1.50', '{"$type":"decimal","v":"-1.5"}'],
  ['numeric(10,2)', '100', '{"$type":"decimal","v":"100"}'],
  ['date', "'2024-02-29'", '{"$type":"date","v":"2024-02-29"}'],
  ['time without time zone', "'10:00:00.5'", '{"$type":"time","v":"10:00:00.500000"}'],
  ['time(3) without time zone', "'10:00'", '{"$type":"time","v":"10:00:00"}'],
  [
    'timestamp with time zone',
    "'2024-01-01T10:00:00.000120+02:00'",
    '{"$type":"datetime","v":"2024-01-01T08:00:00.000120+00:00"}',
  ],
  ['timestamp(3) without time zone', "'1969-12-31 23:59'", '{"$type":"datetime","v":"1969-12-31T23:59:00"}'],
  ['bytea', "'\\x00ff'", '{"$type":"bytes","v":"AP8="}'],
  ['jsonb', `'{"a": [1, 1.5, null]}'`, '{"$type":"json","v":{"a":[1,1.5,null]}}'],
])('%s %s', async (type, literal, canonical) => {
  await client.query('DROP TABLE IF EXISTS ds.t');
  await client.query(`CREATE TABLE ds.t (v ${type}, "No ""1" ${type} NOT NULL)`);
  await client.query(`INSERT INTO ds.t VALUES (NULL, ${literal})`);
  const { datasets } = await dumpDatasets({ destination: 'postgres', where: url }, ['ds'], null);
  const table = datasets.get('ds')?.get('t');
  expect(table?.columns).toEqual([
    { name: 'v', type, nullable: true },
    { name: 'No "1', type, nullable: false },
  ]);
  expect(table?.rows.map(compact)).toEqual([`[null,${canonical}]`]);
});
