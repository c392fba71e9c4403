import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encoderFor } from '@sluice/formats';
import {
  type Destination,
  newLoadId,
  planLoad,
  type ReplaceStrategy,
  type SealedPackage,
} from '@sluice/load';
import { newSchema, stringifySchema, type Table } from '@sluice/schema';
import { withFolder } from '../../temporary-folder.ts';
import { type Row, toBatch } from './batch.ts';
import { withConnection } from './engine.ts';

/** Rows by table. */
export type Rows = ReadonlyMap<string, readonly Row[]>;

export interface TablesLoad {
  /** Parents before children. */
  readonly tables: readonly Table[];
  readonly rows?: Rows;
  /** In how many files the rows of a table come, at most. Default 1. */
  readonly parts?: number;
  /** Default: a new one. It says when history is written. */
  readonly loadId?: string;
  readonly replaceStrategy?: ReplaceStrategy;
}

/** Loads tables as a pipeline does: planned, staged from part files and published. */
export async function loadTables(destination: Destination, dataset: string, load: TablesLoad): Promise<void> {
  const { replaceStrategy } = load;
  await withFolder((folder) =>
    withConnection(destination, dataset, async (connection) => {
      const sealed = await writePackage(destination, dataset, folder, load);
      const plan = await planLoad(sealed, connection, destination, { replaceStrategy, allowKeyless: true });
      const session = await connection.begin(plan);
      try {
        for (const job of plan.tables.flatMap((table) => table.jobs)) await session.stage(job);
        await session.publish(plan);
      } finally {
        await session.close();
      }
    }),
  );
}

type Part = SealedPackage['manifest']['tables'][number]['parts'][number];

async function writePackage(
  destination: Destination,
  dataset: string,
  folder: string,
  { tables, rows = new Map(), parts: count = 1, loadId = newLoadId() }: TablesLoad,
): Promise<SealedPackage> {
  const [format = 'parquet'] = destination.capabilities.fileFormats;
  const { encode } = encoderFor(format);
  const schema = newSchema('units');
  schema.version_hash = 'hash';
  const parts = new Map<string, Part[]>();
  let files = 0;
  for (const table of tables) {
    schema.tables.set(table.name, { ...table, 'x-normalizer': { 'seen-data': true } });
    const written: Part[] = [];
    for (const part of split(rows.get(table.name) ?? [], count)) {
      const id = String(++files);
      const batch = toBatch(table, part);
      const chunks = [...encode(batch)].map((chunk) => chunk.slice());
      const bytes = Buffer.concat(chunks);
      await writeFile(join(folder, id), bytes);
      const columns = batch.columns.map(({ name }) => name);
      written.push({ id, file: id, format, rows: part.length, bytes: bytes.length, crc32: 0, columns });
    }
    parts.set(table.name, written);
  }
  return {
    folder,
    schema,
    document: stringifySchema(schema),
    state: null,
    manifest: {
      format: 1,
      loadId,
      predecessor: null,
      pipeline: 'units',
      dataset,
      schema: {
        name: schema.name,
        version: 1,
        engineVersion: schema.engine_version,
        hash: schema.version_hash,
      },
      state: { hash: null },
      tables: tables.map(({ name }) => ({ name, newColumns: [], parts: parts.get(name) ?? [] })),
      createdAt: '2024-01-01T00:00:00.000000Z',
      codeVersion: '0.0.0',
    },
  };
}

function split(rows: readonly Row[], parts: number): (readonly Row[])[] {
  const size = Math.ceil(rows.length / parts);
  return Array.from({ length: parts }, (_, part) => rows.slice(part * size, (part + 1) * size)).filter(
    (part) => part.length > 0,
  );
}
