import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnBatch } from '@sluice/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEncoder } from '../src/encoder.ts';
import { encodeParquet } from '../src/parquet/encode-parquet.ts';
import { fileOf } from './file-of.ts';
import { textKinds, textRows } from './text-kinds.ts';
import { batchOf, type Cell, vectorOf } from './vectors.ts';

let folder: string;
let connection: DuckDBConnection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-text-'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'UTC'");
});
afterAll(async () => {
  connection.closeSync();
  await rm(folder, { recursive: true });
});

/** How each format is read: column types are given, nothing is guessed. */
const readers = {
  csv: (file: string, columns: string) =>
    `read_csv('${file}', auto_detect = false, columns = ${columns}, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false)`,
  jsonl: (file: string, columns: string) =>
    `read_json('${file}', format = 'newline_delimited', columns = ${columns})`,
} as const;
type Format = keyof typeof readers;
const formats = Object.keys(readers) as Format[];
/** How bytes come out of their text. */
const bytesOf = {
  csv: (name: string) => `unhex(substr(${name}, 3))`,
  jsonl: (name: string) => `from_base64(${name})`,
};

async function readBack(format: Format, batch: ColumnBatch): Promise<readonly (readonly unknown[])[]> {
  const file = join(folder, `part.${format}`);
  await writeFile(file, fileOf((await loadEncoder(format)).encode(batch)));
  const kinds = batch.columns.map(({ name }) => ({ name, type: textKinds[name]?.duckdb ?? 'VARCHAR' }));
  const columns = kinds.map(({ name, type }) => `'${name}': '${type === 'BLOB' ? 'VARCHAR' : type}'`);
  const values = kinds.map(({ name, type }) => shown(type, type === 'BLOB' ? bytesOf[format](name) : name));
  const source = readers[format](file, `{${columns.join(', ')}}`);
  return (await connection.runAndReadAll(`SELECT ${values.join(', ')} FROM ${source}`)).getRowsJson();
}

/** The same batch by way of Parquet, whose values have no text. */
async function fromParquet(batch: ColumnBatch): Promise<readonly (readonly unknown[])[]> {
  const file = join(folder, 'part.parquet');
  await writeFile(file, fileOf(encodeParquet(batch)));
  const values = batch.columns.map(({ name }) => shown(textKinds[name]?.duckdb ?? 'VARCHAR', name));
  return (await connection.runAndReadAll(`SELECT ${values.join(', ')} FROM '${file}'`)).getRowsJson();
}

/** A value so that two are equal only where they are the same. */
function shown(type: string, value: string): string {
  if (type === 'BLOB') return `hex(${value})`;
  if (type === 'DOUBLE')
    return `CASE WHEN ${value} = 0 AND signbit(${value}) THEN '-0' ELSE ${value}::VARCHAR END`;
  // DuckDB reads JSONL by writing its values anew: 1e2 becomes 100.0.
  if (type === 'JSON') return `json(${value})`;
  return `${value}::VARCHAR`;
}

function numbersAlike(rows: readonly (readonly unknown[])[], batch: ColumnBatch): unknown[][] {
  const at = batch.columns.findIndex(({ name }) => name === 'json');
  return rows.map((row) =>
    row.map((value, index) => (index === at && typeof value === 'string' ? JSON.parse(value) : value)),
  );
}

async function expectSame(format: Format, batch: ColumnBatch): Promise<void> {
  const there = numbersAlike(await readBack(format, batch), batch);
  expect(there).toEqual(numbersAlike(await fromParquet(batch), batch));
}

describe.each(formats)('%s in DuckDB', (format) => {
  test.each(Object.keys(textKinds))('%s', async (name) => {
    const kind = textKinds[name];
    if (!kind) throw new Error(name);
    await expectSame(format, batchOf([vectorOf(name, kind.type, [null, ...kind.cells, null])]));
  });

  test('any rows', async () => {
    await fc.assert(
      fc.asyncProperty(textRows, (rows) => expectSame(format, batchFrom(rows))),
      { numRuns: 40 },
    );
  });

  test('a column that was integer reads as double', async () => {
    const batch = batchOf([vectorOf('float64', { kind: 'int64' }, [1n, null, -(2n ** 53n)])]);
    expect(await readBack(format, batch)).toEqual([['1.0'], [null], ['-9007199254740992.0']]);
    const { encode, widen } = await loadEncoder(format);
    const file = fileOf(encode(batch));
    expect(fileOf(widen(file, ['float64']))).toEqual(file);
  });

  test('columns of any name', async () => {
    const names = ['a"b', '__proto__', 'ünï, x', '1', 'line\nbreak'];
    const batch = batchOf(names.map((name) => vectorOf(name, { kind: 'utf8' }, [name, null])));
    const file = join(folder, `names.${format}`);
    await writeFile(file, fileOf((await loadEncoder(format)).encode(batch)));
    const source = readers[format](file, `{${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`);
    const rows = (await connection.runAndReadAll(`SELECT * FROM ${source}`)).getRowsJson();
    expect(rows).toEqual([names, names.map(() => null)]);
  });
});

test('JSON comes out of CSV as it was', async () => {
  const cells = ['{"b": 1e2,  "a": 1.50}', '"\\u00e9"'];
  await writeFile(
    join(folder, 'j.csv'),
    fileOf((await loadEncoder('csv')).encode(batchOf([vectorOf('j', { kind: 'json' }, cells)]))),
  );
  const source = readers.csv(join(folder, 'j.csv'), "{'j': 'JSON'}");
  const rows = (await connection.runAndReadAll(`SELECT j FROM ${source}`)).getRowsJson();
  expect(rows).toEqual(cells.map((cell) => [cell]));
});

test('nanoseconds', async () => {
  const cells = [1n, -1n, 1_714_564_800_000_000_120n, null];
  const batch = batchOf([vectorOf('at', { kind: 'timestamp', utc: false, unit: 'ns' }, cells)]);
  for (const format of formats) {
    const file = join(folder, `nanos.${format}`);
    await writeFile(file, fileOf((await loadEncoder(format)).encode(batch)));
    const source = readers[format](file, "{'at': 'TIMESTAMP_NS'}");
    const rows = (await connection.runAndReadAll(`SELECT epoch_ns("at") FROM ${source}`)).getRows();
    expect(rows.map(([nanos]) => nanos)).toEqual(cells);
  }
});

test.each(formats)(
  'more than DuckDB reads at once from %s, with line breaks wherever a buffer may end',
  async (format) => {
    const traps = ['\n1,"x"\n', '"', '","', '\r\n', '\\.\n'];
    const ids = Array.from({ length: 12_000 }, (_, row) => BigInt(row));
    const texts = ids.map((id) => (traps[Number(id % 5n)] ?? '').repeat(1000 + Number(id % 7n)));
    const batch = batchOf([vectorOf('id', { kind: 'int64' }, ids), vectorOf('t', { kind: 'utf8' }, texts)]);
    const file = join(folder, `large.${format}`);
    await writeFile(file, fileOf((await loadEncoder(format)).encode(batch)));
    const source = readers[format](file, "{'id': 'BIGINT', 't': 'VARCHAR'}");
    const sql = `SELECT id, length(t), left(t, 1) FROM ${source} ORDER BY id`;
    const rows = (await connection.runAndReadAll(sql)).getRows();
    expect(rows).toEqual(ids.map((id, row) => [id, BigInt(texts[row]?.length ?? 0), texts[row]?.[0]]));
  },
);

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
