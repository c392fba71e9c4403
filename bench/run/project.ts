import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execute } from './execute.ts';

const repository = resolve(import.meta.dirname, '../..');

const measured = ['sluice', '@sluice/destination-duckdb', '@sluice/destination-postgres'];

/** An empty project with sluice installed from its packed packages, as a user has it, and the bench's programs. */
export interface Project {
  readonly folder: string;
  /** What it was built from: `1234567`, or `1234567 with changes`. */
  readonly commit: string;
}

/** Builds and packs the files as they are. */
export async function projectOfWorkingTree(folder: string): Promise<Project> {
  return install(repository, await describeTree(), folder);
}

/** Builds and packs a commit, in a checkout of its own. */
export async function projectOfCommit(reference: string, folder: string): Promise<Project> {
  const checkout = mkdtempSync(join(folder, 'checkout-'));
  await git('worktree', 'add', '--detach', '--force', checkout, reference);
  try {
    await execute('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], { cwd: checkout });
    return await install(checkout, await git('rev-parse', '--short', reference), folder);
  } finally {
    await git('worktree', 'remove', '--force', checkout);
  }
}

/** Whether files of the packages differ from the last commit's. */
export async function hasChanges(): Promise<boolean> {
  return (await git('status', '--porcelain', '--', 'packages', 'destinations')) !== '';
}

async function describeTree(): Promise<string> {
  return `${await git('rev-parse', '--short', 'HEAD')}${(await hasChanges()) ? ' with changes' : ''}`;
}

async function install(source: string, commit: string, folder: string): Promise<Project> {
  const project = mkdtempSync(join(folder, 'project-'));
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  await execute(process.execPath, [join(source, 'tools/pack-all.ts'), tarballs, ...measured], {
    cwd: source,
  });
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const packed = readdirSync(tarballs).map((name) => join(tarballs, name));
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--prefer-offline'];
  await execute('npm', ['install', ...quiet, ...packed], { cwd: project });
  rmSync(tarballs, { recursive: true });
  cpSync(join(import.meta.dirname, '../children'), project, { recursive: true });
  return { folder: project, commit };
}

/** The version of a package that is installed in a project. */
export function installedVersion({ folder }: Project, name: string): string {
  const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function git(...args: readonly string[]): Promise<string> {
  return (await execute('git', args, { cwd: repository })).stdout.trim();
}
