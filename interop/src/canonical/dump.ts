import type { JsonObject } from '../json/json.ts';
import { canonicalize } from './canonicalize.ts';
import type { RawTable } from './cell.ts';
import type { CanonicalDataset, Outcome } from './outcome.ts';
import { readDuckdb } from './read-duckdb.ts';
import { readPostgres } from './read-postgres.ts';

/** Where datasets are: a DuckDB file, the URL of a Postgres database, … */
export interface Place {
  readonly destination: DestinationName;
  readonly where: string;
}

export type DestinationName = 'duckdb' | 'postgres' | 'filesystem';

const READERS: Partial<
  Record<DestinationName, (where: string, dataset: string) => Promise<Map<string, RawTable>>>
> = {
  duckdb: readDuckdb,
  postgres: readPostgres,
};

/** What a destination holds, in canonical form, whoever wrote it. */
export async function dumpDatasets(
  place: Place,
  names: readonly string[],
  fixedIds: ReadonlySet<string> | null,
): Promise<Pick<Outcome, 'schemas'> & { datasets: ReadonlyMap<string, CanonicalDataset> }> {
  const read = READERS[place.destination];
  if (!read) throw new TypeError(`not implemented: reading ${place.destination}`);
  const datasets = new Map<string, CanonicalDataset>();
  const schemas = new Map<string, JsonObject>();
  for (const name of names) {
    const { dataset, schemas: found } = canonicalize(await read(place.where, name), fixedIds);
    datasets.set(name, dataset);
    for (const [hash, document] of found) schemas.set(hash, document);
  }
  return { datasets, schemas };
}
