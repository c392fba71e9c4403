import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringifySchema } from '@sluice/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TableInput, type Workbench, workbench } from './workbench.ts';

const child = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
const killer = new URL('../../../e2e/crash/kill-at.ts', import.meta.url).href;

let bench: Workbench;
let part: string;
let document: string;
beforeEach(async () => {
  bench = await workbench();
  await bench.load({ tables: [merged([{ id: 1, v: 1, _dlt_id: 'old' }])], state: 'old' });
  // The package that the child will seal is made here and taken apart again.
  const sealed = await bench.seal({
    tables: [
      merged([
        { id: 1, v: 2, _dlt_id: 'a' },
        { id: 2, v: 2, _dlt_id: 'b' },
      ]),
    ],
  });
  part = join(bench.folder, 'new.parquet');
  document = join(bench.folder, 'new.json');
  await copyFile(join(sealed.folder, '000001.parquet'), part);
  await writeFile(document, stringifySchema(sealed.schema));
  await bench.store.discard(sealed.manifest.loadId);
});
afterEach(() => bench.remove());

function merged(rows: Record<string, unknown>[]): TableInput {
  return {
    name: 't',
    hints: { write_disposition: 'merge' },
    columns: [
      { name: 'id', data_type: 'bigint', primary_key: true },
      { name: 'v', data_type: 'bigint' },
      { name: '_dlt_id', data_type: 'text', row_key: true },
    ],
    parts: [rows],
  };
}

function run(crashAt = '') {
  const args = [
    '--conditions=@sluice/source',
    `--import=${killer}`,
    child,
    join(bench.folder, 'packages'),
    bench.file,
    part,
    document,
  ];
  const env = { ...process.env, CRASH_AT: crashAt };
  return spawnSync(process.execPath, args, { env, encoding: 'utf8' });
}

const before = { rows: [[1, 1]], loads: 1, state: 'old' };
const after = {
  rows: [
    [1, 2],
    [2, 2],
  ],
  loads: 2,
  state: 'new',
};

async function content(): Promise<typeof before> {
  const rows = (await bench.rows('SELECT id, v FROM data.t ORDER BY id')) as number[][];
  const loads = Number((await bench.rows('SELECT count(*) FROM data._dlt_loads'))[0]?.[0]);
  const connection = await bench.destination.open({ dataset: 'data' });
  const state = (await connection.readState('test'))?.state ?? '';
  await connection.close();
  return { rows, loads, state };
}

test.each<[string, typeof before, string]>([
  ['parts-written', before, 'published'],
  ['sealed', before, 'published'],
  ['publishing', before, 'published'],
  ['staged', before, 'published'],
  ['in-transaction', before, 'published'],
  ['committed', after, 'noticed'],
  ['package-finished', after, ''],
])(
  'killed at %s: all or nothing is there, and the next run makes it once',
  async (point, left, outcome) => {
    const killed = run(point);
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    expect(await content()).toEqual(left);

    const next = run();
    expect(next.stderr).toBe('');
    expect(next.stdout.trim()).toBe(outcome);
    expect(await content()).toEqual(after);
    expect(await bench.store.sealed()).toEqual([]);
    const unsealed = join(bench.folder, 'packages', 'new');
    expect(existsSync(unsealed) ? await readdir(unsealed) : []).toEqual([]);
  },
  60_000,
);
