import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readWorkspace } from '../tools/workspace.ts';
import { exec, root } from './packages.ts';

const programs = readWorkspace(root).flatMap(({ folder, manifest }) =>
  folder.startsWith('examples/')
    ? [...(manifest.scripts?.start ?? '').matchAll(/src\/\S+\.ts/g)].map(([file]) => `${folder}/${file}`)
    : [],
);

/** What has to be in the output, beside the checks that an example makes itself. */
const says: Readonly<Record<string, string>> = { 'examples/hello/src/hello.ts': 'Rex' };

test.each(programs)('%s runs from the sources', async (program) => {
  const cwd = await mkdtemp(join(tmpdir(), 'sluice-example-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const { stdout } = await exec(process.execPath, ['--conditions=@sluice/source', join(root, program)], {
    cwd,
  });
  expect(stdout).toContain(says[program] ?? '\n');
});
