import { crc32 } from 'node:zlib';
import { SluiceError } from '@sluice/schema';

/** Longest name Postgres takes, in bytes; it cuts a longer one. */
const maxNameBytes = 63;
const placeholder = '%s';

/**
 * The pattern for the names of staging schemas.
 *
 * @throws DESTINATION_OPTIONS_INVALID for one that is empty, or always gives the dataset itself
 */
export function readStagingPattern(pattern = `${placeholder}_staging`): string {
  if (pattern.trim() === '' || pattern === placeholder) throw invalidPattern();
  return pattern;
}

/**
 * The schema that holds the loads of a dataset on their way in: `sales` → `sales_staging`. It is another one than the
 * dataset: what is in it goes away.
 *
 * @throws DESTINATION_OPTIONS_INVALID where the pattern gives the dataset itself
 */
export function stagingSchema(dataset: string, pattern: string): string {
  const name = pattern.replaceAll(placeholder, () => dataset);
  if (name === dataset) throw invalidPattern(dataset);
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  return `sluice_${crc32(name).toString(16).padStart(8, '0')}_staging`;
}

function invalidPattern(dataset?: string): SluiceError {
  return new SluiceError(
    'DESTINATION_OPTIONS_INVALID',
    'The option `stagingDataset` of postgres() is not valid: staging cannot be the dataset itself',
    {
      ...(dataset !== undefined && { place: { path: dataset } }),
      remedy: 'Give a name that no dataset has, with %s for the name of the dataset',
    },
  );
}

/** The table that says which jobs of a load have arrived. */
export function arrivals(loadId: string): string {
  return `${loadId}/jobs`;
}

/** A table of staged rows: by number, since the name of the table they are for may be as long as a name can be. */
export function stagingTable(loadId: string, number: number): string {
  return `${loadId}/${number}`;
}

/** The load that a staging table is of; undefined for a table of somebody else, such as dlt. */
export function stagedLoad(table: string): string | undefined {
  return /^(.+)\/(?:jobs|\d+)$/s.exec(table)?.[1];
}
