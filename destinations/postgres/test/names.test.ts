import type { Column } from '@sluice/schema';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { quote } from '../src/dialect.ts';
import { type Session, startSession } from './session.ts';
import { type Workbench, workbench } from './workbench.ts';

let session: Session;
let bench: Workbench;
let count = 0;

beforeAll(async () => {
  session = await startSession();
});
afterAll(() => session.close());
beforeEach(async () => {
  bench = await workbench(session.url, `names "${++count}"; --`, await session.open());
});
afterEach(() => bench.remove());

function column(name: string, hints: Partial<Column> = {}): Column {
  return { name, data_type: 'text', ...hints };
}

test.each([
  'select',
  'Mixed Case',
  'quo"te',
  "apo'strophe",
  '"; DROP SCHEMA public; --',
  'back\\slash',
  'new\nline\ttab',
  'dot.dot',
  '$1',
  '%s {0} :name ?',
  '/* comment',
  'ünï 日本 ▶ \u{1f600}',
  '__proto__',
  'constructor',
  'ends with $tag$',
  'x'.repeat(63),
])('%j is a name like others', async (name) => {
  const id = column('id', { data_type: 'bigint', nullable: false, primary_key: true });
  const merged = { write_disposition: 'merge' } as const;
  const load = (rows: Record<string, unknown>[], more: Column[] = []) =>
    bench.load([
      { name, columns: [id, column(name, { unique: true }), ...more], hints: merged, parts: [rows] },
    ]);
  await load([{ id: 1, [name]: 'one' }]);
  // A second load finds the table, adds a column, and replaces a row.
  const added = `${name.slice(0, 60)}2`;
  await load([{ id: 1, [name]: 'won', [added]: 'new' }], [column(added)]);

  const { columns, rows } = await bench.query(`SELECT * FROM ${quote(name.toLowerCase())}`);
  expect(columns.map((one) => one.name)).toEqual(['id', name.toLowerCase(), added.toLowerCase()]);
  expect(rows).toEqual([[1, 'won', 'new']]);
  expect((await bench.query('SELECT count(*) FROM pg_namespace WHERE nspname = $$public$$')).rows).toEqual([
    [1],
  ]);
});

test('names that differ by case only are refused', async () => {
  const table = (name: string, ...columns: string[]) => ({
    name,
    columns: columns.map((one) => column(one)),
    parts: [[Object.fromEntries(columns.map((one) => [one, 'x']))]],
  });
  const code = 'IDENTIFIER_COLLISION';
  await expect(bench.load([table('t', 'a', 'A')])).rejects.toMatchObject({ code });
  await expect(bench.load([table('t', 'a'), table('T', 'a')])).rejects.toMatchObject({ code });
});

test.each(['ctid', 'xmin', 'TableOid'])(
  'a column called %s, as Postgres calls one of its own, is refused',
  async (name) => {
    const load = bench.load([{ name: 't', columns: [column(name)], parts: [[{ [name]: 'x' }]] }]);
    await expect(load).rejects.toMatchObject({
      code: 'IDENTIFIER_UNSUPPORTED',
      place: { table: 't', column: name },
    });
  },
);
