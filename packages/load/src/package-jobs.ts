import { join } from 'node:path';
import { isComplete, type Schema } from '@sluice/schema';
import type { LoadJob } from './contract.ts';
import type { PartFile } from './package-writer.ts';
import type { SealedPackage } from './sealed-package.ts';

/** The part files of one table of a package, as jobs. */
export function packageJobs({ folder, manifest, schema }: SealedPackage, table: string): LoadJob[] {
  const parts = manifest.tables.find((entry) => entry.name === table)?.parts ?? [];
  return parts.map((part) => partJob(manifest.loadId, { ...part, table }, join(folder, part.file), schema));
}

/** A part file as a job of its load. @param file absolute path of the file as it is now */
export function partJob(
  loadId: string,
  { id, table, format, rows, bytes, columns, nulls }: Omit<PartFile, 'path' | 'file' | 'crc32'>,
  file: string,
  schema: Schema,
): LoadJob {
  const known = schema.tables.get(table)?.columns;
  return {
    id: `${loadId}.${id}`,
    table,
    format,
    file,
    rows,
    bytes,
    columns,
    ...(nulls && { nulls }),
    definitions: columns
      .map((name) => known?.get(name))
      .filter((column) => column !== undefined && isComplete(column)),
  };
}
