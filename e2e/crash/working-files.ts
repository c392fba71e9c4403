import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * The files of a working folder, a line each: local copies of state and schemas with their content, everything else by
 * name. Load ids are replaced by what `loadName` calls them. With `forgets`, it does not count which loads the folder
 * remembers, as long as there were such loads.
 */
export async function describeFiles(
  folder: string,
  loadName: (loadId: string) => string,
  forgets: boolean,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
    const name = path.replace(/\d{9,}\.\d+/g, loadName);
    if (forgets && memory.test(name)) continue;
    if (!entry.isFile()) lines.push(`folder ${name}`);
    else if (path.includes('packages/')) lines.push(`file ${name}`);
    else lines.push(`file ${name} with ${await readFile(join(folder, path), 'utf8')}`);
  }
  return lines;
}

const memory = /^packages\/loaded\/load \d+(\/manifest\.json)?$/;
