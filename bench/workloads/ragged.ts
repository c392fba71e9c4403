import { dlt } from '../contenders/dlt.ts';
import { duckdbAlone, literal } from '../contenders/duckdb.ts';
import { sluiceLoads } from '../contenders/sluice.ts';
import { dataFile } from '../data/data-set.ts';
import { raggedRecords } from '../data/ragged.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';

export const ragged: Workload = {
  name: 'ragged',
  letter: 'R',
  about:
    'A hundred thousand records, each with about 12 keys of 500, the last of which turn up at the end of the file.',
  async prepare(setup) {
    const records = scaled(setup, 100_000);
    const input = dataFile(raggedRecords, records);
    const engine = duckdbFiles(setup);
    return {
      engine,
      contenders: [
        ...sluiceLoads(setup, engine, { records, input, options: { table: 'rows' } }),
        ...duckdbAlone(setup, {
          name: 'DuckDB read_json_auto',
          records,
          // It has to look at every record first: a sample does not show all the columns.
          statements: [
            `CREATE TABLE rows AS SELECT * FROM read_json_auto(${literal(input)}, sample_size = -1, map_inference_threshold = -1)`,
          ],
        }),
        ...dlt(setup, engine, {
          work: 'flat-duckdb',
          records,
          usual: ['parquet', 'tuned-2'],
          more: ['default', 'tuned'],
          options: ['--input', input],
        }),
      ],
    };
  },
};
