import type { QueryValue } from '@sluice/load';
import type { DataType } from '@sluice/schema';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Session, startSession } from './session.ts';

let session: Session;
let client: Client;

beforeAll(async () => {
  session = await startSession();
  const admin = await session.open();
  const name = new URL(session.url).pathname.slice(1);
  // What somebody may have set for all sessions of a database.
  for (const setting of [
    "timezone TO 'America/Caracas'",
    "datestyle TO 'SQL, DMY'",
    'bytea_output TO escape',
    'extra_float_digits TO -3',
    'standard_conforming_strings TO off',
    'intervalstyle TO iso_8601',
    "default_transaction_isolation TO 'repeatable read'",
  ])
    await admin.query(`ALTER DATABASE ${name} SET ${setting}`);
  client = await session.open();
});
afterAll(() => session.close());

describe('values', () => {
  test.each<[expression: string, type: string, dataType: DataType | null, value: QueryValue]>([
    ['true', 'boolean', 'bool', true],
    ['false', 'boolean', 'bool', false],
    ['NULL::boolean', 'boolean', 'bool', null],
    ['1::smallint', 'smallint', 'bigint', 1],
    ['-5::integer', 'integer', 'bigint', -5],
    ['9007199254740991::bigint', 'bigint', 'bigint', 9_007_199_254_740_991],
    ['9007199254740993::bigint', 'bigint', 'bigint', 9_007_199_254_740_993n],
    ['(-9223372036854775808)::bigint', 'bigint', 'bigint', -9_223_372_036_854_775_808n],
    ['0.1::double precision + 0.2::double precision', 'double precision', 'double', 0.1 + 0.2],
    ["'NaN'::double precision", 'double precision', 'double', Number.NaN],
    ["'-Infinity'::double precision", 'double precision', 'double', Number.NEGATIVE_INFINITY],
    ["'-0'::double precision", 'double precision', 'double', -0],
    ['1.5::real', 'real', null, 1.5],
    ['1.1::numeric(38,9)', 'numeric(38,9)', 'decimal', '1.100000000'],
    ['7::numeric(156,78)', 'numeric(156,78)', 'wei', `7.${'0'.repeat(78)}`],
    ['12345678901234567890.5', 'numeric', 'decimal', '12345678901234567890.5'],
    ['1234::numeric(3,-2)', 'numeric(3,-2)', 'decimal', '1200'],
    ["'ß→😀\\'", 'text', 'text', 'ß→😀\\'],
    ["'x'::varchar(5)", 'character varying(5)', 'text', 'x'],
    ["'x'::varchar", 'character varying', 'text', 'x'],
    ["'x'::char(3)", 'character(3)', null, 'x  '],
    ["'\\x00ff'::bytea", 'bytea', 'binary', Uint8Array.of(0, 255)],
    ["''::bytea", 'bytea', 'binary', new Uint8Array(0)],
    ["date '2024-01-31'", 'date', 'date', '2024-01-31'],
    ["date 'infinity'", 'date', 'date', 'infinity'],
    ["date '0044-03-15 BC'", 'date', 'date', '0044-03-15 BC'],
    ["time '23:59:59.000001'", 'time without time zone', 'time', '23:59:59.000001'],
    ["time '01:02'", 'time without time zone', 'time', '01:02:00.000000'],
    ["time(1) '01:02:03.25'", 'time(1) without time zone', 'time', '01:02:03.300000'],
    [
      "timestamptz '2024-01-31 23:59:59.000001Z'",
      'timestamp with time zone',
      'timestamp',
      '2024-01-31T23:59:59.000001Z',
    ],
    [
      "timestamptz '2024-01-31 12:00+02'",
      'timestamp with time zone',
      'timestamp',
      '2024-01-31T10:00:00.000000Z',
    ],
    [
      "timestamptz(3) '2024-01-31 12:00:00.5Z'",
      'timestamp(3) with time zone',
      'timestamp',
      '2024-01-31T12:00:00.500000Z',
    ],
    [
      "timestamp '2024-01-31 12:00:00.5'",
      'timestamp without time zone',
      'timestamp',
      '2024-01-31T12:00:00.500000',
    ],
    [
      "timestamp(0) '0001-01-01'",
      'timestamp(0) without time zone',
      'timestamp',
      '0001-01-01T00:00:00.000000',
    ],
    ["timestamptz '-infinity'", 'timestamp with time zone', 'timestamp', '-infinity'],
    [
      "timestamptz '0044-03-15 10:00Z BC'",
      'timestamp with time zone',
      'timestamp',
      '0044-03-15 10:00:00+00 BC',
    ],
    ["timestamp '12024-01-31 00:00'", 'timestamp without time zone', 'timestamp', '12024-01-31 00:00:00'],
    [`'{"b":1,"a":[1.10,null]}'::jsonb`, 'jsonb', 'json', '{"a": [1.10, null], "b": 1}'],
    [`'{"b":1, "a":2}'::json`, 'json', 'json', '{"b":1, "a":2}'],
    ["'null'::jsonb", 'jsonb', 'json', 'null'],
    ['ARRAY[1, NULL, 3]', 'integer[]', null, [1, null, 3]],
    ['ARRAY[[true], [false]]', 'boolean[]', null, [[true], [false]]],
    [`ARRAY['a "b"', 'NULL', '', '{,}']`, 'text[]', null, ['a "b"', 'NULL', '', '{,}']],
    ["ARRAY['\\x01'::bytea]", 'bytea[]', null, [Uint8Array.of(1)]],
    ["ARRAY['x'::varchar(5)]", 'character varying(5)[]', null, ['x']],
    ["'[0:1]={1.5,2}'::numeric(3,1)[]", 'numeric(3,1)[]', null, ['1.5', '2.0']],
    ["ARRAY[timestamptz '2024-01-31Z']", 'timestamp with time zone[]', null, ['2024-01-31T00:00:00.000000Z']],
    ["'0e37df36-f698-11e6-8dd4-cb9ced3df976'::uuid", 'uuid', null, '0e37df36-f698-11e6-8dd4-cb9ced3df976'],
    ["'1 day'::interval", 'interval', null, '1 day'],
    ["timetz '10:00+02'", 'time with time zone', null, '10:00:00+02'],
    ["B'101'::bit(3)", 'bit(3)', null, '101'],
    ["'1.2.3.4'::inet", 'inet', null, '1.2.3.4'],
    ["'[1,3)'::int4range", 'int4range', null, '[1,3)'],
  ])('%s', async (expression, type, dataType, value) => {
    // A backslash in a literal is a backslash: the session says so, whatever the database does.
    expect(await ask(client, `SELECT ${expression} AS "Its Name"`)).toEqual({
      columns: [{ name: 'Its Name', type, dataType }],
      rows: [[value]],
    });
  });

  test('of a type of the database itself are text', async () => {
    await client.query("CREATE TYPE mood AS ENUM ('fine')");
    await client.query('CREATE DOMAIN amount AS numeric(5,2)');
    expect(await ask(client, "SELECT 'fine'::mood, 1::amount")).toEqual({
      columns: [
        { name: 'mood', type: 'user-defined', dataType: null },
        { name: 'amount', type: 'numeric(5,2)', dataType: 'decimal' },
      ],
      rows: [['fine', '1.00']],
    });
  });

  test('are those of now, in a transaction that has waited', async () => {
    await client.query('BEGIN');
    expect((await ask(client, 'SHOW transaction_isolation')).rows).toEqual([['read committed']]);
    await client.query('ROLLBACK');
  });

  test('keep their places where two columns have one name', async () => {
    const { columns, rows } = await ask(client, 'SELECT 1 AS a, 2 AS a');
    expect(columns.map(({ name }) => name)).toEqual(['a', 'a']);
    expect(rows).toEqual([[1, 2]]);
  });
});

test('types are spelled as the catalogue spells them', async () => {
  const types = [
    'numeric(38,9)',
    'numeric(3,-2)',
    'numeric',
    'varchar(7)',
    'varchar',
    'char(3)',
    'bit(2)',
    'varbit(4)',
  ]
    .concat([
      'timestamp(0)',
      'timestamptz(6)',
      'timestamptz',
      'time(3)',
      'timetz(2)',
      'varchar(3)[]',
      'date[]',
    ])
    .concat([
      '"char"',
      'name',
      'oid',
      'xml',
      'point',
      'money',
      'macaddr',
      'cidr',
      'tsvector',
      'daterange',
      'pg_lsn',
    ]);
  await client.query(`CREATE TABLE types (${types.map((type, index) => `c${index} ${type}`).join(', ')})`);
  const catalogue = await ask(
    client,
    "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'types'::regclass AND attnum > 0 ORDER BY attnum",
  );
  const { columns } = await ask(client, 'SELECT * FROM types');
  expect(columns.map(({ type }) => type)).toEqual(catalogue.rows.flat());
});

test.each<[value: string | number | bigint | boolean | null, type: string, read: QueryValue]>([
  ['x', 'text', 'x'],
  [1.5, 'double precision', 1.5],
  [Number.NaN, 'double precision', Number.NaN],
  [2n ** 62n, 'bigint', 2n ** 62n],
  [true, 'boolean', true],
  [null, 'text', null],
  ['2024-01-31T23:59:59.000001Z', 'timestamptz', '2024-01-31T23:59:59.000001Z'],
])('the parameter %s arrives as %s', async (value, type, read) => {
  expect((await ask(client, `SELECT CAST($1 AS ${type})`, [value])).rows).toEqual([[read]]);
});
