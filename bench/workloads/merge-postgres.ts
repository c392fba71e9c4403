import { dlt } from '../contenders/dlt.ts';
import { postgresServer } from '../engines/postgres-server.ts';
import type { Workload } from '../run/workload.ts';
import { orderMerges } from './order-merges.ts';
import { timesAsFastAs } from './targets.ts';

export const mergePostgres: Workload = {
  name: 'merge-postgres',
  letter: 'M',
  about:
    'The same merge (delete-insert) into a million orders in Postgres. Only the merge is measured, from a copy of the loaded base.',
  async prepare(setup) {
    const engine = await postgresServer(setup);
    const { records, base, input, contenders, targets } = orderMerges(setup, engine);
    return {
      engine,
      key: 'id',
      contenders: [
        ...contenders,
        ...dlt(setup, engine, {
          work: 'merge-postgres',
          records,
          usual: ['delete-insert'],
          options: ['--input', base, '--delta', input],
          from: 'base',
        }),
      ],
      targets: [timesAsFastAs('dlt delete-insert', 2), ...targets],
    };
  },
};
