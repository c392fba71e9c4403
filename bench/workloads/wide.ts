import { dlt } from '../contenders/dlt.ts';
import { duckdbAlone, literal } from '../contenders/duckdb.ts';
import { sluiceLoads } from '../contenders/sluice.ts';
import { dataFile } from '../data/data-set.ts';
import { wideRows } from '../data/wide.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';

export const wide: Workload = {
  name: 'wide',
  letter: 'W',
  about: 'Twenty thousand rows of 500 columns (280 MB of JSON lines) into a new DuckDB file.',
  async prepare(setup) {
    const records = scaled(setup, 20_000);
    const input = dataFile(wideRows, records);
    const engine = duckdbFiles(setup);
    return {
      engine,
      contenders: [
        ...sluiceLoads(setup, engine, { records, input, options: { table: 'rows' } }),
        ...duckdbAlone(setup, {
          name: 'DuckDB read_json_auto',
          records,
          // More than 200 columns of one type would be taken for the keys of a map.
          statements: [
            `CREATE TABLE rows AS SELECT * FROM read_json_auto(${literal(input)}, map_inference_threshold = -1)`,
          ],
        }),
        ...dlt(setup, engine, {
          work: 'flat-duckdb',
          records,
          usual: ['parquet', 'tuned-2'],
          more: ['default', 'arrow', 'tuned'],
          options: ['--input', input],
        }),
      ],
    };
  },
};
