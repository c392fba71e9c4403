import { setTimeout as wait } from 'node:timers/promises';
import { postgres } from '@sluice/destination-postgres';
import { type PostgresServer, startPostgres } from '@sluice/test-services';
import { type ResourceHints, resource } from 'sluice';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** A workspace with an empty database, and a way to ask it while something runs. */
async function place() {
  const url = await server.createDatabase();
  const opened = await workspace(async () => () => postgres(url));
  const ask = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
    const connection = await postgres(url).open({ dataset: 'data' });
    try {
      return (await connection.query(sql)).rows;
    } finally {
      await connection.close();
    }
  };
  const stagedTables = async () =>
    (
      await ask(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'data_staging' AND tablename NOT LIKE '%/jobs'",
      )
    ).length;
  const untilStaged = async () => {
    while ((await stagedTables()) === 0) await wait(10);
  };
  return { ...opened, ask, stagedTables, untilStaged, small: { maxBatchRows: 50 } };
}

/** Two hundred rows; after half of them, what was written so far has to get to the destination. */
function rows(
  name: string,
  hints: ResourceHints,
  meanwhile: () => Promise<void>,
  made = (n: number): unknown => n,
) {
  return resource(name, hints, async function* () {
    for (let n = 1; n <= 200; n++) {
      if (n === 101) await meanwhile();
      yield { id: n, value: made(n), tags: [{ tag: n }] };
    }
  });
}

const merge = { writeDisposition: 'merge', primaryKey: 'id' } as const;

test.each<[string, ResourceHints]>([
  ['append', {}],
  ['replace', { writeDisposition: 'replace' }],
  ['merge', merge],
])('parts are brought while the rest is extracted: %s, into nothing and into tables', async (_, hints) => {
  const { open, untilStaged, stagedTables, small } = await place();
  await open(small).run(rows('t', hints, untilStaged));
  const first = await rowsOf(open(), 't');
  expect(first).toEqual(Array.from({ length: 200 }, (_, index) => ({ id: index + 1, value: index + 1 })));
  expect(await rowsOf(open(), 't__tags', 'tag')).toHaveLength(200);
  expect(await stagedTables()).toBe(0);

  await open(small).run(rows('t', hints, untilStaged, (n) => n * 2));
  const count = hints.writeDisposition === undefined ? 400 : 200;
  expect(await rowsOf(open(), 't')).toHaveLength(count);
  expect(await rowsOf(open(), 't__tags', 'tag')).toHaveLength(count);
  expect(await stagedTables()).toBe(0);
});

test('columns keep the order, the types and the constraints they have otherwise', async () => {
  const describe = `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, c.relpersistence,
(SELECT count(*) FROM pg_constraint WHERE conrelid = c.oid AND contype = 'u')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = 'data' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum`;
  const early = await place();
  await early.open(early.small).run(rows('t', merge, early.untilStaged));
  await early.open(early.small).run(rows('u', {}, early.untilStaged));
  const late = await place();
  await late.open().run(rows('t', merge, async () => {}));
  await late.open().run(rows('u', {}, async () => {}));
  expect(await early.ask(describe)).toEqual(await late.ask(describe));
});

test('a column that becomes double after parts of it were brought', async () => {
  const { open, untilStaged, stagedTables, small, ask } = await place();
  await open(small).run(rows('t', {}, untilStaged, (n) => (n < 150 ? n : n + 0.5)));
  expect(await ask('SELECT sum(value), pg_typeof(sum(value))::text, count(*) FROM data.t')).toEqual([
    [20_125.5, 'double precision', 200],
  ]);
  expect(await stagedTables()).toBe(0);
});

test('a source that fails leaves nothing, and the next run loads everything', async () => {
  const { open, untilStaged, stagedTables, small } = await place();
  const failing = rows('t', {}, async () => {
    await untilStaged();
    throw new Error('gone');
  });
  await expect(open(small).run(failing)).rejects.toThrow('gone');
  expect(await stagedTables()).toBe(0);
  await open(small).run(rows('t', {}, untilStaged));
  expect(await rowsOf(open(), 't')).toHaveLength(200);
});

test('connections that break meanwhile cost nothing but the time', async () => {
  const { open, untilStaged, stagedTables, small, ask } = await place();
  const broken = rows('t', {}, async () => {
    await untilStaged();
    await ask(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'",
    );
  });
  await open(small).run(broken);
  expect(await rowsOf(open(), 't')).toHaveLength(200);
  expect(await rowsOf(open(), 't__tags', 'tag')).toHaveLength(200);
  expect(await stagedTables()).toBe(0);
});

test('extracting alone brings nothing', async () => {
  const { open, stagedTables, small } = await place();
  await open(small).extract(rows('t', {}, () => wait(50)));
  expect(await stagedTables()).toBe(0);
  await open().load();
  expect(await rowsOf(open(), 't')).toHaveLength(200);
});
