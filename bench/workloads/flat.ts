import { dlt } from '../contenders/dlt.ts';
import { duckdbAlone, literal } from '../contenders/duckdb.ts';
import { sluiceLoads } from '../contenders/sluice.ts';
import { dataFile } from '../data/data-set.ts';
import { flatRows } from '../data/flat.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { peakAtMost, shareOfSpeed, timesAsFastAs } from './targets.ts';

export const flat: Workload = {
  name: 'flat',
  letter: 'A',
  about: 'A million flat rows of ten columns (256 MB of JSON lines) into a new DuckDB file.',
  async prepare(setup) {
    const records = scaled(setup, 1_000_000);
    const input = dataFile(flatRows, records);
    const engine = duckdbFiles(setup);
    return {
      engine,
      contenders: [
        ...sluiceLoads(setup, engine, { records, input, options: { table: 'rows' } }),
        ...duckdbAlone(setup, {
          name: 'DuckDB read_json_auto',
          records,
          statements: [`CREATE TABLE rows AS SELECT * FROM read_json_auto(${literal(input)})`],
        }),
        ...dlt(setup, engine, {
          work: 'flat-duckdb',
          records,
          usual: ['parquet', 'tuned-2'],
          more: ['default', 'arrow', 'pages', 'jsonl', 'tuned', 'stdlib-json'],
          options: ['--input', input],
        }),
      ],
      targets: [
        timesAsFastAs('dlt parquet', 8),
        shareOfSpeed('DuckDB read_json_auto', 0.4),
        peakAtMost('sluice', 600),
      ],
    };
  },
};
