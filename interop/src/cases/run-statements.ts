import { DuckDBInstance } from '@duckdb/node-api';
import type { Place } from '../canonical/dump.ts';
import { NotImplementedError } from './not-implemented.ts';

/** Statements that somebody runs by hand, past the pipeline. `{dataset}` stands for the quoted dataset. */
export async function runStatements(
  place: Place,
  dataset: string,
  statements: readonly string[],
): Promise<void> {
  if (place.destination !== 'duckdb') throw new NotImplementedError(`statements at ${place.destination}`);
  const instance = await DuckDBInstance.create(place.where);
  const connection = await instance.connect();
  try {
    for (const statement of statements)
      await connection.run(statement.replaceAll('{dataset}', `"${dataset}"`));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
