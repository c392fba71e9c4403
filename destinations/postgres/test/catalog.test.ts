import { afterAll, beforeAll, expect, test } from 'vitest';
import { dialect, quote } from '../src/dialect.ts';
import { ask, type Session, startSession } from './session.ts';

let session: Session;
let read: (dataset: string, tables?: readonly string[]) => Promise<readonly (readonly unknown[])[]>;

const { catalog } = dialect({ createIndexes: true });
const odd = 'o"d\'d\n{$1}\\ ünï';

beforeAll(async () => {
  session = await startSession();
  const client = await session.open();
  await client.query(`
CREATE SCHEMA ds; CREATE SCHEMA other; CREATE SCHEMA "Upper";
CREATE TABLE ds.orders (id bigint NOT NULL, gone text, price numeric(38,9), at timestamp (3) with time zone);
ALTER TABLE ds.orders DROP COLUMN gone;
CREATE TABLE ds."Orders" (id bigint);
CREATE TABLE ds.parts (id int, name varchar(5)) PARTITION BY RANGE (id);
CREATE TABLE ds.${quote(odd)} (${quote(odd)} jsonb);
CREATE TABLE other.orders (x date);
CREATE TABLE "Upper".orders (x date);
CREATE VIEW ds.seen AS SELECT 1 AS x;
CREATE SEQUENCE ds.numbers;
CREATE INDEX ON ds.orders (id);`);
  read = async (dataset, tables) => {
    const { sql, params = [] } = catalog(dataset, tables);
    return (await ask(client, sql, [...params])).rows;
  };
});
afterAll(() => session.close());

const orders = [
  ['orders', 'id', 'bigint', 'NO'],
  ['orders', 'price', 'numeric(38,9)', 'YES'],
  ['orders', 'at', 'timestamp(3) with time zone', 'YES'],
];
const oddOne = [odd, odd, 'jsonb', 'YES'];

test('the tables of a dataset, and no views, sequences and indexes', async () => {
  expect(await read('ds')).toEqual(
    expect.arrayContaining([
      ...orders,
      ['Orders', 'id', 'bigint', 'YES'],
      ['parts', 'id', 'integer', 'YES'],
      ['parts', 'name', 'character varying(5)', 'YES'],
      oddOne,
    ]),
  );
  expect(await read('ds')).toHaveLength(7);
});

test('those that are asked for, by the names they are created with', async () => {
  expect(await read('DS', ['ORDERS', 'nothing'])).toEqual(orders);
  expect(await read('ds', [odd.toUpperCase()])).toEqual([oddOne]);
  expect(await read('other', ['orders', 'seen'])).toEqual([['orders', 'x', 'date', 'YES']]);
});

test('nothing', async () => {
  expect(await read('ds', [])).toEqual([]);
  expect(await read('ds', ['seen'])).toEqual([]);
  expect(await read('nowhere')).toEqual([]);
  // Names are folded: a schema that needs capitals is never a dataset.
  expect(await read('Upper')).toEqual([]);
});
