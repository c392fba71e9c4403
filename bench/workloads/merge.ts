import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dlt } from '../contenders/dlt.ts';
import { duckdbAlone, literal } from '../contenders/duckdb.ts';
import { benchCache, fingerprint } from '../data/data-set.ts';
import { orders } from '../data/orders.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { orderMerges } from './order-merges.ts';
import { timesAsFastAs } from './targets.ts';

export const merge: Workload = {
  name: 'merge',
  letter: 'M',
  about:
    'A hundred thousand nested orders, four of five of them changed ones, merged (delete-insert) into a million. Only the merge is measured, from a copy of the loaded base.',
  async prepare(setup) {
    const engine = duckdbFiles(setup);
    const { records, base, input, contenders, targets } = orderMerges(setup, engine);
    return {
      engine,
      key: 'id',
      contenders: [
        ...contenders,
        ...duckdbAlone(setup, {
          name: 'DuckDB SQL',
          records,
          base: tables(base),
          statements: merged(input),
        }),
        ...dlt(setup, engine, {
          work: 'merge-duckdb',
          records,
          usual: ['delete-insert'],
          options: ['--input', base, '--delta', input, '--base-file', dltBase(scaled(setup, 1_000_000))],
          from: 'base',
        }),
      ],
      targets: [timesAsFastAs('dlt delete-insert', 3), ...targets],
    };
  },
};

/** Where the base that dlt loaded is kept: making it takes minutes. */
function dltBase(records: number): string {
  const folder = join(benchCache, 'dlt-base');
  mkdirSync(folder, { recursive: true });
  return join(folder, `orders-${records}-${fingerprint(orders)}.duckdb`);
}

const order =
  'id, updated_at, status, amount, customer.id AS customer__id, customer.email AS customer__email, customer.address.city AS customer__address__city, customer.address.zip AS customer__address__zip';
const items = 'SELECT id AS _key, unnest(items, recursive := true) FROM raw';

function read(input: string): string {
  return `CREATE TEMP TABLE raw AS SELECT * FROM read_json_auto(${literal(input)})`;
}

function tables(input: string): string[] {
  return [
    read(input),
    `CREATE TABLE orders AS SELECT ${order} FROM raw`,
    `CREATE TABLE orders__items AS ${items}`,
  ];
}

function merged(input: string): string[] {
  return [
    read(input),
    'BEGIN',
    'DELETE FROM orders__items WHERE _key IN (SELECT id FROM raw)',
    'DELETE FROM orders WHERE id IN (SELECT id FROM raw)',
    `INSERT INTO orders SELECT ${order} FROM raw`,
    `INSERT INTO orders__items ${items}`,
    'COMMIT',
  ];
}
