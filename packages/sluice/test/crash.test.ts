import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { duckdb } from '@sluice/destination-duckdb';
import { pipeline } from 'sluice';
import { beforeAll, expect, test } from 'vitest';
import { workspace } from './workspace.ts';

const child = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
const killer = new URL('../../../e2e/crash/kill-at.ts', import.meta.url).href;

/** Runs the child; resolves with the signal that ended it, or its exit code. */
function runChild(folder: string, run: string, crashAt = ''): Promise<string | number | null> {
  const place = [join(folder, 'store.duckdb'), join(folder, 'work')];
  const started = spawn(
    process.execPath,
    ['--conditions=@sluice/source', `--import=${killer}`, child, ...place, run],
    { env: { ...process.env, CRASH_AT: crashAt }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return new Promise((resolve) => started.on('exit', (code, signal) => resolve(signal ?? code)));
}

/** Everything a person would query, without what is random. */
async function contents(folder: string): Promise<unknown> {
  const data = pipeline({
    name: 'crash',
    destination: duckdb(join(folder, 'store.duckdb')),
    dataset: 'data',
  }).dataset();
  const query = (sql: string) => data.query(sql);
  return {
    log: await query('SELECT id, seq, v, late FROM data.log ORDER BY seq'),
    logChildren: await query('SELECT n FROM data.log__k ORDER BY ALL'),
    current: await query('SELECT id, seq, v, late FROM data.current ORDER BY id'),
    currentChildren: await query(
      'SELECT c.id, k.n FROM data.current__k k JOIN data.current c ON c._dlt_id = k._dlt_parent_id ORDER BY ALL',
    ),
    snapshot: await query('SELECT id, seq, v, late FROM data.snapshot ORDER BY seq'),
    eachLoadOnce: await query('SELECT count(*) = count(DISTINCT load_id) AS yes FROM data._dlt_loads'),
    states: await query('SELECT version FROM data._dlt_pipeline_state ORDER BY version'),
    versions: await query('SELECT count(*) AS versions FROM data._dlt_version'),
  };
}

let uncrashed: unknown;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-uncrashed-'));
  await runChild(folder, '1');
  await runChild(folder, '2');
  uncrashed = await contents(folder);
  await rm(folder, { recursive: true });
});

test.for([
  ['before the seal', 'parts-written'],
  ['between seal and publish', 'sealed'],
  ['inside the transaction', 'in-transaction'],
  ['just after the commit', 'committed'],
])(
  'killed %s, the next run makes the dataset what it would have been',
  { timeout: 60_000 },
  async ([, point]) => {
    const { folder } = await workspace();
    expect(await runChild(folder, '1', point)).toBe('SIGKILL');
    expect(await runChild(folder, '1')).toBe(0);
    expect(await runChild(folder, '2', point)).toBe('SIGKILL');
    expect(await runChild(folder, '2')).toBe(0);
    expect(await contents(folder)).toEqual(uncrashed);
  },
);
