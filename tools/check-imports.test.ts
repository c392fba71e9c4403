import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findViolations } from './imports/find-violations.ts';

const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

/** Writes a workspace: a sound `schema`, `state`, `load` and `destinations/memory`, changed by `files`. */
function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'check-imports-'));
  trees.push(root);
  const sound = {
    'package.json': manifest('root', { devDependencies: ['vitest'] }),
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - destinations/*\n  - examples/*\n',
    'packages/schema/package.json': manifest('@sluice/schema'),
    'packages/schema/src/index.ts': `export const version: number = Math.max(1, 2);`,
    'packages/state/package.json': manifest('@sluice/state', { dependencies: ['@sluice/schema'] }),
    'packages/state/src/index.ts': `export { version } from '@sluice/schema';`,
    'packages/load/package.json': manifest('@sluice/load', {
      dependencies: ['@sluice/schema', '@sluice/state'],
    }),
    'packages/load/src/index.ts': `import { open } from 'node:fs/promises';\nexport { open };`,
    'destinations/memory/package.json': manifest('@sluice/destination-memory', {
      peerDependencies: ['@sluice/load', '@sluice/schema'],
    }),
    'destinations/memory/src/index.ts': `import type { version } from '@sluice/schema';\nexport type V = typeof version;`,
  };
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function manifest(name: string, lists: Record<string, string[]> = {}, more = {}): string {
  const fields = Object.entries(lists).map(([field, names]) => [
    field,
    Object.fromEntries(names.map((dependency) => [dependency, '*'])),
  ]);
  return JSON.stringify({ name, version: '1.0.0', ...Object.fromEntries(fields), ...more });
}

test('a sound tree has no violations', () => {
  expect(findViolations(tree({}))).toEqual([]);
});

describe('a pure package', () => {
  const sound = [
    'const process = { pid: 1 };\nexport const pid = process.pid;',
    'export function f(Buffer: string, { URL: { crypto }, ...fetch }: any): unknown { return [Buffer, crypto, fetch]; }',
    'export const isSecure: boolean = globalThis.crypto !== undefined;',
    'export const c = (globalThis as { crypto?: { randomUUID(): string } }).crypto?.randomUUID();',
    'export type B = Buffer | NodeJS.Timeout;\nexport interface P { process: typeof process }',
    'export const o = { Buffer: 1, process() {} };\nexport const n = o.Buffer;\no.process();',
    'export class A { Buffer = 1; get process(): number { return this.Buffer; } }',
    'process: for (;;) break process;\nexport const m = import.meta;',
    'export const g = [Symbol.iterator, new Map(), BigInt(1), Intl, undefined, NaN, JSON, globalThis.Math];',
    'try { throw 1; } catch (process) { globalThis.String(process); }',
    "export { Buffer as process } from './buffer.ts';",
  ];
  test.each(sound)('may say %s', (text) => {
    const files = {
      'packages/schema/src/a.ts': text,
      'packages/schema/src/buffer.ts': 'export const Buffer = 1;',
    };
    expect(findViolations(tree(files))).toEqual([]);
  });

  const hosts: [name: string, text: string][] = [
    ['Buffer', 'export const a = Buffer.from("x");'],
    ['process', 'export const a = { pid: process.pid };'],
    ['process', "export const a = typeof process === 'undefined';"],
    ['process', 'const process2 = 1;\nexport { process2, process };'],
    ['process', 'export const a = { process };'],
    ['TextEncoder', 'export const a = new TextEncoder();'],
    ['setTimeout', 'export function f(wait = () => setTimeout(f, 1)): void { wait(); }'],
    ['crypto', 'export const a = crypto?.randomUUID();'],
    ['structuredClone', 'export const a = (x: object) => structuredClone(x) as object;'],
    ['console', 'export class A { #log = console.log; }'],
    ['URL', 'export const { a = new URL("x:") } = {} as { a?: unknown };'],
    ['fetch', 'export const a = { [fetch.name]: 1 };'],
    ['globalThis.process', 'export const a = globalThis.process;'],
    ['globalThis.Buffer', "export const a = (globalThis as any)['Buffer'];"],
  ];
  test.each(hosts)('may not use %s: %s', (name, text) => {
    const [found, ...others] = findViolations(tree({ 'packages/schema/src/a.ts': `\n${text}` }));
    const line = text.includes('\n') ? 3 : 2;
    expect(found).toContain(`packages/schema/src/a.ts:${line}: uses ${name}. packages/schema is pure`);
    expect(others).toEqual([]);
  });

  test.each(['node:fs', 'fs', 'node:crypto'])('may not import %s', (name) => {
    const [found] = findViolations(tree({ 'packages/state/src/a.ts': `import '${name}';` }));
    expect(found).toBe(
      `packages/state/src/a.ts:1: imports ${name}. packages/state is pure: take what the host must give as an argument.`,
    );
  });

  test('may use the host in its tests', () => {
    const text = `import { readFileSync } from 'node:fs';\nimport { test } from 'vitest';\ntest(Buffer.name, readFileSync);`;
    expect(findViolations(tree({ 'packages/schema/src/a.test.ts': text }))).toEqual([]);
  });
});

describe('the table of layers', () => {
  test.each(['dependencies', 'peerDependencies'])('holds for %s', (field) => {
    const files = {
      'packages/schema/package.json': manifest('@sluice/schema', { [field]: ['@sluice/other'] }),
    };
    const other = { 'packages/load/package.json': manifest('@sluice/other') };
    expect(findViolations(tree({ ...files, ...other }))).toContain(
      'packages/schema/package.json: depends on @sluice/other. packages/schema may import none of our packages (tools/imports/layers.ts).',
    );
  });

  const imports = [
    `import { x } from '@sluice/load';`,
    `import type { x } from '@sluice/load';`,
    `import { x } from '@sluice/load/src/index.ts';`,
    `export * from '@sluice/load';`,
    `export { x } from '@sluice/load';`,
    `export const x = () => import('@sluice/load');`,
    `export type X = import('@sluice/load').X;`,
  ];
  test.each(imports)('holds for %s', (text) => {
    const [found] = findViolations(tree({ 'packages/state/src/a.ts': text }));
    expect(found).toMatch(
      /^packages\/state\/src\/a\.ts:1: imports @sluice\/load.*\. packages\/state may import packages\/schema \(tools/,
    );
  });

  test('forbids one plugin to import another', () => {
    const files = {
      'destinations/other/package.json': manifest('@sluice/destination-other', {
        dependencies: ['@sluice/destination-memory'],
      }),
    };
    expect(findViolations(tree(files))).toEqual([
      'destinations/other/package.json: depends on @sluice/destination-memory. destinations/other may import packages/schema, packages/load, packages/formats, packages/sql (tools/imports/layers.ts).',
    ]);
  });

  test('asks for an entry for a new package', () => {
    const [found] = findViolations(tree({ 'packages/new/package.json': manifest('@sluice/new') }));
    expect(found).toContain('packages/new/package.json: the package is not in tools/imports/layers.ts.');
  });

  test('lets an example import anything, as long as it stays private', () => {
    const lists = { dependencies: ['@sluice/destination-memory', '@sluice/load'] };
    const example = (more: object) => ({ 'examples/one/package.json': manifest('one', lists, more) });
    expect(findViolations(tree(example({ private: true })))).toEqual([]);
    expect(findViolations(tree(example({})))[0]).toContain('Say "private": true.');
  });
});

describe('an import of another package', () => {
  test.each([
    [`import 'left-pad';`, 'packages/load/package.json does not declare left-pad as a dependency.'],
    [`import '@scope/left/pad';`, 'packages/load/package.json does not declare @scope/left as a dependency.'],
    [
      `import '../../schema/src/index.ts';`,
      'A package ends at its folder: import the other one by its name.',
    ],
    [`import '@sluice/load';`, 'That is the package itself: use a relative path.'],
    [`import 'vitest';`, 'packages/load/package.json does not declare vitest as a dependency.'],
  ])('%s is refused', (text, reason) => {
    const from = /'(.*)'/.exec(text)?.[1];
    expect(findViolations(tree({ 'packages/load/src/a.ts': text }))).toEqual([
      `packages/load/src/a.ts:1: imports ${from}. ${reason}`,
    ]);
  });

  test('must be declared as more than a development dependency', () => {
    const files = (path: string) => ({
      'packages/load/package.json': manifest('@sluice/load', { devDependencies: ['@sluice/schema'] }),
      [path]: `import '@sluice/schema';`,
    });
    expect(findViolations(tree(files('packages/load/src/a.ts')))).toHaveLength(1);
    expect(findViolations(tree(files('packages/load/src/a.test.ts')))).toEqual([]);
  });
});

describe('cycles', () => {
  test('of files are found once, with the way around', () => {
    const files = {
      'packages/load/src/a.ts': `import './deep/b.ts';\nimport './outside.ts';`,
      'packages/load/src/deep/b.ts': `export * from '../c.ts';`,
      'packages/load/src/c.ts': `import type { x } from './a.ts';`,
      'packages/load/src/outside.ts': '',
    };
    expect(findViolations(tree(files))).toEqual([
      'packages/load/src/a.ts: files import each other: packages/load/src/a.ts → packages/load/src/deep/b.ts → packages/load/src/c.ts → packages/load/src/a.ts. Move what they share to a third file.',
    ]);
  });

  test('of packages are found, also through development dependencies', () => {
    const files = {
      'packages/schema/package.json': manifest('@sluice/schema', {
        devDependencies: ['@sluice/destination-memory'],
      }),
    };
    expect(findViolations(tree(files))).toEqual([
      'packages depend on each other (devDependencies count, too): @sluice/destination-memory → @sluice/schema → @sluice/destination-memory.',
    ]);
  });
});

test('a file that does not parse is an error', () => {
  expect(() => findViolations(tree({ 'packages/load/src/a.ts': 'const = 1;' }))).toThrow(
    'packages/load/src/a.ts',
  );
});

test('the table names every package of this repository', () => {
  const missing = findViolations(resolve(import.meta.dirname, '..')).filter((one) =>
    one.includes('is not in tools'),
  );
  expect(missing).toEqual([]);
});
