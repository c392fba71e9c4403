import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { classify } from '../src/failures.ts';
import { holdElsewhere } from './elsewhere.ts';
import { type Workbench, workbench } from './workbench.ts';

type Connection = Awaited<ReturnType<DuckDBInstance['connect']>>;

let bench: Workbench;
let instance: DuckDBInstance;
let one: Connection;
let two: Connection;
beforeEach(async () => {
  bench = await workbench();
  instance = await DuckDBInstance.create(join(bench.folder, 'errors.duckdb'));
  one = await instance.connect();
  two = await instance.connect();
  await one.run(
    'CREATE TABLE t (id BIGINT PRIMARY KEY, v BIGINT NOT NULL); INSERT INTO t VALUES (1, 1), (2, 2)',
  );
});
afterEach(async () => {
  one.closeSync();
  two.closeSync();
  instance.closeSync();
  await bench.remove();
});

/** Statements of two connections by turns; the last one has to fail. */
const turns = async (...statements: readonly (readonly [() => Connection, string])[]): Promise<void> => {
  for (const [connection, sql] of statements) await connection().run(sql);
};
const first = () => one;
const second = () => two;

test.each<[string, string, () => Promise<unknown>]>([
  ['missing-relation', 'a table', () => one.run('SELECT * FROM nope')],
  ['missing-relation', 'a table of a schema', () => one.run('SELECT * FROM main.nope')],
  ['missing-relation', 'a schema', () => one.run('SELECT * FROM nope.nope')],
  ['missing-relation', 'a schema to create in', () => one.run('CREATE TABLE nope.t (i INTEGER)')],
  ['missing-relation', 'a table to insert into', () => one.run('INSERT INTO nope VALUES (1)')],
  [
    'transient',
    'two updates of one row',
    () =>
      turns([first, 'BEGIN; UPDATE t SET v = 5 WHERE id = 1'], [second, 'UPDATE t SET v = 6 WHERE id = 1']),
  ],
  [
    'transient',
    'a row that is deleted twice',
    () => turns([first, 'BEGIN; DELETE FROM t WHERE id = 1'], [second, 'DELETE FROM t WHERE id = 1']),
  ],
  [
    'transient',
    'two new rows with one key',
    () =>
      turns(
        [first, 'BEGIN; INSERT INTO t VALUES (7, 7)'],
        [second, 'BEGIN; INSERT INTO t VALUES (7, 7)'],
        [first, 'COMMIT'],
        [second, 'COMMIT'],
      ),
  ],
  [
    'transient',
    'rows for a table that is altered',
    () =>
      turns([first, 'BEGIN; ALTER TABLE t ADD COLUMN w INTEGER'], [second, 'INSERT INTO t VALUES (9, 9)']),
  ],
  [
    'transient',
    'rows for a table that was altered meanwhile',
    () =>
      turns(
        [second, 'BEGIN; SELECT count(*) FROM t'],
        [first, 'ALTER TABLE t ADD COLUMN w INTEGER'],
        [second, 'INSERT INTO t VALUES (9, 9)'],
        [second, 'COMMIT'],
      ),
  ],
  [
    'transient',
    'two new tables of one name',
    () => turns([first, 'BEGIN; CREATE TABLE u (i INTEGER)'], [second, 'CREATE TABLE u (i INTEGER)']),
  ],
  ['transient', 'a table that is there', () => one.run('CREATE TABLE t (i INTEGER)')],
  ['transient', 'a schema that is there', () => one.run('CREATE SCHEMA main')],
  ['transient', 'a column that is there', () => one.run('ALTER TABLE t ADD COLUMN v INTEGER')],
  [
    'transient',
    'an interruption',
    () => {
      setTimeout(() => one.interrupt(), 100);
      return one.run('SELECT count(*) FROM range(10000000) a, range(10000000) b');
    },
  ],
  [
    'transient',
    'a file that another process has open',
    async () => {
      const file = join(bench.folder, 'held.duckdb');
      const letGo = await holdElsewhere(file);
      await DuckDBInstance.create(file).finally(letGo);
    },
  ],
  [
    'transient',
    'a file that this process has open in another way',
    async () => {
      const file = join(bench.folder, 'own.duckdb');
      const open = await DuckDBInstance.fromCache(file);
      await DuckDBInstance.fromCache(file, { access_mode: 'READ_ONLY' }).finally(() => open.closeSync());
    },
  ],
  ['permanent', 'a key that is there', () => one.run('INSERT INTO t VALUES (1, 1)')],
  ['permanent', 'a null where none may be', () => one.run('INSERT INTO t VALUES (3, NULL)')],
  ['permanent', 'a column that is not there', () => one.run('SELECT nope FROM t')],
  ['permanent', 'a function that is not there', () => one.run('SELECT nope(1)')],
  ['permanent', 'a value of another type', () => one.run("INSERT INTO t VALUES (3, 'x')")],
  ['permanent', 'a number out of range', () => one.run('SELECT 300::TINYINT')],
  ['permanent', 'what is no SQL', () => one.run('SELEC 1')],
  ['permanent', 'a file that is not there', () => one.run("SELECT * FROM read_parquet('nope.parquet')")],
  ['permanent', 'an extension that is not there', () => one.run("LOAD 'nope'")],
  [
    'permanent',
    'too little memory',
    () => one.run("SET memory_limit = '1MB'; CREATE TABLE big AS SELECT * FROM range(1000000)"),
  ],
  [
    'permanent',
    'a database that is read only',
    () => one.run(`ATTACH '${join(bench.folder, 'none.duckdb')}' AS past (READ_ONLY)`),
  ],
])('%s: %s', async (reason, _, provoke) => {
  const error = await provoke().catch((raised: unknown) => raised);
  expect(error).toBeInstanceOf(Error);
  expect(`${classify(error)}: ${error}`).toMatch(new RegExp(`^${reason}: `));
});
