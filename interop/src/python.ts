import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forkedScript } from './python-forks.ts';
import { execute, type ProcessResult } from './run-process.ts';

const SCRIPT = fileURLToPath(new URL('../dlt_side.py', import.meta.url));
const SCHEMAS_SCRIPT = fileURLToPath(new URL('../dlt_schemas.py', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('../golden/requirements.txt', import.meta.url));
const CANDIDATES = ['python3.11', 'python3.12', 'python3.13', 'python3', 'python'];
const IS_NEW_ENOUGH = 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)';

/** The real dlt, ready to run. */
export interface PythonDlt {
  /** Runs `dlt_side.py` with these arguments. */
  run(args: readonly string[]): Promise<ProcessResult>;
  /** Runs `dlt_schemas.py` with these arguments. */
  schemas(args: readonly string[]): Promise<ProcessResult>;
}

/** Thrown where the peer cannot be had on this machine: checks that need it are skipped. */
export class NoPythonError extends Error {}

/** The real dlt of the golden corpus. Throws `NoPythonError` as `pythonEnvironment` does. */
export async function pythonDlt(): Promise<PythonDlt> {
  const python = await pythonEnvironment('interop', REQUIREMENTS);
  return { run: runner(python, SCRIPT), schemas: runner(python, SCHEMAS_SCRIPT) };
}

/** Runs a script: in a fork of a process that has dlt imported already, where forks are safe, or else from the start. */
function runner(python: string, script: string): PythonDlt['run'] {
  return platform() === 'linux' ? forkedScript(python, script) : (args) => execute(python, [script, ...args]);
}

/**
 * The `python` of an environment that holds what a file of requirements lists. It is made once per set of
 * requirements and kept in the user's cache folder, under `name`. Throws `NoPythonError` where there is no Python
 * 3.11 or the installation fails.
 */
export async function pythonEnvironment(name: string, requirements: string): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), 'sluice', name, hash);
  const binary =
    platform() === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const ready = join(folder, 'ready');
  if (!existsSync(ready)) {
    await install(folder, binary, requirements);
    await writeFile(ready, '');
  }
  return binary;
}

async function install(folder: string, binary: string, requirements: string): Promise<void> {
  const python = await findPython();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await must(python, ['-m', 'venv', folder]);
  await must(binary, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
}

async function findPython(): Promise<string> {
  for (const candidate of CANDIDATES) {
    const { code } = await execute(candidate, ['-c', IS_NEW_ENOUGH]);
    if (code === 0) return candidate;
  }
  throw new NoPythonError('no Python 3.11 or newer on the path');
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await execute(command, args);
  if (code !== 0)
    throw new NoPythonError(`${args.slice(0, 3).join(' ')} failed: ${stderr.trim().split('\n').at(-1)}`);
}

/** Where this user's programs keep what they can make again. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (platform() === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
  return platform() === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}
