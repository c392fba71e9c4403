import { dlt } from '../contenders/dlt.ts';
import { sluiceLoads } from '../contenders/sluice.ts';
import { dataFile } from '../data/data-set.ts';
import { orders } from '../data/orders.ts';
import { postgresServer } from '../engines/postgres-server.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { secondsAtMost } from './targets.ts';

/** Seconds after which dlt is no longer waited for: many times what the other one takes. */
const patience = 300;

export const firstUpsert: Workload = {
  name: 'first-upsert',
  letter: 'M',
  about: `A first load by upsert: a million orders with one and a half million items into an empty Postgres database, with the work_mem of 4 MB that Postgres comes with. Nobody is waited for longer than ${patience} s.`,
  async prepare(setup) {
    const records = scaled(setup, 1_000_000);
    const input = dataFile(orders, records);
    const engine = await postgresServer(setup);
    const writeDisposition = { disposition: 'merge', strategy: 'upsert' };
    return {
      engine,
      key: 'id',
      contenders: [
        ...sluiceLoads(setup, engine, {
          records,
          input,
          options: { table: 'orders', primaryKey: 'id', writeDisposition },
        }),
        ...dlt(setup, engine, {
          work: 'first-merge-postgres',
          records,
          usual: ['upsert'],
          options: ['--input', input, '--timeout', String(patience)],
        }),
      ],
      targets: [secondsAtMost('sluice', patience)],
    };
  },
};
