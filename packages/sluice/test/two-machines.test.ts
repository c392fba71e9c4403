import { join } from 'node:path';
import { incremental, resource } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

/** Two machines run one pipeline: each has a working folder of its own, the destination is the same. */
async function machines() {
  const { folder, open } = await workspace();
  const machine = (name: string) => () => open({ workDir: join(folder, name) });
  return [machine('a'), machine('b')] as const;
}

const log = (...ids: number[]) =>
  resource(
    'log',
    { cursor: incremental<number>('id') },
    ids.map((id) => ({ id })),
  );

test('of two runs that began at the same state, the first to publish wins and the other writes nothing', async () => {
  const [a, b] = await machines();
  await a().run(log(1));
  await a().extract(log(1, 2));
  await b().extract(log(1, 2, 3));
  await b().load();
  await expect(a().load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
  expect(await rowsOf(a(), 'log')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);

  // The loser goes on from where the winner stopped.
  await a().abort();
  await a().run(log(1, 2, 3, 4));
  expect(await rowsOf(a(), 'log')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
});

test('the same for two first runs', async () => {
  const [a, b] = await machines();
  await a().extract(log(1));
  await b().extract(log(1));
  await a().load();
  await expect(b().load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
  expect(await rowsOf(a(), 'log')).toEqual([{ id: 1 }]);
});

test('a package that waits behind one in conflict is not loaded either', async () => {
  const [a, b] = await machines();
  await a().run(log(1));
  await a().extract(log(2));
  await a().extract(log(3));
  await b().run(log(9));
  await expect(a().load()).rejects.toMatchObject({ code: 'LOAD_STATE_CONFLICT' });
  expect(await a().pending()).toHaveLength(2);
  expect(await rowsOf(a(), 'log')).toEqual([{ id: 1 }, { id: 9 }]);
});

test('a schema that another pipeline changes between sealing and publishing is joined; both restore it', async () => {
  const { folder, open } = await workspace();
  const pipelineOf = (name: string) => open({ name, workDir: join(folder, name) });
  const run = { table: 't', schemaName: 'shared' };
  await pipelineOf('first').run([{ id: 1 }], run);
  // Extracted first, published last: load ids alone would take its schema for the older one.
  await pipelineOf('first').extract([{ id: 2, ours: 'x' }], run);
  await pipelineOf('second').run([{ id: 3, theirs: 1 }], run);
  await pipelineOf('first').load();
  expect(await rowsOf(pipelineOf('first'), 't')).toEqual([
    { id: 1, ours: null, theirs: null },
    { id: 2, ours: 'x', theirs: null },
    { id: 3, ours: null, theirs: 1 },
  ]);
  for (const name of ['first', 'second']) {
    const restored = open({ name, workDir: join(folder, `${name} elsewhere`) });
    await restored.sync();
    const columns = [...(restored.schemas.get('shared')?.tables.get('t')?.columns.keys() ?? [])];
    expect(columns.filter((column) => !column.startsWith('_dlt_')).sort()).toEqual(['id', 'ours', 'theirs']);
  }
});
