import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readTarballs, type Tarball } from '../tools/tarball.ts';
import { type Manifest, publishable } from '../tools/workspace.ts';

export const exec = promisify(execFile);
export const root = resolve(import.meta.dirname, '..');

/** The packages that are published, by name. */
export const published: ReadonlyMap<string, Manifest> = new Map(
  publishable(root).map(({ manifest }) => [manifest.name, manifest]),
);

/** Packs every published package into `folder`, or only those named and what they need; the tarballs by name. */
export async function pack(folder: string, names: readonly string[] = []): Promise<Map<string, Tarball>> {
  await mkdir(folder, { recursive: true });
  await exec(process.execPath, [join(root, 'tools/pack-all.ts'), folder, ...names], { cwd: root });
  return new Map(readTarballs(folder).map((tarball) => [tarball.manifest.name, tarball]));
}

/** The names of our packages that come with `names`: themselves, and what they declare, directly or not. */
export function closure(names: readonly string[]): string[] {
  const found = new Set<string>();
  const queue = [...names];
  for (const name of queue) {
    const manifest = published.get(name);
    if (!manifest || found.has(name)) continue;
    found.add(name);
    queue.push(...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  }
  return [...found].sort();
}
