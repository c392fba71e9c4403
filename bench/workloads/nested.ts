import { dlt } from '../contenders/dlt.ts';
import { duckdbAlone, literal } from '../contenders/duckdb.ts';
import { sluiceLoads } from '../contenders/sluice.ts';
import { dataFile } from '../data/data-set.ts';
import { nestedEvents } from '../data/nested.ts';
import { duckdbFiles } from '../engines/duckdb-files.ts';
import { scaled } from '../run/setup.ts';
import type { Workload } from '../run/workload.ts';
import { peakAtMost, shareOfSpeed, timesAsFastAs } from './targets.ts';

export const nested: Workload = {
  name: 'nested',
  letter: 'B',
  about:
    'Two hundred thousand nested events (340 MB of JSON lines) into a new DuckDB file: 1.6 million rows in four tables.',
  async prepare(setup) {
    const records = scaled(setup, 200_000);
    const input = dataFile(nestedEvents, records);
    const engine = duckdbFiles(setup);
    return {
      engine,
      key: 'id',
      contenders: [
        ...sluiceLoads(setup, engine, { records, input, options: { table: 'rows' } }),
        // One table with objects and lists in it: not what a loader makes, but the speed of the reader itself.
        ...duckdbAlone(setup, {
          name: 'DuckDB read_json_auto',
          records,
          statements: [`CREATE TABLE rows AS SELECT * FROM read_json_auto(${literal(input)})`],
          check: 'nothing',
        }),
        ...duckdbAlone(setup, { name: 'DuckDB read_json + unnest', records, statements: unnested(input) }),
        ...dlt(setup, engine, {
          work: 'nested-duckdb',
          records,
          usual: ['parquet', 'tuned-2'],
          more: ['default', 'pages', 'jsonl', 'tuned', 'stdlib-json'],
          options: ['--input', input],
        }),
      ],
      targets: [
        timesAsFastAs('dlt parquet', 8),
        shareOfSpeed('DuckDB read_json_auto', 0.4),
        shareOfSpeed('DuckDB read_json + unnest', 0.4),
        peakAtMost('sluice', 600),
      ],
    };
  },
};

/** The four tables that a loader makes of the events, without its row ids: nested rows hold the event's key. */
function unnested(input: string): string[] {
  const under = (path: string, names: string) =>
    names.split(' ').map((name) => `${path}.${name} AS ${path.replaceAll('.', '__')}__${name}`);
  const columns = [
    'id, type, public, created_at',
    ...under('actor', 'id login display_login gravatar_id url avatar_url'),
    ...under('repo', 'id name url'),
    ...under('repo.owner', 'login type site_admin'),
    ...under('payload', 'push_id size distinct_size ref head before body'),
    ...under('payload.stats', 'additions deletions ratio'),
  ];
  const list = (path: string, fields: string) =>
    `CREATE TABLE rows__${path.replaceAll('.', '__')} AS
     SELECT _key, ${fields} FROM (SELECT id AS _key, unnest(${path}) AS item FROM raw)`;
  return [
    `CREATE TEMP TABLE raw AS SELECT * FROM read_json_auto(${literal(input)})`,
    `CREATE TABLE rows AS SELECT ${columns.join(', ')} FROM raw`,
    list('tags', 'item AS value'),
    list('labels', 'item.*'),
    list(
      'payload.commits',
      'item.sha, item.message, item."distinct", item.url, item.author.name AS author__name, item.author.email AS author__email',
    ),
  ];
}
