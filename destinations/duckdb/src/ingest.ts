import type { LoadJob } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';
import { quote } from './dialect.ts';

/**
 * The statement that pours all Parquet parts of a table into it, their paths being its only parameter (a list).
 * Parts may hold different columns: what a part lacks is null.
 */
export function insertParquet(
  jobs: readonly LoadJob[],
  into: string,
  columns: readonly CompleteColumn[],
): string {
  const names = columns.map((column) => quote(column.name)).join(', ');
  const [first, ...others] = jobs.map((job) => job.columns.join('\n'));
  // Reading the footer of every part first costs time, and is needed only where they differ.
  const byName = others.some((other) => other !== first) ? ', union_by_name = true' : '';
  // A folder called `a=1` on the way to the file is no column.
  return `INSERT INTO ${into} (${names}) SELECT ${names} FROM read_parquet($1, hive_partitioning = false${byName})`;
}
