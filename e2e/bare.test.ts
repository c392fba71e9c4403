import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Context, createContext, runInContext } from 'node:vm';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exec, root } from './packages.ts';
import { packed } from './packed.ts';
import { strictProject } from './strict-project.ts';

/** The packages that any JavaScript engine can run, with what an engine has to bring along for them. */
const pure: Readonly<Record<string, object>> = {
  '@sluice/schema': {},
  '@sluice/state': {},
  // Random row ids: of the Web's interfaces the one thing that is asked for.
  '@sluice/normalize': { crypto: { getRandomValues: crypto.getRandomValues.bind(crypto) } },
};

let folder: string;
let project: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-bare-'));
  project = await strictProject(folder, packed(), Object.keys(pure));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(Object.entries(pure))(
  'the example of %s runs in an engine that has nothing else',
  async (name, brought) => {
    const readme = readmeOf(name);
    const example = block(readme, 'ts').replaceAll('console.log(', 'print(');
    const script = await bundle(name.replace('@sluice/', ''), example);
    const printed: string[] = [];
    const print = (...values: unknown[]) => printed.push(values.map(shown).join(' '));
    runInContext(script, bareContext({ ...brought, print }));
    expect(`${printed.join('\n')}\n`).toBe(block(readme, 'text'));
  },
);

test('the examples compile in a strict project', async () => {
  const files = Object.keys(pure).map((name) => `${name.replace('@sluice/', '')}-example.ts`);
  for (const [index, name] of Object.keys(pure).entries())
    await writeFile(join(project, files[index] ?? ''), block(readmeOf(name), 'ts'));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const { stdout } = await exec('pnpm', ['exec', 'tsc', '-p', project], { cwd: root }).catch(
    (error) => error,
  );
  expect(stdout).toBe('');
});

test('there is nothing of Node or of the Web in that engine', () => {
  const names = runInContext('Object.getOwnPropertyNames(globalThis)', bareContext({})) as string[];
  const hosts = [
    'process',
    'Buffer',
    'TextEncoder',
    'URL',
    'console',
    'crypto',
    'setTimeout',
    'structuredClone',
    'fetch',
  ];
  expect(names.filter((one) => hosts.includes(one))).toEqual([]);
});

function readmeOf(name: string): string {
  return readFileSync(join(root, name.replace('@sluice', 'packages'), 'README.md'), 'utf8');
}

/** The first code block of a language. */
function block(readme: string, language: string): string {
  const found = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(readme)?.[1];
  if (found === undefined) throw new Error(`no block of ${language}`);
  return found;
}

/** A program with all that it imports, as one script. */
async function bundle(name: string, program: string): Promise<string> {
  const entry = join(project, `${name}.ts`);
  await writeFile(entry, program);
  await build({
    entry: [entry],
    outDir: join(project, 'out'),
    format: ['iife'],
    platform: 'neutral',
    target: 'es2023',
    noExternal: [/.*/],
    config: false,
    silent: true,
  });
  return readFileSync(join(project, 'out', `${name}.global.js`), 'utf8');
}

/** V8 itself: no module of Node, none of its globals. (The `console` that V8 has in every context goes nowhere.) */
function bareContext(globals: object): Context {
  const context = createContext({ ...globals });
  runInContext('delete globalThis.console', context);
  return context;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value);
}
