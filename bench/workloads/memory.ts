import { sluiceLoads } from '../contenders/sluice.ts';
import { dataFile } from '../data/data-set.ts';
import { flatRows } from '../data/flat.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { peakAtMost, peakRatioAtMost } from './targets.ts';

export const memory: Workload = {
  name: 'memory',
  letter: 'S',
  about: 'The flat rows of A once, and five times over in one load: memory must not grow with the data.',
  async prepare(setup) {
    const rows = scaled(setup, 1_000_000);
    const input = dataFile(flatRows, rows);
    const engine = duckdbFiles(setup);
    const load = (times: number, suffix: string) =>
      sluiceLoads(setup, engine, {
        suffix,
        times,
        records: rows * times,
        input,
        options: { table: 'rows' },
        check: 'rows',
      });
    return {
      engine,
      contenders: [...load(1, ', once'), ...load(5, ', five times')],
      targets: [
        peakRatioAtMost('sluice, five times', 'sluice, once', 1.1),
        peakAtMost('sluice, once', 600),
        peakAtMost('sluice, five times', 600),
      ],
    };
  },
};
