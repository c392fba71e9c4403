import { join } from 'node:path';
import type { LoadJob } from './contract.ts';
import type { SealedPackage } from './sealed-package.ts';

/** The part files of one table of a package, as jobs. */
export function packageJobs({ folder, manifest }: SealedPackage, table: string): LoadJob[] {
  const parts = manifest.tables.find((entry) => entry.name === table)?.parts ?? [];
  return parts.map(({ id, file, format, rows, bytes, columns }) => ({
    id: `${manifest.loadId}.${id}`,
    table,
    format,
    file: join(folder, file),
    rows,
    bytes,
    columns,
  }));
}
