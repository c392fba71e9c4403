import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { exec, root } from './packages.ts';

/** Builds and packs every published package, before the first of these tests; `packed` hands out the tarballs. */
export default async function packOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-tarballs-'));
  await exec(process.execPath, [join(root, 'tools/pack-all.ts'), folder], { cwd: root });
  project.provide('tarballs', folder);
  return () => rm(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder they are in. */
    tarballs: string;
  }
}
