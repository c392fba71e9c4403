import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './workspace.ts';

/** A packed package, as the registry would hand it out. */
export interface Tarball {
  path: string;
  manifest: Manifest;
  /** Its files, relative to the package. */
  files: string[];
}

export function readTarballs(folder: string): Tarball[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tgz'))
    .sort()
    .map((name) => readTarball(join(folder, name)));
}

function readTarball(path: string): Tarball {
  const tar = (...args: string[]) => execFileSync('tar', args, { encoding: 'utf8' });
  const files = tar('-tzf', path).trim().split('\n');
  return {
    path,
    manifest: JSON.parse(tar('-xzOf', path, 'package/package.json')) as Manifest,
    files: files.map((file) => file.replace(/^package\//, '')),
  };
}
