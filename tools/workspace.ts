import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The parts of a package.json that the tools look at. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  engines?: { node?: string };
  exports?: Record<string, unknown>;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

export interface WorkspacePackage {
  /** Relative to the root, with forward slashes, e.g. `packages/schema`. */
  folder: string;
  manifest: Manifest;
}

/** The packages of the workspace at `root`, as its pnpm-workspace.yaml lists them; the root itself is not one. */
export function readWorkspace(root: string): WorkspacePackage[] {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const list = /^packages:\n((?:[ \t]+-.*\n?)+)/m.exec(yaml)?.[1] ?? '';
  const patterns = list.split('\n').flatMap((line) => /-\s*['"]?([^'"\s]+)/.exec(line)?.[1] ?? []);
  return patterns
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }))
    .map((path) => dirname(path).replaceAll('\\', '/'))
    .sort()
    .map((folder) => ({ folder, manifest: readManifest(join(root, folder)) }));
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The packages that are published: all that are not private. */
export function publishable(root: string): WorkspacePackage[] {
  return readWorkspace(root).filter(({ manifest }) => !manifest.private);
}

/** The TypeScript files below a package's `src`, relative to the root. */
export function sourceFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder, 'src'))) return [];
  return globSync(`${folder}/src/**/*.{ts,tsx,mts}`, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** Whether a source file stays at home when its package is published. */
export function isTest(path: string): boolean {
  return /\.(test|test-d|bench)\.[mt]?tsx?$/.test(path) || path.includes('/src/test/');
}
