import type { LoadJob } from '@sluice/load';
import { quote } from './dialect.ts';
import { listOf, type PartReader } from './part-reader.ts';
import { csvReader, jsonlReader } from './read-text.ts';

/** The readers of a table's parts: one for each format, and for each order of columns that CSV files have. */
export function partReaders(jobs: readonly LoadJob[]): PartReader[] {
  const byLayout = Map.groupBy(jobs, ({ format, columns }) =>
    format === 'csv' ? JSON.stringify(columns) : format,
  );
  return [...byLayout.values()].map(readerOf);
}

function readerOf(jobs: readonly LoadJob[]): PartReader {
  switch (jobs[0]?.format) {
    case 'csv':
      return csvReader(jobs);
    case 'jsonl':
      return jsonlReader(jobs);
    default:
      return parquetReader(jobs);
  }
}

/** Parts may hold different columns: what a part lacks is null. */
function parquetReader(jobs: readonly LoadJob[]): PartReader {
  const [first, ...others] = jobs.map((job) => job.columns.join('\n'));
  // Reading the footer of every part first costs time, and is needed only where they differ.
  const byName = others.some((other) => other !== first) ? ', union_by_name = true' : '';
  return {
    // A folder called `a=1` on the way to the file is no column.
    from: `read_parquet(${listOf(jobs)}, hive_partitioning = false${byName})`,
    held: new Set(jobs.flatMap((job) => job.columns)),
    value: quote,
  };
}
