import { stat } from 'node:fs/promises';
import { loadPackage } from '@sluice/load';
import { expect, test } from 'vitest';
import { duckdb } from '../src/index.ts';
import { workbench } from './workbench.ts';

const tables = [{ name: 't', columns: [{ name: 'i', data_type: 'bigint' as const }], parts: [[{ i: 1 }]] }];

test('a database for reading alone is read, and refuses loads before anything happens', async () => {
  const bench = await workbench();
  await bench.load({ tables });
  const sealed = await bench.seal({ tables });
  const { mtimeMs } = await stat(bench.file);
  const readOnly = duckdb({ path: bench.file, readOnly: true });

  await expect(readOnly.checkWritable?.()).rejects.toMatchObject({
    code: 'DESTINATION_READ_ONLY',
    place: { path: bench.file },
  });
  await expect(loadPackage(sealed, readOnly, { store: bench.store })).rejects.toMatchObject({
    code: 'DESTINATION_READ_ONLY',
  });
  expect(await bench.store.sealed()).toHaveLength(1);

  const reader = await readOnly.open({ dataset: 'data' });
  expect((await reader.query('SELECT i FROM t')).rows).toEqual([[1]]);
  expect(await reader.listTables()).toContain('t');
  await reader.close();
  expect((await stat(bench.file)).mtimeMs).toBe(mtimeMs);
  await bench.remove();
});
