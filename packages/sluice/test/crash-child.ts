import { duckdb } from '@sluice/destination-duckdb';
import { incremental, pipeline, resource } from 'sluice';

// Runs one load and dies where the environment says. Arguments: the DuckDB file, the working folder, the run.
const [file = '', workDir = '', run = '1'] = process.argv.slice(2);
const records = [
  { id: 1, seq: 1, v: 'a', k: [{ n: 1 }, { n: 2 }] },
  { id: 2, seq: 2, v: 'b', k: [{ n: 3 }] },
  ...(run === '1'
    ? []
    : [
        { id: 1, seq: 3, v: 'A', k: [{ n: 9 }] },
        { id: 3, seq: 4, v: 'c', late: true },
      ]),
];
const hints = { cursor: incremental<number>('seq'), primaryKey: 'id' };
await pipeline({ name: 'crash', destination: duckdb(file), dataset: 'data', workDir }).run([
  resource('log', hints, records),
  resource('current', { ...hints, writeDisposition: 'merge' }, records),
  resource('snapshot', { writeDisposition: 'replace' }, records),
]);
