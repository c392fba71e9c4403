import { crc32 } from 'node:zlib';

/** Longest name Postgres takes, in bytes; it cuts a longer one. */
const maxNameBytes = 63;
const suffix = '_staging';

/** The schema beside a dataset that holds its loads on their way in: `sales` → `sales_staging`. */
export function stagingSchema(dataset: string): string {
  const name = `${dataset}${suffix}`;
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  return `sluice_${crc32(dataset).toString(16).padStart(8, '0')}${suffix}`;
}

/** What the names of all tables of a load begin with. */
export function stagingPrefix(loadId: string): string {
  return `${loadId}/`;
}

/** The table that says which jobs of a load have arrived. */
export function arrivals(loadId: string): string {
  return `${stagingPrefix(loadId)}jobs`;
}

/** A table of staged rows: by number, since the name of the table they are for may be as long as a name can be. */
export function stagingTable(loadId: string, number: number): string {
  return `${stagingPrefix(loadId)}${number}`;
}
