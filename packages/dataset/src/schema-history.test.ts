import { duckdb } from '@sluice/destination-duckdb';
import {
  bumpSchema,
  cloneSchema,
  encodeSchema,
  newSchema,
  newTable,
  portableRuntime as runtime,
  type Schema,
  updateTable,
} from '@sluice/schema';
import { beforeEach, expect, test } from 'vitest';
import { dataset } from './dataset.ts';
import { describeSchemaHistory } from './describe-schema-history.ts';
import type { SchemaHistory } from './schema-history.ts';

let run: (sql: string, params?: (string | number | null)[]) => Promise<unknown>;
let history: (name?: string) => Promise<SchemaHistory[]>;

beforeEach(async () => {
  const destination = duckdb(':memory:');
  const keep = await destination.open({ dataset: 'shop' });
  run = (sql, params) => keep.query(sql, params);
  history = (name) => dataset(async () => ({ ...keep, close: async () => {} })).schemaHistory(name);
});

async function createTables(): Promise<void> {
  await run('CREATE SCHEMA shop');
  await run(
    'CREATE TABLE shop._dlt_version (version BIGINT, engine_version BIGINT, inserted_at TIMESTAMPTZ, schema_name VARCHAR, version_hash VARCHAR, schema VARCHAR)',
  );
  await run(
    'CREATE TABLE shop._dlt_loads (load_id VARCHAR, schema_name VARCHAR, status BIGINT, inserted_at TIMESTAMPTZ, schema_version_hash VARCHAR)',
  );
}

async function store(
  { name, version, version_hash: hash }: Schema,
  at: string,
  document: string,
): Promise<void> {
  await run('INSERT INTO shop._dlt_version VALUES ($1, 11, $2, $3, $4, $5)', [
    version,
    at,
    name,
    hash,
    document,
  ]);
}

let loads = 0;
async function load(name: string | null, hash: string | null, at: string): Promise<void> {
  loads += 1;
  await run('INSERT INTO shop._dlt_loads VALUES ($1, $2, 0, $3, $4)', [`${1000 + loads}.0`, name, at, hash]);
}

/** Three versions of a schema, each with a column more. */
function versions(): [Schema, Schema, Schema] {
  const found: Schema[] = [];
  let schema = newSchema('orders');
  for (const column of ['a', 'b', 'c']) {
    schema = cloneSchema(schema);
    updateTable(schema, newTable('orders', { columns: [{ name: column, data_type: 'text' }] }));
    bumpSchema(schema, runtime);
    found.push(schema);
  }
  return found as [Schema, Schema, Schema];
}

const text = (schema: Schema) => encodeSchema(schema, Number.POSITIVE_INFINITY, runtime);

test('a dataset without tables has no history', async () => {
  expect(await history()).toEqual([]);
});

test('versions, what each changed, and the loads made with it', async () => {
  await createTables();
  const [first, second] = versions();
  await store(first, '2024-01-01T10:00:00Z', text(first));
  // Too long for a text: stored compressed.
  await store(second, '2024-01-02T10:00:00Z', encodeSchema(second, 10, runtime));
  await load('orders', first.version_hash, '2024-01-01T10:00:00Z');
  await load('orders', first.version_hash, '2024-01-01T11:00:00Z');
  await load('orders', second.version_hash, '2024-01-02T10:00:00Z');
  const [found] = await history();
  expect(found).toMatchObject({ schema: 'orders', unknownLoads: [] });
  expect(
    found?.versions.map(({ version, insertedAt, loads }) => [version, insertedAt, loads.length]),
  ).toEqual([
    [1, '2024-01-01T10:00:00.000000Z', 2],
    [2, '2024-01-02T10:00:00.000000Z', 1],
  ]);
  expect(found?.versions[0]?.changes).toEqual([
    expect.objectContaining({ kind: 'table-added', table: 'orders' }),
  ]);
  expect(found?.versions[1]?.changes).toEqual([
    { kind: 'column-added', table: 'orders', column: { name: 'b', data_type: 'text' } },
  ]);
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

test('days count loads, new versions and returns to old ones', async () => {
  await createTables();
  const [first, second, third] = versions();
  await store(first, '2024-01-01T10:00:00Z', text(first));
  await store(second, '2024-01-02T10:00:00Z', text(second));
  await store(third, '2024-01-02T10:00:00Z', text(third));
  for (const [schema, at] of [
    [first, '2024-01-01T10:00:00Z'],
    [second, '2024-01-02T10:00:00Z'],
    [first, '2024-01-02T11:00:00Z'],
    [third, '2024-01-03T23:59:59Z'],
  ] as const)
    await load('orders', schema.version_hash, at);
  const [found] = await history('orders');
  expect(found?.days).toEqual([
    { day: '2024-01-01', loads: 1, newVersions: 1, switches: 0, changes: 1 },
    { day: '2024-01-02', loads: 2, newVersions: 2, switches: 2, changes: 2 },
    { day: '2024-01-03', loads: 1, newVersions: 0, switches: 1, changes: 0 },
  ]);
});

test('what is not in order is told, and does not keep the rest from being told', async () => {
  await createTables();
  const [first, second, third] = versions();
  await store(first, '2024-01-01T10:00:00Z', text(first));
  await store(second, '2024-01-02T10:00:00Z', '{"not a schema": true}');
  await store(third, '2024-01-03T10:00:00Z', text(third));
  await load('orders', 'lost', '2024-01-04T10:00:00Z');
  await load('orders', null, '2024-01-05T10:00:00Z');
  await load(null, first.version_hash, '2024-01-06T10:00:00Z');
  await load(null, null, '2024-01-07T10:00:00Z');
  const [found] = await history();
  expect(found?.versions.map(({ changes }) => changes?.length ?? null)).toEqual([1, null, 2]);
  expect(found?.versions[0]?.loads).toHaveLength(1);
  expect(found?.unknownLoads.map(({ schemaVersionHash }) => schemaVersionHash)).toEqual(['lost', null]);
});

test('one history for each schema, in the order of their names', async () => {
  await createTables();
  const [first] = versions();
  for (const name of ['b', 'a'])
    await store({ ...first, name }, '2024-01-01T10:00:00Z', text({ ...first, name }));
  await load('only_loads', 'lost', '2024-01-01T10:00:00Z');
  expect((await history()).map(({ schema }) => schema)).toEqual(['a', 'b', 'only_loads']);
  expect((await history('b')).map(({ schema }) => schema)).toEqual(['b']);
  expect(await history('c')).toEqual([]);
});

test('the history in words', async () => {
  await createTables();
  const [first, second, third] = versions();
  await store(first, '2024-01-01T10:00:00Z', text(first));
  await store(second, '2024-01-02T10:00:00Z', text(second));
  await store(third, '2024-01-03T10:00:00Z', '');
  loads = 0;
  await load('orders', first.version_hash, '2024-01-01T10:00:00Z');
  await load('orders', second.version_hash, '2024-01-02T10:00:00Z');
  await load('orders', 'lost', '2024-01-02T11:00:00Z');
  const [found] = await history();
  const hash = (schema: Schema) => schema.version_hash.slice(0, 8);
  expect(found && describeSchemaHistory(found)).toBe(`Schema orders: 3 versions, 3 loads
2024-01-01T10:00:00.000000Z version 1 (${hash(first)}), 1 load
    + table orders, append
        + a text
2024-01-02T10:00:00.000000Z version 2 (${hash(second)}), 1 load
    ~ table orders
        + column b text
2024-01-03T10:00:00.000000Z version 3 (${hash(third)}), 0 loads
    The stored document cannot be read
2024-01-01: 1 new version, 1 change, 0 switches in 1 load
2024-01-02: 1 new version, 1 change, 2 switches in 2 loads
2024-01-03: 1 new version, 0 changes, 0 switches in 0 loads
2024-01-02T11:00:00.000000Z: load 1003.0 was made with a version that is not stored`);
});
