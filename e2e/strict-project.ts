import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tarball } from '../tools/tarball.ts';
import { exec } from './packages.ts';

/**
 * Makes an empty project below `folder` that depends on the packages `names`, from their tarballs. Its node_modules
 * is pnpm's strict one: a package finds what it declares and nothing else.
 */
export async function strictProject(
  folder: string,
  tarballs: ReadonlyMap<string, Tarball>,
  names: readonly string[],
): Promise<string> {
  const project = await mkdtemp(join(folder, 'project-'));
  const files = Object.fromEntries([...tarballs].map(([name, { path }]) => [name, `file:${path}`]));
  const overrides = Object.entries(files).map(([name, file]) => `  '${name}': '${file}'\n`);
  await writeFile(join(project, 'pnpm-workspace.yaml'), `overrides:\n${overrides.join('')}`);
  const dependencies = Object.fromEntries(names.map((name) => [name, files[name]]));
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies }),
  );
  // The store of this repository holds the dependencies already; asking the network is the second try.
  const { stdout } = await exec('pnpm', ['store', 'path']);
  const install = (mode: string) =>
    exec('pnpm', ['install', mode, `--store-dir=${stdout.trim()}`], { cwd: project });
  await install('--offline').catch(() => install('--prefer-offline'));
  return project;
}

/** The names of everything that is installed in a strict project. */
export async function installed(project: string): Promise<string[]> {
  const entries = await readdir(join(project, 'node_modules/.pnpm'));
  // Folders are called name@version or @scope+name@version.
  const names = entries.flatMap((entry) => /^(@?[^@]+)@/.exec(entry)?.[1] ?? []);
  return [...new Set(names.map((name) => (name.startsWith('@') ? name.replace('+', '/') : name)))].sort();
}
