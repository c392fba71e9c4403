import { join } from 'node:path';
import { loadPackage, packageStore } from '@sluice/load';
import type { Column } from '@sluice/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TableInput, type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

const numbers = (name: string, ...columns: string[]): Column[] =>
  (columns.length > 0 ? columns : [name]).map((column) => ({ name: column, data_type: 'bigint' }));
const table = (name: string, parts: TableInput['parts'], hints: TableInput['hints'] = {}): TableInput => ({
  name,
  columns: [...numbers('id', 'id', 'v')],
  hints,
  ...(parts && { parts }),
});

describe('append', () => {
  test('adds rows, tables and columns, and records the load', async () => {
    const loaded = await bench.load({ tables: [table('t', [[{ id: 1, v: 1 }]])] });
    await bench.load({
      tables: [
        { name: 't', columns: numbers('t', 'id', 'v', 'late'), parts: [[{ id: 2, late: 5 }]] },
        table('u', [[{ id: 9, v: 9 }]]),
      ],
    });
    expect(loaded).toMatchObject({
      dataset: 'data',
      alreadyPublished: false,
      tables: [{ name: 't', rows: 1 }],
    });
    expect(await bench.rows('SELECT * FROM data.t ORDER BY id')).toEqual([
      [1, 1, null],
      [2, null, 5],
    ]);
    expect(await bench.rows('SELECT * FROM data.u')).toEqual([[9, 9]]);
    expect(
      await bench.rows(
        'SELECT schema_name, status, schema_version_hash FROM data._dlt_loads ORDER BY load_id',
      ),
    ).toEqual([
      ['test', 0, 'schema 1'],
      ['test', 0, 'schema 2'],
    ]);
    expect(
      await bench.rows(
        'SELECT version, engine_version, schema_name, version_hash FROM data._dlt_version ORDER BY 1',
      ),
    ).toEqual([
      [1, 11, 'test', 'schema 1'],
      [2, 11, 'test', 'schema 2'],
    ]);
  });

  test('takes parts with different columns, and more parts than one', async () => {
    const columns = numbers('t', 'id', 'a', 'b');
    await bench.load({
      tables: [{ name: 't', columns, parts: [[{ id: 1, a: 1 }], [{ id: 2, b: 2 }], [{ b: 3, id: 3 }]] }],
    });
    expect(await bench.rows('SELECT * FROM data.t ORDER BY id')).toEqual([
      [1, 1, null],
      [2, null, 2],
      [3, null, 3],
    ]);
  });

  test('takes names that need quotes, from folders that look like patterns', async () => {
    const store = packageStore(join(bench.folder, 'we[i]rd *?', "it's", 'key=1'));
    const columns = numbers('', 'a "q"', 'ü', 'select');
    const odd = { name: `T'" x`, columns, parts: [[{ 'a "q"': 1, ü: 2, select: 3 }]] };
    const sealed = await bench.seal({ tables: [odd] }, store);
    await loadPackage(sealed, bench.destination, { store });
    expect(await bench.rows(`SELECT * FROM data."T'"" x"`)).toEqual([[1, 2, 3]]);
  });

  test('takes 5,000 columns', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `column_${index}`);
    const row = Object.fromEntries(names.map((name, index) => [name, index]));
    await bench.load({
      tables: [{ name: 'wide', columns: numbers('', ...names), parts: [[row], [{ column_0: 1 }]] }],
    });
    expect(await bench.rows('SELECT column_0, column_4999 FROM data.wide ORDER BY 1')).toEqual([
      [0, 4999],
      [1, null],
    ]);
  });

  test('a column that differs by case only is the same column', async () => {
    await bench.load({ tables: [{ name: 'T', columns: numbers('', 'Id'), parts: [[{ Id: 1 }]] }] });
    await bench.load({ tables: [{ name: 't', columns: numbers('', 'id'), parts: [[{ id: 2 }]] }] });
    expect(await bench.rows('SELECT "ID" FROM data.t ORDER BY 1')).toEqual([[1], [2]]);
  });
});

describe.each(['insert-from-staging', 'truncate-and-insert'] as const)('replace by %s', (replaceStrategy) => {
  const replace = { write_disposition: 'replace' } as const;
  const load = async (tables: TableInput[]) =>
    loadPackage(await bench.seal({ tables }), bench.destination, { store: bench.store, replaceStrategy });
  const kids = (parts?: TableInput['parts']) => table('t__kids', parts, { parent: 't' });

  test('exchanges the rows of the whole chain', async () => {
    await load([table('t', [[{ id: 1, v: 1 }]], replace), kids([[{ id: 1, v: 1 }]])]);
    await load([table('t', [[{ id: 3, v: 3 }]], replace), kids()]);
    expect(await bench.rows('SELECT id FROM data.t')).toEqual([[3]]);
    expect(await bench.rows('SELECT id FROM data.t__kids')).toEqual([]);
  });

  test('by nothing, where nothing came', async () => {
    await load([table('t', [[{ id: 1, v: 1 }]], replace), kids([[{ id: 1, v: 1 }]])]);
    await load([table('t', [], replace), kids()]);
    expect(await bench.rows('SELECT * FROM data.t, data.t__kids')).toEqual([]);
  });

  test('a reader in between sees the old rows', async () => {
    await load([table('t', [[{ id: 1, v: 1 }]], replace)]);
    const reader = await bench.destination.open({ dataset: 'data' });
    const loading = load([table('t', [[{ id: 2, v: 2 }]], replace)]);
    const seen = new Set<unknown>();
    for (let i = 0; i < 20; i++) seen.add((await reader.query('SELECT list(id) FROM data.t')).rows[0]?.[0]);
    await loading;
    await reader.close();
    for (const ids of seen) expect([[1], [2]]).toContainEqual(ids);
  });
});

describe('what is refused', () => {
  const sealAndLoad = (tables: TableInput[]) => bench.load({ tables });

  test.each<[string, TableInput]>([
    [
      'LOAD_STRATEGY_UNSUPPORTED',
      table('t', [[{ id: 1 }]], { write_disposition: 'merge', 'x-merge-strategy': 'newest' as never }),
    ],
    ['MERGE_KEY_MISSING', table('t', [[{ id: 1 }]], { write_disposition: 'merge' })],
    ['IDENTIFIER_COLLISION', { name: 't', columns: numbers('', 'id', 'ID'), parts: [[{ id: 1 }]] }],
  ])('%s, before anything is there', async (code, input) => {
    await expect(sealAndLoad([input])).rejects.toMatchObject({ code });
    expect(await bench.rows("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'data'")).toEqual([]);
    expect(await bench.store.sealed()).toHaveLength(1);
  });

  test('a replace strategy DuckDB does not have', async () => {
    const sealed = await bench.seal({
      tables: [table('t', [[{ id: 1 }]], { write_disposition: 'replace' })],
    });
    await expect(
      loadPackage(sealed, bench.destination, { store: bench.store, replaceStrategy: 'staging-optimized' }),
    ).rejects.toThrow(/LOAD_STRATEGY_UNSUPPORTED.*It offers "insert-from-staging", "truncate-and-insert"/);
  });

  test('a NOT NULL column for a table that exists', async () => {
    await sealAndLoad([table('t', [[{ id: 1 }]])]);
    const columns: Column[] = [...numbers('', 'id'), { name: 'must', data_type: 'text', nullable: false }];
    await expect(
      sealAndLoad([{ name: 't', columns, parts: [[{ id: 2, must: 'x' }]] }]),
    ).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      place: { table: 't', column: 'must' },
    });
  });

  test('a null in a NOT NULL column: nothing of the load is there', async () => {
    const columns: Column[] = [...numbers('', 'id'), { name: 'must', data_type: 'text', nullable: false }];
    await sealAndLoad([{ name: 't', columns, parts: [[{ id: 1, must: 'x' }]] }]);
    await expect(
      sealAndLoad([table('first', [[{ id: 1 }]]), { name: 't', columns, parts: [[{ id: 2 }]] }]),
    ).rejects.toMatchObject({ code: 'LOAD_SCHEMA_DRIFT' });
    expect(await bench.rows('SELECT id FROM data.t')).toEqual([[1]]);
    expect(await bench.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'first'")).toEqual([]);
  });
});

describe('state and schema', () => {
  test('state is read back from the newest committed load', async () => {
    const tables = [table('t', [[{ id: 1, v: 1 }]])];
    await bench.load({ tables, state: 'one', baseStateHash: null });
    await bench.load({ tables, state: 'two', baseStateHash: 'hash of one' });
    await bench.load({ tables, baseStateHash: 'hash of two' });
    const connection = await bench.destination.open({ dataset: 'data' });
    const state = await connection.readState('test');
    const schema = await connection.readSchema({ name: 'test' });
    const first = await connection.readSchema({ hash: 'schema 1' });
    await connection.close();
    expect(state).toMatchObject({
      version: 2,
      engineVersion: 4,
      pipelineName: 'test',
      state: 'two',
      hash: 'hash of two',
    });
    expect(schema).toMatchObject({ name: 'test', hash: 'schema 3', version: 3 });
    expect(first).toMatchObject({ hash: 'schema 1', version: 1 });
    const ids = (await bench.rows('SELECT _dlt_id FROM data._dlt_pipeline_state')).flat();
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9+/]{14}$/);
  });

  test('a schema that returns to an earlier content is the newest one, without another row', async () => {
    const tables = [table('t', [[{ id: 1, v: 1 }]])];
    for (const version of [1, 2, 1]) await bench.load({ tables, version });
    const connection = await bench.destination.open({ dataset: 'data' });
    expect(await connection.readSchema({ name: 'test' })).toMatchObject({ hash: 'schema 1' });
    await connection.close();
    expect(await bench.rows('SELECT version FROM data._dlt_version ORDER BY 1')).toEqual([[1], [2]]);
  });

  test('another writer’s state is a conflict, and nothing is written', async () => {
    const tables = [table('t', [[{ id: 1, v: 1 }]])];
    await bench.load({ tables, state: 'theirs' });
    await expect(bench.load({ tables, state: 'ours', baseStateHash: null })).rejects.toMatchObject({
      code: 'LOAD_STATE_CONFLICT',
    });
    expect(await bench.rows('SELECT count(*) FROM data.t')).toEqual([[1]]);
  });

  test('a dataset that does not exist holds nothing', async () => {
    const connection = await bench.destination.open({ dataset: 'nowhere' });
    expect(await connection.readState('test')).toBeNull();
    expect(await connection.readSchema({ name: 'test' })).toBeNull();
    expect(await connection.readLoad('1.0')).toBeNull();
    expect(await connection.listTables()).toEqual([]);
    expect((await connection.inspect(['t'])).size).toBe(0);
    await connection.close();
  });
});

describe('once', () => {
  test('a load id that somebody else wrote is a collision', async () => {
    const tables = [table('t', [[{ id: 1, v: 1 }]])];
    await bench.load({ tables, loadId: '1700000000.5' });
    await expect(bench.load({ tables, loadId: '1700000000.5' })).rejects.toMatchObject({
      code: 'LOAD_ID_COLLISION',
    });
    expect(await bench.rows('SELECT count(*) FROM data.t')).toEqual([[1]]);
  });

  test('two loads at once wait for each other', async () => {
    const load = (id: number) => bench.load({ tables: [table('t', [[{ id, v: id }]])] });
    await bench.load({ tables: [table('t', [[{ id: 0, v: 0 }]])] });
    await Promise.all([1, 2, 3].map(load));
    expect(await bench.rows('SELECT id FROM data.t ORDER BY 1')).toEqual([[0], [1], [2], [3]]);
  });

  test('an aborted load leaves nothing and can be loaded later', async () => {
    const sealed = await bench.seal({ tables: [table('t', [[{ id: 1, v: 1 }]])] });
    const reason = new Error('enough');
    await expect(
      loadPackage(sealed, bench.destination, { store: bench.store, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    const [again] = await bench.store.sealed();
    expect(again?.manifest.loadId).toBe(sealed.manifest.loadId);
    await loadPackage(sealed, bench.destination, { store: bench.store });
    expect(await bench.rows('SELECT id FROM data.t')).toEqual([[1]]);
    expect(await bench.store.loaded()).toEqual([sealed.manifest.loadId]);
  });
});
