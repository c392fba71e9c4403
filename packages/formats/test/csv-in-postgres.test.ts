import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ColumnBatch } from '@sluice/schema';
import { type PostgresServer, startPostgres } from '@sluice/test-services';
import fc from 'fast-check';
import { Client } from 'pg';
import { from } from 'pg-copy-streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadEncoder } from '../src/encoder.ts';
import { encodePgcopy } from '../src/pgcopy/encode-pgcopy.ts';
import { fileOf } from './file-of.ts';
import { textKinds, textRows } from './text-kinds.ts';
import { batchOf, type Cell, vectorOf } from './vectors.ts';

let server: PostgresServer;
let client: Client;
beforeAll(async () => {
  server = await startPostgres();
  client = new Client({ connectionString: await server.createDatabase() });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});

/** The rows of a file, as Postgres shows them. */
async function copied(file: Buffer, options: string, columns: readonly string[]): Promise<unknown> {
  const types = columns.map((name) => `"${name}" ${textKinds[name]?.postgres ?? 'text'}`);
  await client.query(`DROP TABLE IF EXISTS t; CREATE TABLE t (${types.join(', ')})`);
  await pipeline(Readable.from([file]), client.query(from(`COPY t FROM STDIN (${options})`)));
  const shown = columns.map((name) => `"${name}"::text`);
  const { rows } = await client.query({ text: `SELECT ${shown.join(', ')} FROM t`, rowMode: 'array' });
  return rows;
}

/** CSV gives the same rows as the binary form, whose values have no text. */
async function expectSame(batch: ColumnBatch): Promise<void> {
  const names = batch.columns.map(({ name }) => name);
  const { encode } = await loadEncoder('csv', { nul: false });
  const there = await copied(fileOf(encode(batch)), 'FORMAT csv, HEADER true', names);
  expect(there).toEqual(await copied(fileOf(encodePgcopy(batch)), 'FORMAT binary', names));
}

test.each(Object.keys(textKinds))('%s', async (name) => {
  const kind = textKinds[name];
  if (!kind) throw new Error(name);
  await expectSame(batchOf([vectorOf(name, kind.type, [null, ...kind.cells, null])]));
});

test('any rows', async () => {
  await fc.assert(
    fc.asyncProperty(textRows, (rows) => expectSame(batchFrom(rows))),
    { numRuns: 30 },
  );
});

test('texts and JSON without U+0000', async () => {
  const columns = [
    vectorOf('text', { kind: 'utf8' }, ['a\u0000b', '\u0000']),
    vectorOf('json', { kind: 'json' }, ['"x\\u0000"', '"\\\\u0000"']),
  ];
  const { encode } = await loadEncoder('csv', { nul: false });
  expect(await copied(fileOf(encode(batchOf(columns))), 'FORMAT csv, HEADER true', ['text', 'json'])).toEqual(
    [
      ['ab', '"x"'],
      ['', '"\\\\u0000"'],
    ],
  );
});

function batchFrom(rows: readonly Readonly<Record<string, Cell>>[]): ColumnBatch {
  return batchOf(
    Object.entries(textKinds).map(([name, { type }]) =>
      vectorOf(
        name,
        type,
        rows.map((row) => row[name] ?? null),
      ),
    ),
  );
}
