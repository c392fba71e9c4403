import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { duckdb } from '@sluice/destination-duckdb';
import { pipeline } from 'sluice';
import { expect, test } from 'vitest';
import { workspace } from './workspace.ts';

const child = fileURLToPath(new URL('./signal-child.ts', import.meta.url));

test('SIGINT stops a run cleanly, and the next one loads everything once', async () => {
  const { folder } = await workspace();
  const place = [join(folder, 'store.duckdb'), join(folder, 'work')];
  const stopped = fork(child, place, { execArgv: ['--conditions=@sluice/source'] });
  await once(stopped, 'message');
  stopped.kill('SIGINT');
  expect(await once(stopped, 'exit')).toEqual([130, null]);
  expect(await readdir(join(folder, 'work', 'stopped'))).not.toContain('lock');

  const again = fork(child, place, { execArgv: ['--conditions=@sluice/source'], stdio: 'inherit' });
  again.on('message', () => again.kill('SIGKILL'));
  expect(await once(again, 'exit')).toEqual([null, 'SIGKILL']);

  const [file = '', workDir = ''] = place;
  const whole = pipeline({ name: 'stopped', destination: duckdb(file), dataset: 'data', workDir });
  await whole.run(
    Array.from({ length: 1000 }, (_, index) => ({ n: index + 1 })),
    { table: 'numbers' },
  );
  const rows = await whole
    .dataset()
    .query('SELECT count(*) AS rows, count(DISTINCT n) AS numbers FROM data.numbers');
  expect(rows).toEqual([{ rows: 1000, numbers: 1000 }]);
});
