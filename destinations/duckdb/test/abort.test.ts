import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { DuckDBInstance } from '@duckdb/node-api';
import { loadPackage } from '@sluice/load';
import { expect, test } from 'vitest';
import { duckdb } from '../src/index.ts';
import { workbench } from './workbench.ts';

const channel = 'sluice:transition';
const column = { name: 'id', data_type: 'bigint' as const, primary_key: true };
/** Nobody waits for the end of it. */
const endless = '(SELECT count(*) FROM range(10000000) a, range(10000000) b) > 0';

async function abortWhilePublishing(make: Parameters<typeof workbench>[0]): Promise<void> {
  const bench = await workbench(make);
  const load = (id: number) => bench.load({ tables: [{ name: 't', columns: [column], parts: [[{ id }]] }] });
  await load(1);
  const abort = new AbortController();
  // The statement after the last one that is heard of is the endless one.
  let waiting: NodeJS.Timeout | undefined;
  const onTransition = (message: unknown): void => {
    if ((message as { name: string }).name !== 'statement') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => abort.abort(new Error('enough')), 300);
  };
  subscribe(channel, onTransition);
  const sealed = await bench.seal({
    tables: [
      {
        name: 't',
        columns: [column],
        hints: { write_disposition: 'merge', 'x-merge-source-filter': endless },
        parts: [[{ id: 2 }]],
      },
    ],
  });
  const loading = loadPackage(sealed, bench.destination, { store: bench.store, signal: abort.signal });
  await expect(loading).rejects.toThrow('enough');
  unsubscribe(channel, onTransition);

  expect(await bench.rows('SELECT id FROM t')).toEqual([[1]]);
  expect(await bench.store.sealed()).toHaveLength(1);
  await bench.store.discard(sealed.manifest.loadId);
  await load(3);
  expect(await bench.rows('SELECT id FROM t ORDER BY id')).toEqual([[1], [3]]);
  await bench.remove();
}

test('an abort ends a publish that would never end, and leaves nothing of it', async () => {
  await abortWhilePublishing((file) => duckdb(file));
});

test('also on a connection that was handed in', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await abortWhilePublishing(() => duckdb({ connection }));
  connection.closeSync();
  instance.closeSync();
});
