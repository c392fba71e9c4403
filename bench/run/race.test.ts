import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { section } from '../report/section.ts';
import type { Content } from './content.ts';
import { runRace } from './race.ts';
import type { Setup } from './setup.ts';
import { type Contender, type Measurement, NotFinishedError } from './workload.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

const setup: Setup = { sluice: [], python: null, profiles: null, native: true, scale: 1, folder };
const content: Content = { rows: { rows: 1, checksum: '1', columns: {} } };
const nothing = () => Promise.resolve();
const engine: Engine = {
  about: '',
  place: () => 'database',
  keep: (name) => name,
  create: nothing,
  settle: nothing,
  copy: nothing,
  content: () => Promise.resolve(content),
  remove: nothing,
  peerOptions: () => [],
  close: nothing,
};

const measured: Measurement = { seconds: 2, cpuSeconds: 1, peakBytes: 1e6, parts: {} };
function contender(name: string, run: () => Promise<Measurement>): Contender & { readonly tries: number } {
  let tries = 0;
  return {
    name,
    kind: name === 'sluice' ? 'sluice' : 'dlt',
    records: 1,
    get tries() {
      return tries;
    },
    run() {
      tries++;
      return run();
    },
  };
}

test('who fails or does not finish is not run again, and the others go on', async () => {
  const sluice = contender('sluice', () => Promise.resolve(measured));
  const broken = contender('broken', () => Promise.reject(new Error('no disk')));
  const endless = contender('endless', () => Promise.reject(new NotFinishedError(300)));
  const contenders = [sluice, broken, endless];
  const results = await runRace({ engine, contenders }, 3, setup);
  expect(contenders.map(({ tries }) => tries)).toEqual([3, 1, 1]);
  expect(results.map(({ failure, unfinished }) => ({ failure, unfinished }))).toEqual([
    { failure: null, unfinished: null },
    { failure: 'no disk', unfinished: null },
    { failure: null, unfinished: 300 },
  ]);
  const workload = { name: 'test', letter: 'T', about: '', prepare: () => Promise.reject() };
  const text = section({ workload, results, targets: [], provenance: '' });
  expect(text).toMatch(/^\| endless +\| +0 \| +> 300 \|/m);
  expect(text).toContain('- endless was not finished after 300 s');
  expect(text).toContain('- broken failed: no disk');
});
