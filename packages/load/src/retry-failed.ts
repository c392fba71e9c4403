import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, replaceDurably, syncFile, syncFolder, writeDurably } from './durable-file.ts';
import { chainTables, type LoadFailure } from './load-failure.ts';
import type { Manifest } from './manifest.ts';
import { readJson } from './read-json.ts';
import { readPackage } from './read-package.ts';
import type { SealedPackage } from './sealed-package.ts';
import { transition } from './transition.ts';

/**
 * The load id under which the failed rows of a loaded package are loaded: chosen once and written down, so that asking
 * again after a crash cannot load them twice.
 */
export async function retryId(loaded: string, choose: () => Promise<string>): Promise<string> {
  const path = join(loaded, 'retry.json');
  const before = await readJson<string>(path);
  if (before !== undefined) return before;
  const chosen = await choose();
  await replaceDurably(path, JSON.stringify(chosen));
  transition('retry-chosen');
  return chosen;
}

/**
 * Prepares a package, in a folder of its own, of the tables that a load went on without. Its rows keep the load id they
 * were extracted under; it brings no state, because the load has brought it.
 */
export async function prepareRetry(
  loaded: string,
  failures: readonly LoadFailure[],
  loadId: string,
  folder: string,
): Promise<void> {
  const failed = await readPackage(loaded);
  const manifest = retryManifest(failed, failures, loadId);
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder);
  for (const { file } of manifest.tables.flatMap(({ parts }) => parts)) {
    await copyFile(join(loaded, file), join(folder, file));
    await syncFile(join(folder, file));
  }
  await writeDurably(join(folder, 'schema.json'), failed.document);
  await writeDurably(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1));
  await syncFolder(folder);
  transition('retry-prepared');
}

function retryManifest(
  { manifest, schema }: SealedPackage,
  failures: readonly LoadFailure[],
  loadId: string,
): Manifest {
  const tables = chainTables(schema, failures);
  return {
    ...manifest,
    loadId,
    predecessor: null,
    // Later loads may have moved the schema on: then theirs and this one are joined.
    schema: { ...manifest.schema, base: manifest.schema.hash },
    state: { hash: null },
    // The tables and columns were made by the load.
    tables: manifest.tables
      .filter(({ name }) => tables.has(name))
      .map((table) => ({ ...table, newColumns: [] })),
    discarded: [],
  };
}
