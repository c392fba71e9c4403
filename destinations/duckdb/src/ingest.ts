import type { LoadJob, PlannedTable } from '@sluice/load';
import { columnType, literal, quote } from './dialect.ts';

/** The statement that pours all Parquet parts of a table into it, their paths being its only parameter (a list). */
export function insertParquet({ columns, jobs }: PlannedTable, into: string): string {
  const held = new Set(jobs.flatMap((job) => job.columns));
  const names = columns.filter(({ name }) => held.has(name)).map(({ name }) => quote(name));
  return `INSERT INTO ${into} (${names.join(', ')}) SELECT ${names.join(', ')} FROM ${readParquet('$1', jobs)}`;
}

/**
 * The statement that makes Parquet parts readable as a view with all columns of their table, in its types. A view
 * takes no parameters, so the paths are literals. Against a temporary table it halves the time of a merge, and its
 * memory: the rows are written once.
 */
export function viewParquet({ columns, jobs }: PlannedTable, as: string): string {
  const held = new Set(jobs.flatMap((job) => job.columns));
  const values = columns.map((column) => {
    const value = held.has(column.name) ? quote(column.name) : 'NULL';
    return `CAST(${value} AS ${columnType(column)}) AS ${quote(column.name)}`;
  });
  const files = `[${jobs.map((job) => literal(job.file)).join(', ')}]`;
  return `CREATE TEMPORARY VIEW ${quote(as)} AS SELECT ${values.join(', ')} FROM ${readParquet(files, jobs)}`;
}

/** Parts may hold different columns: what a part lacks is null. */
function readParquet(files: string, jobs: readonly LoadJob[]): string {
  const [first, ...others] = jobs.map((job) => job.columns.join('\n'));
  // Reading the footer of every part first costs time, and is needed only where they differ.
  const byName = others.some((other) => other !== first) ? ', union_by_name = true' : '';
  // A folder called `a=1` on the way to the file is no column.
  return `read_parquet(${files}, hive_partitioning = false${byName})`;
}
