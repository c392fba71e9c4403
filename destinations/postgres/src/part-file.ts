import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type CarriedColumn, decodePgcopyHeader } from '@sluice/formats';
import type { LoadJob } from '@sluice/load';
import type { CompleteColumn } from '@sluice/schema';
import type { Client } from 'pg';
import { quote } from './dialect.ts';

/** So much of a file is read at once. While records are extracted, files and sockets have a turn twenty times a second. */
const chunkBytes = 1 << 20;

/** A column of a staged table. */
export interface StagedColumn {
  readonly name: string;
  /** Its type, as DDL has it. */
  readonly type: string;
}

/** The columns of a part file: as its header has them, or as the schema has those of a file without types. */
export async function columnsOf(job: LoadJob): Promise<readonly StagedColumn[]> {
  if (job.format === 'csv')
    return job.definitions.map((column) => ({ name: column.name, type: textCarrier(column) }));
  return readHeader(job.file);
}

/**
 * Pours a part file into a table that has its columns, and their types.
 *
 * @param quoted how the table's columns are spelled
 * @throws Error where the server found another number of rows in it
 */
export async function copyFile(
  client: Client,
  job: LoadJob,
  into: string,
  quoted: (name: string) => string = quote,
): Promise<void> {
  const { from } = await import('pg-copy-streams');
  const names = job.columns.map(quoted).join(', ');
  const format = job.format === 'csv' ? "FORMAT csv, HEADER true, ENCODING 'UTF8'" : 'FORMAT binary';
  const copy = client.query(from(`COPY ${into} (${names}) FROM STDIN (${format})`));
  await pipeline(createReadStream(job.file, { highWaterMark: chunkBytes }), copy);
  // Servers before 18 take a line `\.` in a quoted text for the end of the file.
  if (copy.rowCount !== job.rows)
    throw new Error(`Postgres found ${copy.rowCount} of the ${job.rows} rows of ${job.file}`);
}

async function readHeader(file: string): Promise<readonly CarriedColumn[]> {
  const handle = await open(file);
  try {
    for (let length = 1 << 16; ; length *= 4) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      const header = decodePgcopyHeader(buffer.subarray(0, bytesRead));
      if (header) return header.columns;
      if (bytesRead < length) throw new Error(`${file} is not a binary COPY file of sluice`);
    }
  } finally {
    await handle.close();
  }
}

/**
 * The widest type of its kind: whether a value fits its column is found out when it gets there, as for values of
 * binary files.
 */
function textCarrier({ data_type, timezone }: CompleteColumn): string {
  switch (data_type) {
    case 'double':
      return 'float8';
    case 'decimal':
    case 'wei':
      return 'numeric';
    case 'json':
      return 'jsonb';
    case 'binary':
      return 'bytea';
    case 'timestamp':
      return timezone === false ? 'timestamp' : 'timestamptz';
    default:
      return data_type;
  }
}
