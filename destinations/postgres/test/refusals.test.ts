import { isSluiceError } from '@sluice/schema';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify } from '../src/classify.ts';
import { type Session, startSession } from './session.ts';
import { type Workbench, workbench } from './workbench.ts';

let session: Session;
let admin: Client;
/** The same dataset, as the owner and as a role that may do less. */
let owner: Workbench;
let limited: Workbench;
let dataset: string;
let count = 0;

beforeAll(async () => {
  session = await startSession();
  admin = await session.open();
  await admin.query('CREATE ROLE limited LOGIN CONNECTION LIMIT 10');
});
afterAll(() => session.close());
beforeEach(async () => {
  dataset = `d${++count}`;
  owner = await workbench(session.url, dataset, admin);
  limited = await workbench(session.url, dataset, admin, { attempts: 2, options: { user: 'limited' } });
  await owner.load([table(1)]);
  await admin.query(`CREATE SCHEMA IF NOT EXISTS ${dataset}_staging`);
});
afterEach(async () => {
  await owner.remove();
  await limited.remove();
});

function table(v: number, more?: string) {
  const names = more === undefined ? ['v'] : ['v', more];
  const columns = names.map((name) => ({ name, data_type: 'bigint' }) as const);
  return { name: 't', columns, parts: [[Object.fromEntries(names.map((name) => [name, v]))]] };
}

/** What the load of a second row fails with. Nothing of it is left. */
async function refusal(load: Promise<unknown>): Promise<unknown> {
  const error = await load.then(
    () => expect.unreachable('it was loaded'),
    (reason: unknown) => reason,
  );
  expect((await owner.query('SELECT * FROM t')).rows).toEqual([[1]]);
  expect((await owner.query('SELECT count(*) FROM _dlt_loads')).rows).toEqual([[1]]);
  const staged = await owner.query(`SELECT tablename FROM pg_tables WHERE schemaname = '${dataset}_staging'`);
  expect(staged.rows).toEqual([]);
  return error;
}

describe('a role that lacks', () => {
  test.each<[right: string, granted: string, says: string, helps: string]>([
    ['everything', '', 'permission denied for schema DATASET', 'GRANT USAGE, CREATE ON SCHEMA DATASET'],
    [
      'the staging schema',
      'GRANT USAGE ON SCHEMA DATASET TO limited; GRANT ALL ON ALL TABLES IN SCHEMA DATASET TO limited; DROP SCHEMA DATASET_staging',
      'permission denied for database',
      'GRANT CREATE ON DATABASE',
    ],
    [
      'rights on the staging schema',
      'GRANT USAGE ON SCHEMA DATASET TO limited; GRANT ALL ON ALL TABLES IN SCHEMA DATASET TO limited',
      'permission denied for schema DATASET_staging',
      'GRANT USAGE, CREATE ON SCHEMA DATASET_staging',
    ],
    [
      'the right to write',
      'GRANT ALL ON SCHEMA DATASET, DATASET_staging TO limited; GRANT SELECT ON ALL TABLES IN SCHEMA DATASET TO limited',
      'permission denied for table t',
      'GRANT SELECT, INSERT, UPDATE, DELETE ON the table t',
    ],
  ])('%s', async (_, granted, says, helps) => {
    const named = (text: string) => text.replaceAll('DATASET', dataset);
    await admin.query(named(granted));
    const error = await refusal(limited.load([table(2)]));
    expect(error).toMatchObject({
      code: 'DESTINATION_PERMISSION_MISSING',
      message: expect.stringContaining(named(says)),
      remedy: expect.stringContaining(named(helps)),
      cause: { code: '42501' },
    });
    expect(classify(error)).toBe('permanent');
  });

  test('the ownership of a table that gets a column', async () => {
    await admin.query(`GRANT ALL ON SCHEMA ${dataset}, ${dataset}_staging TO limited`);
    await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${dataset} TO limited`);
    const error = await refusal(limited.load([table(1), table(2, 'w')].slice(1)));
    expect(error).toMatchObject({
      code: 'DESTINATION_PERMISSION_MISSING',
      remedy: expect.stringContaining('ALTER TABLE t OWNER TO'),
    });
    // Without a new column, nothing is missing.
    await limited.load([table(1)]);
  });
});

test('a role that may make no temporary views cannot merge', async () => {
  const name = new URL(session.url).pathname.slice(1);
  await admin.query(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  await admin.query(`GRANT ALL ON SCHEMA ${dataset}, ${dataset}_staging TO limited`);
  await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${dataset} TO limited`);
  const columns = [{ name: 'v', data_type: 'bigint', primary_key: true } as const];
  const merge = { ...table(2), columns, hints: { write_disposition: 'merge' } } as const;
  expect(await refusal(limited.load([merge]))).toMatchObject({
    code: 'DESTINATION_PERMISSION_MISSING',
    remedy: expect.stringContaining(`GRANT TEMPORARY ON DATABASE ${name} TO`),
  });
  await admin.query(`GRANT TEMPORARY ON DATABASE ${name} TO PUBLIC`);
  await limited.load([table(3)]);
});

test('a role that may do enough loads without owning anything in the database', async () => {
  await admin.query(
    `CREATE SCHEMA own AUTHORIZATION limited; CREATE SCHEMA own_staging AUTHORIZATION limited`,
  );
  const own = await workbench(session.url, 'own', admin, { options: { user: 'limited' } });
  await own.load([table(1)]);
  await own.load([table(2, 'w')]);
  expect((await own.query('SELECT v, w FROM t ORDER BY v')).rows).toEqual([
    [1, null],
    [2, 2],
  ]);
  await own.remove();
});

describe('for now', () => {
  beforeEach(async () => {
    await admin.query(`GRANT ALL ON SCHEMA ${dataset}, ${dataset}_staging TO limited`);
    await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${dataset} TO limited`);
  });
  afterEach(async () => {
    await admin.query('ALTER ROLE limited RESET ALL; ALTER ROLE limited CONNECTION LIMIT 10');
    // What was refused is loaded when nothing is in its way.
    await limited.load([table(3)]);
    expect((await owner.query('SELECT * FROM t ORDER BY v')).rows).toEqual([[1], [3]]);
  });

  test('the session takes no writes', async () => {
    await admin.query('ALTER ROLE limited SET default_transaction_read_only = on');
    const error = await refusal(limited.load([table(2)]));
    expect(error).toMatchObject({ code: 'DESTINATION_READ_ONLY', cause: { code: '25006' } });
    expect(classify(error)).toBe('transient');
  });

  test('statements have too little time', async () => {
    await admin.query("ALTER ROLE limited SET statement_timeout = '1s'");
    const blocker = await session.open();
    await blocker.query(`BEGIN; LOCK TABLE ${dataset}.t`);
    const error = await refusal(limited.load([table(2)]).finally(() => blocker.query('ROLLBACK')));
    expect(error).toMatchObject({ code: 'LOAD_FAILED', cause: { code: '57014' } });
    expect(isSluiceError(error) && classify(error.cause)).toBe('transient');
  });

  test('a lock is not free', async () => {
    await admin.query("ALTER ROLE limited SET lock_timeout = '10ms'");
    const blocker = await session.open();
    await blocker.query(`BEGIN; LOCK TABLE ${dataset}.t`);
    const error = await refusal(limited.load([table(2)]).finally(() => blocker.query('ROLLBACK')));
    expect(error).toMatchObject({ code: 'LOAD_FAILED', cause: { code: '55P03' } });
  });

  test('there are too many connections', async () => {
    await admin.query('ALTER ROLE limited CONNECTION LIMIT 1');
    const error = await refusal(limited.load([table(2)]));
    expect(error).toMatchObject({
      code: 'DESTINATION_UNREACHABLE',
      remedy: expect.stringContaining('`connections`'),
      cause: { code: '53300' },
    });
  });
});
