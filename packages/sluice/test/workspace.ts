import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { type PipelineOptions, pipeline } from 'sluice';
import { afterEach } from 'vitest';
import type { OpenDestination } from './engines.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A fresh folder with a destination and a working folder, removed after the test. Default: a DuckDB file in it. */
export async function workspace(engine?: (folder: string) => Promise<OpenDestination>) {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  folders.push(folder);
  const file = join(folder, 'store.duckdb');
  const destination = engine ? await engine(folder) : () => duckdb(file);
  return {
    folder,
    file,
    destination,
    /** A pipeline of this workspace: each call is as good as another process. */
    open: (options: Partial<PipelineOptions> = {}) =>
      pipeline({
        name: 'test',
        destination: destination(),
        dataset: 'data',
        workDir: join(folder, 'work'),
        ...options,
      }),
    /** What another machine would start with: the destination and nothing else. */
    forgetWork: () => rm(join(folder, 'work'), { recursive: true, force: true }),
  };
}

/** The rows of a table in the order of one of its columns, without the columns that differ from run to run. */
export async function rowsOf(
  opened: ReturnType<Awaited<ReturnType<typeof workspace>>['open']>,
  table: string,
  orderBy = 'id',
): Promise<Record<string, unknown>[]> {
  const rows = await opened.dataset().table(table).orderBy(orderBy).rows();
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_dlt_'))),
  );
}
