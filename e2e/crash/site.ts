import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '@sluice/load';
import type { Outcome } from './compare.ts';
import { readContent } from './content.ts';
import { destinationAt } from './destination.ts';
import type { Engine } from './engine.ts';
import { datasetName, pipelineName } from './run-step.ts';
import type { Scenario } from './scenarios.ts';
import { describeFiles } from './working-files.ts';

/** A place at an engine, and the working folder that goes with it. */
export interface Site {
  readonly folder: string;
  readonly place: string;
}

export function workOf({ folder }: Site): string {
  return join(folder, 'work');
}

export async function createSite(engine: Engine, folder: string): Promise<Site> {
  const site = { folder, place: await prepare(folder, () => engine.create(folder)) };
  await mkdir(workOf(site));
  return site;
}

/** Another site that holds the same. */
export async function copySite(engine: Engine, from: Site, folder: string): Promise<Site> {
  const site = { folder, place: await prepare(folder, () => engine.copy(from.place, folder)) };
  await cp(workOf(from), workOf(site), { recursive: true });
  return site;
}

async function prepare(folder: string, place: () => Promise<string>): Promise<string> {
  await mkdir(folder, { recursive: true });
  return place();
}

export async function removeSite(engine: Engine, { place, folder }: Site): Promise<void> {
  await engine.remove(place);
  await rm(folder, { recursive: true, force: true });
}

/** What a query would see now: without touching the place, which a later run is to find as it is. */
export async function glance(engine: Engine, site: Site): Promise<Outcome> {
  const folder = join(site.folder, 'glance');
  await mkdir(folder);
  const place = await engine.image(site.place, folder);
  const { rows, problems } = await connected(engine, place, readContent);
  await rm(folder, { recursive: true, force: true });
  return { rows, facts: [], problems };
}

/** Everything that is there. */
export async function inspect(engine: Engine, { forgets }: Scenario, site: Site): Promise<Outcome> {
  const { content, strangers } = await connected(engine, site.place, async (connection) => ({
    content: await readContent(connection),
    strangers: (await connection.query(engine.strangers)).rows.map(([name]) => `left over: ${name}`),
  }));
  const { rows, columns, problems, loadNames } = content;
  const files = await describeFiles(
    join(workOf(site), pipelineName),
    (id) => loadNames.get(id) ?? 'no load',
    forgets,
  );
  return {
    rows,
    facts: [...columns.map((line) => `column ${line}`), ...files],
    problems: [...problems, ...strangers],
  };
}

async function connected<T>(
  engine: Engine,
  place: string,
  read: (connection: Connection) => Promise<T>,
): Promise<T> {
  const destination = await destinationAt(engine.name, place);
  const connection = await destination.open({ dataset: datasetName });
  try {
    return await read(connection);
  } finally {
    await connection.close();
  }
}
