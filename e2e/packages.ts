import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Manifest, publishable } from '../tools/workspace.ts';

export const exec = promisify(execFile);
export const root = resolve(import.meta.dirname, '..');

/** The packages that are published, by name. */
export const published: ReadonlyMap<string, Manifest> = new Map(
  publishable(root).map(({ manifest }) => [manifest.name, manifest]),
);

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
