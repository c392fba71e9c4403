import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { encodeParquet, widenParquet } from '@sluice/formats';
import type { ColumnBatch } from '@sluice/schema';
import { readRows } from './read-duckdb.ts';
import type { Tables } from './rebuild.ts';

/** Writes batches as Parquet files, as a load does, and lets DuckDB read them. */
export class ParquetFiles {
  readonly #folder: string;
  readonly #files = new Map<string, Uint8Array[]>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  readonly add = (batch: ColumnBatch): void => {
    this.#files.set(batch.table, [...(this.#files.get(batch.table) ?? []), whole(encodeParquet(batch))]);
  };

  readonly widen = (table: string, column: string): void => {
    const files = this.#files.get(table) ?? [];
    this.#files.set(
      table,
      files.map((file) => whole(widenParquet(file, [column]))),
    );
  };

  /** The rows of all files, table by table, in the order they were written. */
  async read(connection: DuckDBConnection): Promise<Tables> {
    const tables = new Map<string, Awaited<ReturnType<typeof readRows>>>();
    for (const [table, files] of this.#files) {
      const paths = files.map((file) => {
        const path = join(this.#folder, `${randomUUID()}.parquet`);
        writeFileSync(path, file);
        return path;
      });
      const list = paths.map((path) => `'${path}'`).join(', ');
      await refuseTwoTypes(connection, table, list);
      tables.set(table, await readRows(connection, `FROM read_parquet([${list}], union_by_name = true)`));
      for (const path of paths) rmSync(path);
    }
    return tables;
  }
}

/** DuckDB would read a column of integers in one file and of doubles in another; a table's parts must not differ. */
async function refuseTwoTypes(connection: DuckDBConnection, table: string, files: string): Promise<void> {
  const types = `concat_ws(' ', type, converted_type, precision, scale, repetition_type)`;
  const found = await readRows(
    connection,
    `SELECT name FROM parquet_schema([${files}]) WHERE type IS NOT NULL GROUP BY name HAVING count(DISTINCT ${types}) > 1`,
  );
  if (found.length > 0) throw new Error(`${table}.${found[0]?.get('name')} has two types`);
}

/** A file of its own: the chunks are views of memory that is used again. */
function whole(chunks: Iterable<Uint8Array>): Uint8Array {
  return Buffer.concat([...chunks].map((chunk) => Buffer.from(chunk)));
}
