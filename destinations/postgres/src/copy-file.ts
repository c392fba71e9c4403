import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type CarriedColumn, decodePgcopyHeader } from '@sluice/formats';
import type { LoadJob } from '@sluice/load';
import type { Client } from 'pg';
import { quote } from './dialect.ts';

/** So much of a file is read at once. */
const chunkBytes = 1 << 18;

/** The columns of a part file, as its header has them. */
export async function readColumns(file: string): Promise<readonly CarriedColumn[]> {
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

/** Pours a part file into a table that has its columns, and their types. */
export async function copyFile(client: Client, { file, columns }: LoadJob, into: string): Promise<void> {
  const { from } = await import('pg-copy-streams');
  const names = columns.map(quote).join(', ');
  const copy = client.query(from(`COPY ${into} (${names}) FROM STDIN (FORMAT binary)`));
  await pipeline(createReadStream(file, { highWaterMark: chunkBytes }), copy);
}
