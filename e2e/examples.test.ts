import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readWorkspace } from '../tools/workspace.ts';
import { exec, root } from './packages.ts';

/** Each example's folder, and the programs that its `start` runs. */
const examples = readWorkspace(root).flatMap(({ folder, manifest }) =>
  folder.startsWith('examples/')
    ? { folder, programs: [...(manifest.scripts?.start ?? '').matchAll(/src\/\S+\.ts/g)].map(String) }
    : [],
);

// After a change on purpose: `pnpm vitest run e2e/examples -u`, and read what changed in the expected.txt.
test.each(examples)('$folder prints what its expected.txt says', async ({ folder, programs }) => {
  const cwd = await mkdtemp(join(tmpdir(), 'sluice-example-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  let output = '';
  for (const program of programs) {
    const args = ['--conditions=@sluice/source', join(root, folder, program)];
    const { stdout } = await exec(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: '1' } });
    output += stdout;
  }
  expect(programs).not.toEqual([]);
  await expect(mask(output, cwd)).toMatchFileSnapshot(join(root, folder, 'expected.txt'));
});

/** Takes out what is another at every run: times, ids, and where it ran. */
function mask(output: string, cwd: string): string {
  return output
    .replaceAll(cwd, '<folder>')
    .replace(/\b\d+\.\d+ s\b/g, '<time> s')
    .replace(/[\d,]+ rows\/s/g, '<speed> rows/s')
    .replace(/\b\d{10}\.\d+\b/g, '<load id>')
    .replace(/(_dlt_(?:id|parent_id|root_id): )'[^']+'/g, "$1'<id>'");
}
