import { join } from 'node:path';
import type { DestinationName, Place } from './canonical/dump.ts';
import { newPostgresDatabase } from './postgres-database.ts';

/** A place with nothing in it; what is made of files goes into `folder`. */
export async function newPlace(destination: DestinationName, folder: string): Promise<Place> {
  switch (destination) {
    case 'duckdb':
      return { destination, where: join(folder, 'd.duckdb') };
    case 'postgres':
      return { destination, where: await newPostgresDatabase() };
    case 'filesystem':
      return { destination, where: join(folder, 'files') };
  }
}

/** How `dlt_side.py` is told of a place. */
export function describePlace({ destination, where }: Place): string {
  if (destination !== 'postgres') return `${destination}:${where}`;
  const url = new URL(where);
  // dlt insists on a password, and on this spelling.
  url.password ||= 'any';
  return `postgres:${url.href.replace(/^postgres:/, 'postgresql:')}`;
}
