import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readContent } from '../run/content.ts';
import { installedVersion } from '../run/project.ts';
import { mainProject, type Setup } from '../run/setup.ts';
import type { Engine } from './engine.ts';

/** DuckDB: databases are files. */
export function duckdbFiles(setup: Setup): Engine {
  const project = mainProject(setup);
  return {
    about: `DuckDB ${installedVersion(project, '@duckdb/node-api').split('-')[0]}`,
    place: (folder) => join(folder, 'target.duckdb'),
    keep: (name) => join(setup.folder, `${name}.duckdb`),
    // Whoever opens it first makes it.
    create: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    copy: async (base, database) => copyFileSync(base, database),
    content: async (database, key) =>
      existsSync(database) ? readContent(project, 'checksum.mjs', database, key) : null,
    remove: async (database) => rmSync(database, { force: true }),
    peerOptions: (database) => ['--keep', database],
    close: () => Promise.resolve(),
  };
}
