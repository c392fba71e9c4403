import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { undocumented } from './docs/undocumented.ts';

const root = resolve(import.meta.dirname, '..');

/** What people read without the rest of the house. */
const packages = ['schema', 'state', 'normalize', 'load', 'sql'];
const entries = packages.flatMap((name) => globSync(`packages/${name}/src/{,*/}index.ts`, { cwd: root }));

test.each(entries)('every export of %s has a doc comment', (entry) => {
  expect(undocumented(join(root, entry)).map((one) => one.slice(root.length + 1))).toEqual([]);
});

test.each(packages)('the README of %s names everything that it exports for use', async (name) => {
  const readme = readFileSync(join(root, `packages/${name}/README.md`), 'utf8');
  const exported = Object.keys(await import(`../packages/${name}/src/index.ts`));
  expect(exported.filter((one) => !readme.includes(`\`${one}\``))).toEqual([]);
});

test('an export without one is found, however it gets out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'undocumented-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    'index.ts',
    "export { a, type B } from './named.ts';\nexport * from './all.ts';\n/** Told. */\nexport const own = 1;\nexport type Bare = 1;",
  );
  write(
    'named.ts',
    '// No doc comment.\nexport const a = 1;\n/** Told. */\nexport interface B { b: 1 }\nexport const inside = 1;',
  );
  write(
    'all.ts',
    '/** Of the file. */\n\nimport "./named.ts";\nexport function c(): void {}\n/** Told. */\nexport class D {}',
  );
  expect(undocumented(join(folder, 'index.ts')).map((one) => one.slice(folder.length + 1))).toEqual([
    'named.ts: a',
    'all.ts: c',
    'index.ts: Bare',
  ]);
});
