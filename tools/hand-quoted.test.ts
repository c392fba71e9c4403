import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { handQuoted } from './sql/hand-quoted.ts';

const root = resolve(import.meta.dirname, '..');
const files = globSync(['packages/{sql,dataset}/src/**/*.ts', 'destinations/*/src/**/*.ts'], { cwd: root });

test('names and texts get into statements through one function each', () => {
  const found = files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => handQuoted(join(root, file)).map((place) => `${file}:${place}`));
  expect(found).toEqual([]);
});

test.each([
  [`const a = \`SELECT "\${name}"\`;`, 1],
  [`const a = \`SET x = '\${value}MB'\`;`, 1],
  [`const a = \`"\${name}" \${type}\`;`, 1],
  [`const a = 'SELECT "' + name;`, 1],
  [`const a = \`SELECT \${quote(name)}\`;`, 0],
  [`function quote(name: string) { return \`"\${name}"\`; }`, 0],
  [`const a = \`the database "\${name}" is read only\`;`, 0],
])('%s', (source, places) => {
  expect(handQuoted('a.ts', source)).toHaveLength(places);
});
