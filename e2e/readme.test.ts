import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeVersions } from './node-versions.ts';
import { closure, exec, root } from './packages.ts';
import { packed } from './packed.ts';
import { serveRegistry } from './registry.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
/** What the README tells people to install, and the program below it. */
const wanted = block('sh')
  .replace(/^npm install /, '')
  .trim()
  .split(' ');
const program = block('ts');

const tarballs = packed();
let folder: string;
/** An empty project in which the README's installation was done. */
let prepared: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-readme-'));
  prepared = join(folder, 'prepared');
  await install();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function install(): Promise<void> {
  await mkdir(prepared);
  await writeFile(join(prepared, 'package.json'), '{ "private": true }');
  const registry = await serveRegistry(tarballs.values());
  // Only names in our scope can be sent to another registry: `sluice` itself comes as a file.
  await writeFile(join(prepared, '.npmrc'), `@sluice:registry=${registry.url}\n`);
  const names = wanted.map((name) => (name.startsWith('@') ? name : (tarballs.get(name)?.path ?? name)));
  await exec('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...names], { cwd: prepared });
  await registry.close();
}

/** The first code block of a language. */
function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(readme)?.[1];
  if (found === undefined) throw new Error(`README.md has no block of ${language}`);
  return found;
}

test('the program is short enough to be read, and one of the examples', () => {
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(10);
  expect(program).toBe(readFileSync(join(root, 'examples/hello/src/hello.ts'), 'utf8'));
});

test.for(nodeVersions)(
  'its lines run in an empty folder, on Node $version',
  async ({ version, path }, { skip }) => {
    if (path === undefined) return skip('this Node is not here');
    const project = join(folder, `on-${version}`);
    await cp(prepared, project, { recursive: true });
    expect(await ours(project)).toEqual(closure(wanted));

    await writeFile(join(project, 'hello.mts'), program);
    // The oldest Node reads TypeScript when asked to; from 22.18 on it does so by itself.
    const flags = path === process.execPath ? [] : ['--experimental-strip-types', '--no-warnings'];
    const { stdout, stderr } = await exec(path, [...flags, 'hello.mts'], { cwd: project });
    expect(stderr).toBe('');
    expect(stdout).toContain('Rex');
    expect(await readdir(project)).toContain('hello.duckdb');
  },
);

async function ours(project: string): Promise<string[]> {
  const scoped = await readdir(join(project, 'node_modules/@sluice'));
  const all = await readdir(join(project, 'node_modules'));
  return [...scoped.map((name) => `@sluice/${name}`), ...all.filter((name) => name === 'sluice')].sort();
}
