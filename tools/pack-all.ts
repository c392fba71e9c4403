// pack:all DIR [NAME…] builds the packages and puts the tarball of every published one into DIR; or only of those named
// and what they depend on.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { alone, root, run } from './toolchain.mjs';
import { publishable } from './workspace.ts';

const [argument, ...names] = process.argv.slice(2);
if (argument === undefined) {
  console.error('usage: pack:all DIR [NAME…]');
  process.exit(2);
}
// pnpm runs scripts in the root; the caller means his own folder.
const folder = resolve(process.env.INIT_CWD ?? '.', argument);
mkdirSync(folder, { recursive: true });
const wanted =
  names.length > 0
    ? names.map((name) => `${name}...`)
    : publishable(root).map(({ manifest }) => manifest.name);
const filters = wanted.flatMap((filter) => ['--filter', filter]);
// A build cleans `dist`, so nobody may build while somebody packs.
alone(() => {
  run('pnpm', ['exec', 'turbo', 'run', 'build', ...filters], { stdio: ['ignore', 2, 2] });
  run('pnpm', [...filters, 'pack', '--pack-destination', folder], { stdio: ['ignore', 'inherit', 2] });
});
