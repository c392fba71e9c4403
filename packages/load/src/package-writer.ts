import { closeSync, openSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Discard, Schema } from '@sluice/schema';
import { isoMicros, microsNow } from './clock.ts';
import type { FileFormat, PlannedState } from './contract.ts';
import { syncFile, syncFolder, writeDurably } from './durable-file.ts';
import { type Manifest, type ManifestPart, packageFormat } from './manifest.ts';
import type { PreparedPackage } from './sealed-package.ts';
import { transition } from './transition.ts';

// An import would evaluate every getter of the module, WebCrypto's among them, and take ten times as long.
const { randomBytes } = process.getBuiltinModule('node:crypto');

/** A load package that is being filled. */
export interface PackageWriter {
  readonly loadId: string;
  /** Writes one part file and closes it. Synchronous, and done with each chunk before it asks for the next. */
  writePart(part: PartContent, chunks: Iterable<Uint8Array>): PartFile;
  /** Replaces the bytes of a part, its rows and columns staying the same (a widened column). */
  rewritePart(part: PartFile, chunks: Iterable<Uint8Array>): PartFile;
  /** Completes the package on disk, manifest last. It counts for nothing before the store has sealed it. */
  prepare(contents: PackageContents): Promise<PreparedPackage>;
  /** Removes everything written so far. */
  abandon(): Promise<void>;
}

/** What a part file holds. */
export interface PartContent {
  readonly table: string;
  readonly format: FileFormat;
  readonly rows: number;
  /** The columns the file holds, in its order. */
  readonly columns: readonly string[];
  /** Those of them that are null in some row. Absent: nobody has looked. */
  readonly nulls?: readonly string[] | undefined;
}

/** A part file that was written. */
export interface PartFile extends PartContent, ManifestPart {
  /** Absolute path while the package is being written: sealing moves it. */
  readonly path: string;
}

/** What a package holds besides its parts. */
export interface PackageContents {
  readonly pipeline: string;
  /** Physical name of the dataset. */
  readonly dataset: string;
  /** The package sealed before this one and not yet loaded, or the last one loaded; null for the first. */
  readonly predecessor: string | null;
  /** The schema after this load, saved: its version and hash are final. */
  readonly schema: Schema;
  /** The stored document of that schema. */
  readonly document: string;
  /** Content hash of the schema at the destination when extraction began; absent = not compared. */
  readonly baseSchemaHash?: string | null;
  /** Content hash of the state extraction began with; absent = not compared. */
  readonly baseStateHash?: string | null;
  /** The new state, where it changed. */
  readonly state?: Omit<PlannedState, 'createdAt' | 'rowId'>;
  /** Tables that take part although they have no rows: a replace that found nothing. */
  readonly emptyTables?: readonly string[];
  /** Table → columns it did not have before this load. */
  readonly newColumns?: ReadonlyMap<string, readonly string[]>;
  /** Tables of which rows have brought ids of their own. Default: none. */
  readonly ownRowIds?: ReadonlySet<string>;
  /** What contracts left out of the load. Default: nothing. */
  readonly discarded?: readonly Discard[];
  /** Version of the code that wrote the package. */
  readonly codeVersion: string;
}

/** Opens a writer of a package in a folder of its own, which exists. */
export function packageWriter(folder: string, loadId: string): PackageWriter {
  const parts = new Map<string, PartFile>();
  /** Parts on their way to the disk, by path: beside the extraction, so that sealing need not wait for all of them. */
  const syncs = new Map<string, Promise<unknown>>();
  const sync = (path: string): void => {
    const before = syncs.get(path);
    // The outcome is looked at when the package is completed.
    syncs.set(
      path,
      Promise.resolve(before).then(() => syncFile(path).catch((error: unknown) => error)),
    );
  };

  const write = (id: string, content: PartContent, chunks: Iterable<Uint8Array>): PartFile => {
    const file = `${id}.${content.format}`;
    const path = join(folder, file);
    let bytes = 0;
    let checksum = 0;
    const handle = openSync(path, 'w');
    try {
      for (const chunk of chunks) {
        writeFileSync(handle, chunk);
        bytes += chunk.byteLength;
        checksum = crc32(chunk, checksum);
      }
    } finally {
      closeSync(handle);
    }
    const { table, format, rows, columns, nulls } = content;
    const part: PartFile = {
      id,
      file,
      path,
      table,
      format,
      rows,
      columns,
      nulls,
      bytes,
      crc32: checksum,
    };
    transition(parts.has(id) ? 'part-rewritten' : 'part-written');
    parts.set(id, part);
    sync(path);
    return part;
  };

  return {
    loadId,
    writePart: (content, chunks) => write(String(parts.size + 1).padStart(6, '0'), content, chunks),
    rewritePart: (part, chunks) => write(part.id, part, chunks),
    async prepare(contents) {
      transition('parts-written');
      const manifest = describe(loadId, contents, [...parts.values()]);
      const state: PlannedState | null = contents.state
        ? {
            ...contents.state,
            createdAt: manifest.createdAt,
            rowId: randomBytes(10).toString('base64').replace(/=+$/, ''),
          }
        : null;
      await Promise.all([
        synced(syncs.values()),
        writeDurably(join(folder, 'schema.json'), contents.document),
        state && writeDurably(join(folder, 'state.json'), JSON.stringify(state)),
      ]);
      transition('documents-written');
      await writeDurably(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1));
      await syncFolder(folder);
      transition('manifest-written');
      return { manifest, schema: contents.schema, document: contents.document, state };
    },
    async abandon() {
      await Promise.all(syncs.values());
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @throws the first error there was */
async function synced(syncs: Iterable<Promise<unknown>>): Promise<void> {
  const failed = (await Promise.all(syncs)).find((error) => error !== undefined);
  if (failed) throw failed;
}

function describe(loadId: string, contents: PackageContents, parts: readonly PartFile[]): Manifest {
  const { schema, newColumns } = contents;
  const names = new Set([...parts.map((part) => part.table), ...(contents.emptyTables ?? [])]);
  const byTable = Map.groupBy(parts, (part) => part.table);
  return {
    format: packageFormat,
    loadId,
    predecessor: contents.predecessor,
    pipeline: contents.pipeline,
    dataset: contents.dataset,
    schema: {
      name: schema.name,
      version: schema.version,
      engineVersion: schema.engine_version,
      base: contents.baseSchemaHash,
      hash: schema.version_hash,
    },
    state: { base: contents.baseStateHash, hash: contents.state?.hash ?? null },
    tables: [...names].map((name) => ({
      name,
      newColumns: newColumns?.get(name) ?? [],
      ...(contents.ownRowIds?.has(name) && { hasOwnRowIds: true }),
      parts: (byTable.get(name) ?? []).map(({ id, file, format, rows, bytes, crc32, columns, nulls }) => ({
        id,
        file,
        format,
        rows,
        bytes,
        crc32,
        columns,
        nulls,
      })),
    })),
    discarded: contents.discarded ?? [],
    createdAt: isoMicros(microsNow()),
    codeVersion: contents.codeVersion,
  };
}
