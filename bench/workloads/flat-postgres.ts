import { copyOfCsv } from '../contenders/copy.ts';
import { dlt } from '../contenders/dlt.ts';
import { sluiceLoads } from '../contenders/sluice.ts';
import { csvFile, dataFile } from '../data/data-set.ts';
import { flatRows } from '../data/flat.ts';
import { postgresServer } from '../engines/postgres-server.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { peakAtMost, shareOfSpeed, timesAsFastAs } from './targets.ts';

export const flatPostgres: Workload = {
  name: 'flat-postgres',
  letter: 'P',
  about: 'The million flat rows of A into a new Postgres table.',
  async prepare(setup) {
    const records = scaled(setup, 1_000_000);
    const input = dataFile(flatRows, records);
    const csv = csvFile(flatRows, records);
    const engine = await postgresServer(setup);
    const copies = await copyOfCsv(setup, engine, { records, input, csv, table });
    return {
      engine,
      contenders: [
        ...sluiceLoads(setup, engine, { records, input, options: { table: 'rows' } }),
        ...copies,
        ...dlt(setup, engine, {
          work: 'flat-postgres',
          records,
          usual: ['tuned-2'],
          // The default writes INSERT statements: two minutes a run.
          more: ['default', 'pages', 'csv', 'adbc', 'tuned', 'arrow', 'arrow-adbc'],
          options: ['--input', input],
        }),
      ],
      targets: [
        timesAsFastAs('dlt tuned-2', 4),
        ...copies.map(({ name }) => shareOfSpeed(name, 0.4)),
        peakAtMost('sluice', 300),
      ],
    };
  },
};

const table =
  'CREATE TABLE bench.rows (id bigint, amount double precision, active boolean, name varchar, email varchar, city varchar, note varchar, created_at timestamptz, score bigint, price varchar)';
