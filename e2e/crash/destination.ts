import type { Destination } from 'sluice';

export type EngineName = 'duckdb' | 'postgres';

/** The destination at a place: a file or a URL. Only its own driver is loaded. */
export async function destinationAt(engine: EngineName, place: string): Promise<Destination> {
  switch (engine) {
    case 'duckdb':
      return (await import('@sluice/destination-duckdb')).duckdb(place);
    case 'postgres':
      return (await import('@sluice/destination-postgres')).postgres(place);
  }
}
