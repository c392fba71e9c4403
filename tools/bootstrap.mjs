#!/usr/bin/env node
// Runs a script of package.json with the Node and the pnpm that this repository pins:
//
//   node tools/bootstrap.mjs SCRIPT ARGS…
//
// Needs nothing but Node 18 and npm. What the machine lacks is fetched once, as plain packages, into .toolchain/;
// a machine that has Node 24 (or a later even release) keeps using its own. Dependencies are installed first.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { alone, fetchTools, nodePackage, root, run } from './toolchain.mjs';

const { packageManager, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const nodePin = readFileSync(join(root, '.node-version'), 'utf8').trim();
const pnpmPin = packageManager.replace(/^pnpm@/, '');

/** Whether the Node that runs this script is good enough to run everything else. */
function haveNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major === 24 ? minor >= 11 : major > 24 && major % 2 === 0;
}

/** Whether the pinned pnpm started this script, as in `pnpm test`. */
function havePnpm() {
  return process.env.npm_config_user_agent?.startsWith(`pnpm/${pnpmPin} `) ?? false;
}

/** Returns the folders to put before PATH. */
function fetchMissing() {
  const path = [];
  if (!haveNode()) {
    if (process.platform === 'darwin') {
      console.error(
        `This needs Node ${nodePin}; the npm registry has none for macOS. Install it, then try again.`,
      );
      process.exit(1);
    }
    const { spec, binary } = nodePackage(nodePin);
    path.push(dirname(join(fetchTools(`node-${nodePin}`, [spec], [binary]), binary)));
  }
  if (!havePnpm()) {
    const folder = fetchTools(
      `pnpm-${pnpmPin}`,
      [`pnpm@${pnpmPin}`],
      ['node_modules/pnpm/pnpm', 'node_modules/pnpm/package.json'],
      // pnpm's own install step: puts the native program in the place of its launcher script.
      (fresh) =>
        run(process.execPath, ['install.js'], { cwd: join(fresh, 'node_modules/pnpm'), shell: false }),
    );
    path.push(join(folder, 'node_modules/.bin'));
  }
  return path;
}

function environment(path) {
  const env = { ...process.env };
  if (!havePnpm()) {
    // npm hands its own settings down to the scripts it starts; pnpm is not to take them for its own.
    for (const key of Object.keys(env)) {
      if (/^npm_(?!config_(registry|userconfig)$)/i.test(key)) delete env[key];
    }
  }
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[key] = [...path, env[key]].join(delimiter);
  env.DO_NOT_TRACK ??= '1'; // turbo reports usage otherwise
  return env;
}

/** Makes an argument (or an option's value) that names a path from the caller's folder absolute: scripts run in the root. */
function absolute(argument, caller) {
  const [, option = '', value] = /^(--?[\w-]+=)?(.*)$/s.exec(argument);
  if (caller === root || value === '' || value.startsWith('-')) return argument;
  const path = resolve(caller, value);
  const namesPath =
    existsSync(path) || /^\.{1,2}([/\\]|$)/.test(value) || (/[/\\]/.test(value) && existsSync(dirname(path)));
  return namesPath ? `${option}${path}` : argument;
}

const [name, ...args] = process.argv.slice(2);
if (!name || !Object.hasOwn(scripts, name)) {
  console.error(`usage: node tools/bootstrap.mjs SCRIPT ARGS…\nscripts: ${Object.keys(scripts).join(', ')}`);
  process.exit(2);
}
// `demo` and `test` come here again under their own names, so that plain npm can start them.
const script = Object.hasOwn(scripts, `${name}:run`) ? `${name}:run` : name;
// npm and pnpm start a script in the root and say in INIT_CWD where they were called.
const startedByScript = resolve(process.env.npm_package_json ?? '') === join(root, 'package.json');
const caller = resolve((startedByScript && process.env.INIT_CWD) || process.cwd());

let env;
alone(() => {
  env = environment(fetchMissing());
  run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], { env, stdio: ['inherit', 2, 2] });
});
run('pnpm', ['--dir', root, 'run', script, ...args.map((argument) => absolute(argument, caller))], {
  env,
  cwd: caller,
});
