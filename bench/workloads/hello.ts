import { dlt } from '../contenders/dlt.ts';
import { sluicePrograms } from '../contenders/sluice.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import type { Workload } from '../run/workload.ts';
import { secondsAtMost } from './targets.ts';

export const hello: Workload = {
  name: 'hello',
  letter: 'L',
  about: 'Three nested records into a new DuckDB file: what a process costs before the data counts.',
  minRuns: 10,
  async prepare(setup) {
    const engine = duckdbFiles(setup);
    return {
      engine,
      contenders: [
        ...sluicePrograms(setup, 'hello.mjs'),
        ...dlt(setup, engine, { work: 'hello-duckdb', records: 0, usual: ['default'] }),
      ],
      targets: [secondsAtMost('sluice', 0.3)],
      key: 'id',
    };
  },
};
