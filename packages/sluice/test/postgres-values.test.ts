import { postgres } from '@sluice/destination-postgres';
import { type PostgresServer, startPostgres } from '@sluice/test-services';
import { type ColumnHints, decimal } from 'sluice';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspace } from './workspace.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function pipelineOf(fileFormat: 'preferred' | 'csv') {
  const url = await server.createDatabase();
  const { open } = await workspace(async () => () => postgres(url));
  const p = open();
  return {
    async load(v: unknown, hints: ColumnHints = {}): Promise<void> {
      await p.run([{ id: 1, v }], { table: 't', columns: { v: hints }, fileFormat });
    },
    /** The columns of the value, and what is in them. */
    async read(): Promise<Record<string, unknown>> {
      const [row = {}] = await p.dataset().query('SELECT * FROM t');
      return Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith('v')));
    },
  };
}

const large = '99999999999999999999999999999.999999999';
const wei = `${'9'.repeat(78)}.${'9'.repeat(78)}`;

describe.each(['preferred', 'csv'] as const)('what Postgres holds, by %s', (fileFormat) => {
  test.each<[what: string, value: unknown, hints: ColumnHints, held: Record<string, unknown>]>([
    ['38 digits', decimal(large), { dataType: 'decimal' }, { v: large }],
    ['156 digits', decimal(wei), { dataType: 'wei' }, { v: wei }],
    ['2^63 in a column of integers', 2 ** 63, { dataType: 'bigint' }, { v: null, v__v_double: 2 ** 63 }],
    ['a double that is no number', Number.NaN, { dataType: 'double' }, { v: null }],
    ['a decimal that is no number', Number.NaN, { dataType: 'decimal' }, { v: null }],
    ['a text with U+0000', 'a\u0000b', {}, { v: 'ab' }],
    ['a text of U+0000', '\u0000', {}, { v: '' }],
    ['JSON with U+0000', { 'k\u0000': ['a\u0000\\u0000'] }, { dataType: 'json' }, { v: { k: ['a\\u0000'] } }],
    ['bytes with 0', Uint8Array.of(0, 1), {}, { v: Uint8Array.of(0, 1) }],
    ['a time of day', '23:59:59.999999', { dataType: 'time' }, { v: '23:59:59.999999' }],
    ['milliseconds', '23:59:59.999', { dataType: 'time', precision: 3 }, { v: '23:59:59.999000' }],
  ])('%s', async (_, value, hints, held) => {
    const { load, read } = await pipelineOf(fileFormat);
    await load(value, hints);
    expect(await read()).toEqual(held);
  });

  test.each<[what: string, value: unknown, hints: ColumnHints, code: string]>([
    ['2^64', 2n ** 64n, {}, 'RECORD_INTEGER_OUT_OF_RANGE'],
    ['no decimal', 'NaN', { dataType: 'decimal' }, 'RECORD_DECIMAL_OUT_OF_RANGE'],
    ['integers of 128 bits', 1, { dataType: 'bigint', precision: 128 }, 'DESTINATION_TYPE_UNSUPPORTED'],
  ])('%s: refused, and nothing sealed that would stand in the way', async (_, value, hints, code) => {
    const { load, read } = await pipelineOf(fileFormat);
    await expect(load(value, hints)).rejects.toMatchObject({ code, place: { column: 'v' } });
    await load(1, { dataType: 'bigint' });
    expect(await read()).toEqual({ v: 1 });
  });
});

test.each([
  [true, ['t__dlt_id_key', 't_v_key']],
  [false, []],
])('with createIndexes %s', async (createIndexes, constraints) => {
  const url = await server.createDatabase();
  const { open } = await workspace(async () => () => postgres({ url, createIndexes }));
  const p = open();
  const run = (more: object) =>
    p.run([{ v: 1, ...more }], { table: 't', columns: { v: { unique: true } }, writeDisposition: 'replace' });
  await run({});
  await run({ w: 2 });
  const rows = await p
    .dataset()
    .query("SELECT conname FROM pg_constraint WHERE conrelid = 'data.t'::regclass AND contype = 'u'");
  expect(rows.map(({ conname }) => conname).sort()).toEqual(constraints);
});
