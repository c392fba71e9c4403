import type { PlannedTable } from '@sluice/load';
import { columnType, quote } from './dialect.ts';
import { partReaders } from './read-parts.ts';

/** The statements that pour all parts of a table into it: one for those that are read alike. */
export function insertParts({ columns, jobs }: PlannedTable, into: string): string[] {
  return partReaders(jobs).map(({ from, held, value }) => {
    const names = columns.map(({ name }) => name).filter((name) => held.has(name));
    return `INSERT INTO ${into} (${names.map(quote).join(', ')}) SELECT ${names.map(value).join(', ')} FROM ${from}`;
  });
}

/**
 * The statement that makes parts readable as a view with all columns of their table, in its types. Against a temporary
 * table it halves the time of a merge, and its memory: the rows are written once.
 */
export function viewParts({ columns, jobs }: PlannedTable, as: string): string {
  const selects = partReaders(jobs).map(({ from, held, value }) => {
    const values = columns.map((column) => {
      const present = held.has(column.name) ? value(column.name) : 'NULL';
      return `CAST(${present} AS ${columnType(column)}) AS ${quote(column.name)}`;
    });
    return `SELECT ${values.join(', ')} FROM ${from}`;
  });
  return `CREATE TEMPORARY VIEW ${quote(as)} AS ${selects.join(' UNION ALL ')}`;
}
