import { duckdb } from '@sluice/destination-duckdb';
import type { Connection } from '@sluice/load';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dataset, dataset } from '../src/index.ts';

const destination = duckdb(':memory:');
let open = 0;

/** Counts the connections, because each reading has to give its own back. */
async function connect(): Promise<Connection> {
  const connection = await destination.open({ dataset: 'shop' });
  open++;
  const close = async () => {
    open--;
    await connection.close();
  };
  return { ...connection, close };
}

interface Order {
  id: number;
  name: string | null;
  total: string;
  at: string;
  tags: unknown;
}
const shop: Dataset<{ orders: Order; 'odd "name"': { __proto__: number } }> = dataset(connect);

beforeAll(async () => {
  const connection = await connect();
  for (const sql of [
    'CREATE SCHEMA shop',
    `CREATE TABLE shop.orders (id BIGINT, name VARCHAR, total DECIMAL(10,2), "at" TIMESTAMPTZ, tags JSON)`,
    `INSERT INTO shop.orders VALUES
      (1, 'a', 1.50, '2024-01-01 00:00:00.000001+00', '[1, {"big": 12345678901234567890}]'),
      (2, 'b', 20.00, '2024-01-02 00:00:00+00', NULL),
      (9007199254740993, NULL, 0.01, '2024-01-03 00:00:00+00', '"text"')`,
    'CREATE TABLE shop."odd ""name""" ("__proto__" INTEGER)',
    'INSERT INTO shop."odd ""name""" VALUES (7)',
    'CREATE TABLE shop._dlt_loads (load_id VARCHAR, schema_name VARCHAR, status BIGINT, inserted_at TIMESTAMPTZ, schema_version_hash VARCHAR)',
    `INSERT INTO shop._dlt_loads VALUES ('2.0', 's', 0, '2024-01-02', 'h2'), ('1.5', 's', 0, '2024-01-01', NULL)`,
  ]) {
    await connection.query(sql);
  }
  await connection.close();
});
afterAll(() => expect(open).toBe(0));

describe('a relation', () => {
  const orders = shop.table('orders');

  test('reads rows with their values intact', async () => {
    expect(await orders.orderBy('id').rows()).toEqual([
      {
        id: 1,
        name: 'a',
        total: '1.50',
        at: '2024-01-01T00:00:00.000001Z',
        tags: [1, { big: 12345678901234567890n }],
      },
      { id: 2, name: 'b', total: '20.00', at: '2024-01-02T00:00:00.000000Z', tags: null },
      { id: 9007199254740993n, name: null, total: '0.01', at: '2024-01-03T00:00:00.000000Z', tags: 'text' },
    ]);
  });

  test('is an async iterable, more than once', async () => {
    const names = orders.select('name').orderBy('name', 'desc').limit(2);
    for (let time = 0; time < 2; time++) {
      const seen: (string | null)[] = [];
      for await (const row of names) seen.push(row.name);
      expect(seen).toHaveLength(2);
    }
  });

  test('gives its connection back when the loop ends early', async () => {
    for await (const _ of orders) break;
    expect(open).toBe(0);
  });

  test.each<[string, () => Promise<number>, number]>([
    ['everything', () => orders.count(), 3],
    ['eq', () => orders.where('id', 'eq', 1).count(), 1],
    ['eq a bigint', () => orders.where('id', 'eq', 9007199254740993n).count(), 1],
    ['eq null', () => orders.where('name', 'eq', null).count(), 1],
    ['ne null', () => orders.where('name', 'ne', null).count(), 2],
    ['gt', () => orders.where('id', 'gt', 1).count(), 2],
    ['two conditions', () => orders.where('id', 'gte', 1).where('id', 'lte', 2).count(), 2],
    ['a decimal as text', () => orders.where('total', 'lt', '1.50').count(), 1],
    ['a timestamp as text', () => orders.where('at', 'gte', '2024-01-02T00:00:00Z').count(), 2],
    ['a Date', () => orders.where('at', 'lt', new Date('2024-01-02T00:00:00Z')).count(), 1],
    ['in', () => orders.where('id', 'in', [1, 2, 5]).count(), 2],
    ['in nothing', () => orders.where('id', 'in', []).count(), 0],
    ['not in', () => orders.where('id', 'not_in', [1]).count(), 2],
    ['not in nothing', () => orders.where('id', 'not_in', []).count(), 3],
    ['a value that looks like SQL', () => orders.where('name', 'eq', "' OR 1=1 --").count(), 0],
    ['with a limit', () => orders.limit(2).count(), 2],
    ['the head', () => orders.head(1).count(), 1],
  ])('counts %s', async (_, count, expected) => {
    expect(await count()).toBe(expected);
  });

  test('keeps names apart that JavaScript confuses', async () => {
    const [row] = await shop.table('odd "name"').rows();
    expect(Object.entries(row ?? {})).toEqual([['__proto__', 7]]);
  });

  test('comes in batches that together are all rows', async () => {
    const connection = await connect();
    await connection.query('CREATE OR REPLACE TABLE shop.many AS SELECT i FROM range(5000) r(i)');
    await connection.close();
    const sizes: number[] = [];
    for await (const batch of dataset(connect).table('many').batches()) sizes.push(batch.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(5000);
  });

  test('of a table that is not there names those that are', async () => {
    const nope = dataset(connect).table('Nope');
    await expect(nope.rows()).rejects.toMatchObject({ code: 'TABLE_NOT_FOUND', place: { table: 'Nope' } });
    await expect(nope.count()).rejects.toThrow(/It has .*orders/);
    expect(open).toBe(0);
  });
});

test('tables, counts and loads', async () => {
  expect(await shop.tables()).toEqual(expect.arrayContaining(['orders', 'odd "name"']));
  expect(await shop.tables()).not.toContain('_dlt_loads');
  expect(await shop.rowCounts()).toMatchObject({ orders: 3, 'odd "name"': 1 });
  expect(await shop.loads()).toEqual([
    {
      loadId: '1.5',
      schemaName: 's',
      status: 0,
      insertedAt: '2024-01-01T00:00:00.000000Z',
      schemaVersionHash: null,
    },
    {
      loadId: '2.0',
      schemaName: 's',
      status: 0,
      insertedAt: '2024-01-02T00:00:00.000000Z',
      schemaVersionHash: 'h2',
    },
  ]);
});

test('a dataset that does not exist is empty', async () => {
  const nowhere = dataset(() => destination.open({ dataset: 'nowhere' }));
  expect(await nowhere.tables()).toEqual([]);
  expect(await nowhere.rowCounts()).toEqual({});
  expect(await nowhere.loads()).toEqual([]);
  await expect(nowhere.table('t').rows()).rejects.toThrow(/no tables yet/);
});

test('a query of one’s own finds the tables of the dataset by their bare names', async () => {
  expect(await shop.query('SELECT name, $1 AS x FROM orders WHERE id = $2', ['y', 2])).toEqual([
    { name: 'b', x: 'y' },
  ]);
});
