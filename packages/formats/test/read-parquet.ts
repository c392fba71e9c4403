import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import type { Cell } from './vectors.ts';

/** Columns by name. */
export type Columns = Record<string, Cell[]>;

/** What DuckDB reads in a Parquet file, and the types it takes the columns for. */
export async function readWithDuckdb(
  file: Uint8Array,
): Promise<{ columns: Columns; types: Record<string, string> }> {
  const path = join(tmpdir(), `sluice-${crypto.randomUUID()}.parquet`);
  await writeFile(path, file);
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll('FROM read_parquet($1)', [path]);
    const names = reader.columnNames();
    const cells = reader.getColumns().map((column) => column.map(cellOf));
    return {
      columns: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? []])),
      types: Object.fromEntries(names.map((name, index) => [name, typeName(reader.columnType(index))])),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(path);
  }
}

function typeName(type: DuckDBType): string {
  return type.alias ?? type.toString();
}

function cellOf(value: DuckDBValue): Cell {
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes);
  if (value instanceof DuckDBDateValue) return value.days;
  if (value instanceof DuckDBDecimalValue) return value.value;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos;
  if (value instanceof DuckDBTimeValue) return value.micros;
  return value as Cell;
}

const decoder = new TextDecoder();
const parsers = {
  timestampFromMicroseconds: (micros: bigint) => micros,
  timestampFromNanoseconds: (nanos: bigint) => nanos,
  dateFromDays: (days: number) => days,
  jsonFromBytes: (bytes: Uint8Array) => bytes && decoder.decode(bytes),
};

/** What hyparquet reads in a Parquet file. It gives decimals as doubles. */
export async function readWithHyparquet(file: Uint8Array, names: readonly string[]): Promise<Columns> {
  const buffer = Uint8Array.from(file).buffer;
  const rows = await parquetReadObjects({ file: buffer, parsers: parsers as never, utf8: false });
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => (row[name] ?? null) as Cell)]));
}
