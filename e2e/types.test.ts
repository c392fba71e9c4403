import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exec, published, root } from './packages.ts';
import { packed } from './packed.ts';
import { strictProject } from './strict-project.ts';

test('the published types compile in a strict project, without skipLibCheck', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-types-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const names = [...published.keys()];
  const project = await strictProject(folder, packed(), names);
  const imports = entries().map((entry, index) => `export * as p${index} from '${entry}';\n`);
  await writeFile(join(project, 'all.ts'), imports.join(''));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['all.ts'] }));
  const { stdout } = await exec('pnpm', ['exec', 'tsc', '-p', project], { cwd: root }).catch(
    (error) => error,
  );
  expect(stdout).toBe('');
});

/** What can be imported: each package, and the entries it has beside its own. */
function entries(): string[] {
  return [...packed()].flatMap(([name, { manifest }]) =>
    Object.keys(manifest.exports ?? {})
      .filter((path) => path !== './package.json')
      .map((path) => `${name}${path.slice(1)}`),
  );
}
