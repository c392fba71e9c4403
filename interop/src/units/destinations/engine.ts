import { duckdb } from '@sluice/destination-duckdb';
import { postgres } from '@sluice/destination-postgres';
import type { Connection, Destination } from '@sluice/load';
import { type Json, textAt } from '../../json/json.ts';
import { newPostgresDatabase } from '../../postgres-database.ts';
import { Refused } from '../adapter.ts';

let database: Promise<string> | undefined;
/** Destinations that there is a place for on this machine. */
const engines: Readonly<Record<string, () => Promise<Destination>>> = {
  duckdb: async () => duckdb(':memory:'),
  postgres: async () => {
    database ??= newPostgresDatabase();
    return postgres(await database);
  },
};
let datasets = 0;

/** The destination that a line is for. */
export function engineOf(settings: Json | undefined): Promise<Destination> {
  return engineNamed(textAt(settings, 'destination'));
}

export async function engineNamed(name: string): Promise<Destination> {
  const make = engines[name];
  if (!make) throw new Error(`not implemented: the destination ${name}`);
  return make();
}

/** A dataset that nobody else writes to: the engine may be shared. */
export function newDataset(): string {
  return `units_${++datasets}`;
}

export async function withConnection<T>(
  destination: Destination,
  dataset: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await destination.open({ dataset });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Runs statements that dlt wrote, for the dataset it calls `ds`, with that of `connection` in its place. */
export async function runTheirs(
  statements: readonly string[],
  dataset: string,
  connection: Connection,
): Promise<void> {
  for (const statement of statements) {
    const text = statement
      .replaceAll('"ds"', `"${dataset}"`)
      .replaceAll('"ds_staging"', `"${dataset}_staging"`)
      .replaceAll('<random>', '0');
    try {
      await connection.query(text);
    } catch (error) {
      throw new Refused(`the database refuses what dlt wrote: ${String(error)}`);
    }
  }
}
