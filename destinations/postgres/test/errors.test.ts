import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../src/classify.ts';
import { type Session, startSession } from './session.ts';

let session: Session;
let client: Client;
let other: Client;

beforeAll(async () => {
  session = await startSession();
  client = await session.open();
  other = await session.open();
  await client.query(`
CREATE SCHEMA s; CREATE TABLE s.t (id int PRIMARY KEY, name varchar(3) NOT NULL); CREATE TABLE s.u (id int);
INSERT INTO s.t VALUES (1, 'a'), (2, 'b');
CREATE ROLE nobody;`);
});
afterAll(() => session.close());

/** Code and meaning of what goes wrong. */
async function failureOf(work: Promise<unknown>): Promise<[code: string | undefined, reason: string]> {
  const error = await work.then(
    () => expect.unreachable('it went well'),
    (reason: unknown) => reason,
  );
  return [(error as { code?: string }).code, classify(error)];
}

test.each([
  ['SELECT 1 FROM s.nothing', '42P01', 'missing-relation'],
  ['SELECT 1 FROM nowhere.t', '42P01', 'missing-relation'],
  ['INSERT INTO nowhere.t VALUES (1)', '42P01', 'missing-relation'],
  ['CREATE TABLE nowhere.t (x int)', '3F000', 'missing-relation'],
  ['CREATE SCHEMA s', '42P06', 'transient'],
  ['CREATE TABLE s.t (x int)', '42P07', 'transient'],
  ['ALTER TABLE s.t ADD COLUMN name text', '42701', 'transient'],
  ["SET statement_timeout = '1ms'; SELECT pg_sleep(60)", '57014', 'transient'],
  ['BEGIN READ ONLY; INSERT INTO s.u VALUES (1)', '25006', 'transient'],
  ['CREATE TABLE s.v (ctid text)', '42701', 'permanent'],
  ['ALTER TABLE s.t ADD COLUMN xmin text', '42701', 'permanent'],
  ["INSERT INTO s.t VALUES (1, 'c')", '23505', 'permanent'],
  ['INSERT INTO s.t VALUES (3, NULL)', '23502', 'permanent'],
  ["INSERT INTO s.t VALUES (3, 'long')", '22001', 'permanent'],
  ['SELECT 40000::smallint', '22003', 'permanent'],
  ["SELECT CAST('x' AS int)", '22P02', 'permanent'],
  ['SELECT nothing FROM s.t', '42703', 'permanent'],
  ['SELEC 1', '42601', 'permanent'],
  ['ALTER TABLE s.u ADD COLUMN x int NOT NULL; INSERT INTO s.u VALUES (1)', '23502', 'permanent'],
  ['SET ROLE nobody; SELECT * FROM s.t', '42501', 'permanent'],
  ['BEGIN; SELECT 1/0', '22012', 'permanent'],
  ['CREATE ROLE nobody', '42710', 'transient'],
  ["SELECT convert_from('\\x00', 'UTF8')", '22021', 'permanent'],
  ['SELECT 1e200::numeric(38,9)', '22003', 'permanent'],
  ["SELECT 'NaN'::numeric::int", '0A000', 'permanent'],
  ["DO $$ BEGIN RAISE 'no'; END $$", 'P0001', 'permanent'],
  ["CREATE SEQUENCE s.q; SELECT currval('s.q')", '55000', 'permanent'],
  ['CREATE TABLE s.w (id int) PARTITION BY RANGE (id); INSERT INTO s.w VALUES (1)', '23514', 'permanent'],
  [
    `CREATE TABLE s.w (${Array.from({ length: 1601 }, (_, n) => `c${n} int`).join(', ')})`,
    '54011',
    'permanent',
  ],
  [
    "SET work_mem = '64kB'; SET temp_file_limit = '64kB'; SELECT n FROM generate_series(1, 100000) n ORDER BY -n",
    '53400',
    'permanent',
  ],
])('%s', async (sql, code, reason) => {
  expect(await failureOf(client.query(sql))).toEqual([code, reason]);
  await client.query('ROLLBACK; RESET ALL; RESET ROLE');
});

describe('two sessions at once', () => {
  test('make one schema', async () => {
    await client.query('BEGIN; CREATE SCHEMA ours');
    const blocked = failureOf(other.query('CREATE SCHEMA IF NOT EXISTS ours'));
    await untilBlocked();
    await client.query('COMMIT');
    expect(await blocked).toEqual(['23505', 'transient']);
  });

  test('make one table', async () => {
    await client.query('BEGIN; CREATE TABLE s.ours (x int)');
    const blocked = failureOf(other.query('CREATE TABLE s.ours (x int)'));
    await untilBlocked();
    await client.query('COMMIT');
    expect(await blocked).toEqual(['23505', 'transient']);
  });

  test('wait for each other', async () => {
    await client.query('BEGIN; LOCK TABLE s.t');
    await other.query('BEGIN; LOCK TABLE s.u');
    const one = client.query('LOCK TABLE s.u').finally(() => client.query('ROLLBACK'));
    const two = other.query('LOCK TABLE s.t').finally(() => other.query('ROLLBACK'));
    const [loser] = (await Promise.allSettled([one, two])).filter(({ status }) => status === 'rejected');
    expect(await failureOf(Promise.reject((loser as PromiseRejectedResult).reason))).toEqual([
      '40P01',
      'transient',
    ]);
  });

  test('want one table, and one does not wait', async () => {
    await client.query('BEGIN; LOCK TABLE s.t');
    expect(await failureOf(other.query("SET lock_timeout = '1ms'; SELECT 1 FROM s.t"))).toEqual([
      '55P03',
      'transient',
    ]);
    await client.query('ROLLBACK');
    await other.query('RESET lock_timeout');
  });

  test('cannot be put in an order', async () => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM s.t');
    await other.query("UPDATE s.t SET name = 'c' WHERE id = 1");
    expect(await failureOf(client.query("UPDATE s.t SET name = 'd' WHERE id = 1"))).toEqual([
      '40001',
      'transient',
    ]);
    await client.query('ROLLBACK');
  });

  async function untilBlocked(): Promise<void> {
    for (;;) {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      if (rowCount !== 0) return;
    }
  }
});

test('a session that the administrator ends, in a statement and between two', async () => {
  const busy = await session.open();
  const idle = await session.open();
  const ended = new Promise<void>((resolve) => idle.once('end', resolve));
  const [busyId, idleId] = await Promise.all([busy, idle].map(backendId));
  const sleep = failureOf(busy.query('SELECT pg_sleep(60)'));
  await client.query('SELECT pg_terminate_backend($1), pg_terminate_backend($2)', [busyId, idleId]);
  expect(await sleep).toEqual(['57P01', 'transient']);
  await ended;
  expect(await failureOf(idle.query('SELECT 1'))).toEqual([undefined, 'transient']);
  expect(await failureOf(idle.query('SELECT 1'))).toEqual([undefined, 'transient']);
});

test.each([
  ['idle_in_transaction_session_timeout', 'BEGIN', '25P03'],
  ['transaction_timeout', 'BEGIN', '25P04'],
  ['idle_session_timeout', 'SELECT 1', '57P05'],
])('a session that the server ends by its %s', async (setting, sql, code) => {
  const slow = await session.open();
  const ended = new Promise<unknown>((resolve) => slow.once('error', resolve));
  await slow.query(`SET ${setting} = '1ms'`);
  await slow.query(sql).catch(() => undefined);
  const error = await ended;
  expect([(error as { code: string }).code, classify(error)]).toEqual([code, 'transient']);
});

async function backendId(of: Client): Promise<number> {
  return (await of.query('SELECT pg_backend_pid() AS id')).rows[0].id;
}
