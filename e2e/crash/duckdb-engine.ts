import { copyFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from './engine.ts';
import { datasetName } from './run-step.ts';

const fileName = 'store.duckdb';

/** A file in the folder of each place. */
export function duckdbEngine(): Engine {
  return {
    name: 'duckdb',
    create: async (folder) => join(folder, fileName),
    copy: copyFiles,
    // Opening a file would tidy up after whoever was killed.
    image: copyFiles,
    strangers: `SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name <> '${datasetName}'
      UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal`,
    async remove(place) {
      for (const file of await filesOf(place)) await rm(join(dirname(place), file), { recursive: true });
    },
    async close() {},
  };
}

async function copyFiles(place: string, folder: string): Promise<string> {
  for (const file of await filesOf(place)) await copyFile(join(dirname(place), file), join(folder, file));
  return join(folder, fileName);
}

/** The database and its log, if it has one. */
async function filesOf(place: string): Promise<string[]> {
  return (await readdir(dirname(place))).filter((file) => file.startsWith(fileName));
}
