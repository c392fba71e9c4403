import {
  type Discard,
  decodeSchema,
  isSystemTable,
  parseSchema,
  portableRuntime,
  type Schema,
  SluiceError,
} from '@sluice/schema';
import { checkDestination } from './check-destination.ts';
import type { Connection, Destination, LoadRow } from './contract.ts';
import { loadError, mayPass } from './failure-reason.ts';
import { chainTables, type LoadFailure } from './load-failure.ts';
import type { LoadOptions } from './load-options.ts';
import { openDataset } from './open-dataset.ts';
import type { PackageStore, PublishAttempt } from './package-store.ts';
import { publishPackage } from './publish-package.ts';
import { retrying } from './retrying.ts';
import type { SealedPackage } from './sealed-package.ts';

/** What a load did. */
export interface LoadedPackage {
  readonly loadId: string;
  readonly dataset: string;
  /** The schema as it is stored now: the package's, or joined with what another process had stored meanwhile. */
  readonly schema: Schema;
  /** Data tables that took part. */
  readonly tables: readonly LoadedTable[];
  /** What contracts left out of it. */
  readonly discarded: readonly Discard[];
  /** The chains of tables it went on without. */
  readonly failures: readonly LoadFailure[];
  /** An earlier attempt had published it; this one only had to notice. */
  readonly alreadyPublished: boolean;
}

/** What a load did to one table. */
export interface LoadedTable {
  readonly name: string;
  /** Rows delivered: a merge may keep fewer. */
  readonly rows: number;
  /** Columns it did not have before this load. */
  readonly newColumns: readonly string[];
}

/**
 * Loads a sealed package, exactly once: whatever has become of earlier attempts, when this returns the package's
 * rows, schema, state and load record are in the destination together, and the package is put away. When it throws,
 * nothing of the package is visible and it stays sealed, to be loaded again.
 *
 * Throws what `planLoad` refuses, `LOAD_STATE_CONFLICT`, `LOAD_SCHEMA_CONFLICT`, `LOAD_ID_COLLISION`, the reason of
 * an aborted `signal`, or `LOAD_FAILED` with the destination's own error as its cause.
 */
export async function loadPackage(
  sealed: SealedPackage,
  destination: Destination,
  options: LoadOptions,
): Promise<LoadedPackage> {
  checkDestination(destination);
  const { loadId } = sealed.manifest;
  const { schema, failures, alreadyPublished } = await persist(sealed, destination, options);
  await options.onPublished?.(schema);
  await options.store.finish(loadId, { failures, keepPackages: options.keepPackages });
  return { ...describe(sealed, failures), schema, failures, alreadyPublished };
}

type Published = Pick<LoadedPackage, 'schema' | 'failures' | 'alreadyPublished'>;

/** Tries until the package is published. */
async function persist(
  sealed: SealedPackage,
  destination: Destination,
  options: LoadOptions,
): Promise<Published> {
  const { signal, retry, onEvent } = options;
  const { loadId, dataset } = sealed.manifest;
  const attempt = async (): Promise<Published> => {
    try {
      return await attemptLoad(sealed, destination, options);
    } catch (error) {
      // Whether it was published after all, the next load finds out.
      signal?.throwIfAborted();
      // A commit can succeed and its answer get lost.
      const published = await publishedAfterAll(sealed, destination, options.store);
      if (published) return { ...published, alreadyPublished: false };
      throw error;
    }
  };
  try {
    return await retrying(attempt, {
      retry,
      signal,
      mayPass: (error) => mayPass(error, destination),
      onRetry: (attempt, delayMs, error) =>
        onEvent?.({ type: 'load-retried', loadId, dataset, attempt, delayMs, error }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw loadError(error, sealed, destination);
  }
}

async function attemptLoad(
  sealed: SealedPackage,
  destination: Destination,
  options: LoadOptions,
): Promise<Published> {
  const { manifest, schema } = sealed;
  const { loadId, dataset } = manifest;
  const { store, signal } = options;
  const early = await options.early?.take();
  const connection = early?.connection ?? (await openDataset(destination, dataset, schema, signal));
  try {
    const attempts = await store.attempts(loadId);
    const row = await connection.readLoad(loadId);
    const mine = ownAttempt(row, attempts);
    if (row && mine) return await readPublished(sealed, row, mine, connection);
    if (row) throw collision(sealed);
    if (attempts.length > 0) await connection.discard(loadId);
    const opened = { connection, session: early?.session };
    const { plan, failures } = await publishPackage(sealed, opened, destination, options);
    return { schema: storedSchema(sealed, plan.schema), failures, alreadyPublished: false };
  } finally {
    await early?.session.close();
    await connection.close();
  }
}

/** The attempt that a load record is of; undefined where somebody else has written it. */
export function ownAttempt(
  row: LoadRow | null,
  attempts: readonly PublishAttempt[],
): PublishAttempt | undefined {
  return attempts.find(({ insertedAt }) => insertedAt === row?.insertedAt);
}

async function readPublished(
  sealed: SealedPackage,
  load: LoadRow,
  { failures }: PublishAttempt,
  connection: Connection,
): Promise<Published> {
  const row = load.schemaHash === null ? null : await connection.readSchema({ hash: load.schemaHash });
  const schema = row ? storedSchema(sealed, { hash: row.hash, document: row.schema }) : sealed.schema;
  return { schema, failures, alreadyPublished: true };
}

function collision({ manifest: { pipeline, loadId } }: SealedPackage): SluiceError {
  return new SluiceError(
    'LOAD_ID_COLLISION',
    'The dataset has a load of this id that this package did not make',
    { place: { pipeline, loadId }, remedy: 'Discard the package with abort() and run again' },
  );
}

/** The schema in the destination: nearly always the package's own, which need not be parsed again. */
function storedSchema(
  { schema }: SealedPackage,
  stored: { readonly hash: string; readonly document: string },
): Schema {
  if (stored.hash === schema.version_hash) return schema;
  return parseSchema(decodeSchema(stored.document, portableRuntime));
}

async function publishedAfterAll(
  sealed: SealedPackage,
  destination: Destination,
  store: PackageStore,
): Promise<Published | undefined> {
  const { manifest, schema } = sealed;
  const { loadId, dataset } = manifest;
  const attempts = await store.attempts(loadId);
  if (attempts.length === 0) return undefined;
  try {
    const connection = await openDataset(destination, dataset, schema);
    try {
      const row = await connection.readLoad(loadId);
      const mine = ownAttempt(row, attempts);
      return row && mine ? await readPublished(sealed, row, mine, connection) : undefined;
    } finally {
      await connection.close();
    }
  } catch {
    // Not known. The first error is the one to report, and the next attempt asks again before it writes.
    return undefined;
  }
}

type Described = Pick<LoadedPackage, 'loadId' | 'dataset' | 'tables' | 'discarded'>;

function describe({ manifest, schema }: SealedPackage, failures: readonly LoadFailure[]): Described {
  const failed = chainTables(schema, failures);
  const tables = manifest.tables
    .filter(({ name }) => !isSystemTable(schema, name))
    .map(({ name, newColumns, parts }) => ({
      name,
      rows: failed.has(name) ? 0 : parts.reduce((rows, part) => rows + part.rows, 0),
      newColumns,
    }));
  const { loadId, dataset, discarded = [] } = manifest;
  return { loadId, dataset, tables, discarded };
}
