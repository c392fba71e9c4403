// Packs every published package and looks at the tarballs as somebody would get them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { layerOf } from './imports/layers.ts';
import { readTarballs, type Tarball } from './tarball.ts';
import { root, run } from './toolchain.mjs';

const maxPureBytes = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'packages-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
run(process.execPath, [join(root, 'tools/pack-all.ts'), folder], { stdio: ['ignore', 'ignore', 'inherit'] });

const tarballs = readTarballs(folder);
const versions = new Map(tarballs.map(({ manifest }) => [manifest.name, manifest.version]));
for (const tarball of tarballs) {
  const problems = [...contents(tarball), ...weight(tarball), ...ranges(tarball), ...lint(tarball.path)];
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${basename(tarball.path)}`);
  for (const problem of problems) console.log(`     ${problem.replaceAll('\n', '\n     ')}`);
  if (problems.length > 0) process.exitCode = 1;
}

/** A tarball holds what the build made, the licence, and a README where there is one. */
function contents({ files }: Tarball): string[] {
  const allowed = /^(package\.json|LICENSE|README\.md|dist\/.+\.(js|d\.ts))$/;
  const surplus = files.filter((file) => !allowed.test(file) || /\.(test|test-d|bench)\./.test(file));
  const missing = ['LICENSE', 'dist/index.js', 'dist/index.d.ts'].filter((file) => !files.includes(file));
  return [
    ...surplus.map((file) => `${file} does not belong into the package`),
    ...missing.map((file) => `${file} is missing`),
  ];
}

/** What runs in every JavaScript engine goes into pages and workers, too: it must not be heavy. */
function weight({ path, manifest }: Tarball): string[] {
  const { size } = statSync(path);
  const isPure = layerOf(manifest.name.replace('@sluice/', 'packages/'))?.pure === true;
  return isPure && size > maxPureBytes ? [`${size} bytes, where ${maxPureBytes} is the most`] : [];
}

/** Packages ask for each other's current version; whoever installs them has no workspace and no catalog. */
function ranges({ manifest }: Tarball): string[] {
  const asked = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
  return asked.flatMap(([name, range]) => {
    const version = versions.get(name);
    if (version !== undefined && range !== `^${version}`)
      return `asks for ${name} ${range}, which is ^${version} here`;
    return /^(workspace|catalog|file|link):/.test(range) ? `asks for ${name} ${range}` : [];
  });
}

function lint(tarball: string): string[] {
  const commands: [string, ...string[]][] = [
    ['publint', 'run', tarball, '--strict'],
    ['attw', tarball, '--profile', 'esm-only', '--quiet', '--no-color', '--no-emoji'],
  ];
  return commands.flatMap(([command, ...args]) => {
    const { status, stdout, stderr } = spawnSync('pnpm', ['exec', command, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    return status === 0 ? [] : `${command}:\n${stdout}${stderr}`.trim();
  });
}
