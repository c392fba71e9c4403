import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProxy } from './proxy.ts';
import { type Session, startSession } from './session.ts';
import { workbench } from './workbench.ts';

let session: Session;
let client: Client;

beforeAll(async () => {
  session = await startSession();
  client = await session.open();
});
afterAll(() => session.close());

/** More than one read of a file, so that a COPY can be caught in the middle. */
const rows = Array.from({ length: 1000 }, (_, id) => ({ id, text: 'x'.repeat(1000) }));
const columns = [
  { name: 'id', data_type: 'bigint' },
  { name: 'text', data_type: 'text' },
] as const;

/** What a client says when it is in the middle of something; the bytes of a COPY come without a name. */
const moments = {
  'the first part file of a dataset': (data: Buffer) => data[0] === 0x64 && data.length > 60_000,
  'a part file': (data: Buffer) => data[0] === 0x64 && data.length > 60_000,
  'making a place for files': (data: Buffer) => data.includes('CREATE UNLOGGED TABLE'),
  'changes to tables': (data: Buffer) => data.includes('CREATE TABLE "lost'),
  'the moving of rows': (data: Buffer) => data.includes('INSERT INTO "lost'),
  'the writing of the load record': (data: Buffer) => data.includes('"_dlt_loads" ("load_id"'),
  'the commit': (data: Buffer) => data.includes('COMMIT'),
};

/** Ends all sessions of sluice but the one that asks, as an administrator does. */
async function terminate(): Promise<void> {
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sluice' AND pid <> pg_backend_pid()",
  );
}

describe.each(Object.keys(moments) as (keyof typeof moments)[])('in the middle of %s', (moment) => {
  test.each(['the connection is cut', 'the session is ended'] as const)(
    '%s: the load is tried again, and every row is there once',
    async (how) => {
      let losses = 0;
      let isFirst = !moment.includes('first');
      const proxy = await startProxy(Number(new URL(session.url).port), async (data, passage) => {
        if (isFirst || losses > 0 || !moments[moment](data)) return;
        losses++;
        if (how === 'the connection is cut') passage.cut();
        else await terminate();
      });
      const name = `lost ${moment} ${how}`;
      const url = session.url.replace(/:\d+\//, `:${proxy.port}/`);
      const bench = await workbench(url, name, client, { attempts: 3 });
      try {
        const parts = [rows.slice(0, 500), rows.slice(500)];
        if (isFirst) await bench.load([{ name: 'before', columns, parts: [rows.slice(0, 1)] }]);
        const loads = isFirst ? 2 : 1;
        isFirst = false;
        const loaded = await bench.load([
          { name: 't', columns, parts },
          { name: 'u', columns, parts: [rows] },
        ]);
        expect(losses).toBe(1);
        expect(loaded.alreadyPublished).toBe(false);
        const counts = await bench.query(
          'SELECT (SELECT count(*) FROM t), (SELECT count(DISTINCT id) FROM t), (SELECT count(*) FROM u), (SELECT count(*) FROM _dlt_loads)',
        );
        expect(counts.rows).toEqual([[1000, 1000, 1000, loads]]);
        const left = await bench.query(
          'SELECT tablename FROM pg_tables WHERE schemaname LIKE $$%\\_staging$$',
        );
        expect(left.rows).toEqual([]);
      } finally {
        proxy.close();
        await bench.remove();
      }
    },
  );
});
