import { type DataType, SluiceError } from '@sluice/schema';
import type { PhysicalColumn, PlannedTable } from './contract.ts';

/**
 * Refuses to load into a column of a type that cannot hold the values: somebody has altered it, or the table belongs
 * to another schema too. A database would convert some of them silently: 0.7 becomes 1 in a column of integers.
 */
export function refuseDrift(
  { table, columns, jobs }: Pick<PlannedTable, 'table' | 'columns' | 'jobs'>,
  existing: ReadonlyMap<string, PhysicalColumn | undefined>,
  schema: string,
): void {
  const held = new Set(jobs.flatMap((job) => job.columns));
  for (const { name, data_type } of columns) {
    const there = existing.get(name);
    if (!held.has(name) || !there?.dataType || canHold(there.dataType, data_type)) continue;
    throw new SluiceError(
      'LOAD_SCHEMA_DRIFT',
      `The column is ${there.type} at the destination, which cannot hold what the schema has as ${data_type}`,
      {
        place: { schema, table: table.name, column: name },
        remedy:
          'Give the table another name or the column the type of the schema; or discard the package with abort()',
      },
    );
  }
}

/** Text takes everything, decimals and doubles take integers, as they do where a column was widened on purpose. */
function canHold(there: DataType, ours: DataType): boolean {
  if (there === ours || there === 'text') return true;
  return (there === 'decimal' && ours === 'wei') || (isFractional(there) && ours === 'bigint');
}

function isFractional(type: DataType): boolean {
  return type === 'decimal' || type === 'double';
}
