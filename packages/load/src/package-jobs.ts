import { join } from 'node:path';
import { isComplete } from '@sluice/schema';
import type { LoadJob } from './contract.ts';
import type { SealedPackage } from './sealed-package.ts';

/** The part files of one table of a package, as jobs. */
export function packageJobs({ folder, manifest, schema }: SealedPackage, table: string): LoadJob[] {
  const parts = manifest.tables.find((entry) => entry.name === table)?.parts ?? [];
  const known = schema.tables.get(table)?.columns;
  return parts.map(({ id, file, format, rows, bytes, columns, nulls }) => ({
    id: `${manifest.loadId}.${id}`,
    table,
    format,
    file: join(folder, file),
    rows,
    bytes,
    columns,
    ...(nulls && { nulls }),
    definitions: columns
      .map((name) => known?.get(name))
      .filter((column) => column !== undefined && isComplete(column)),
  }));
}
