import { setTimeout as wait } from 'node:timers/promises';
import {
  type Discard,
  decodeSchema,
  isSluiceError,
  isSystemTable,
  parseSchema,
  portableRuntime,
  type Schema,
  SluiceError,
} from '@sluice/schema';
import { checkDestination } from './check-destination.ts';
import type { Connection, Destination, LoadPlan, LoadRow } from './contract.ts';
import { errorCodes } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';
import type { PackageStore } from './package-store.ts';
import { planLoad } from './plan-load.ts';
import type { SealedPackage } from './sealed-package.ts';
import type { StrategyChoice } from './table-action.ts';
import { transition } from './transition.ts';

export interface LoadOptions extends StrategyChoice {
  readonly store: PackageStore;
  readonly signal?: AbortSignal | undefined;
  /**
   * Called between the publish and the putting away, with the schema that is stored now; again where a crash came in
   * between. What has to follow a load belongs here.
   */
  readonly onPublished?: (schema: Schema) => Promise<void>;
  /** How often a failure that may pass is tried again. Default 4 times, after 0.25, 0.5, 1 and 2 seconds. */
  readonly retries?: number | undefined;
}

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
  /** An earlier attempt had published it; this one only had to notice. */
  readonly alreadyPublished: boolean;
}

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
  const { schema, alreadyPublished } = await persist(sealed, destination, options);
  await options.onPublished?.(schema);
  await options.store.finish(sealed.manifest.loadId);
  return { ...describe(sealed), schema, alreadyPublished };
}

type Published = Pick<LoadedPackage, 'schema' | 'alreadyPublished'>;

/** Tries until the package is published. */
async function persist(
  sealed: SealedPackage,
  destination: Destination,
  options: LoadOptions,
): Promise<Published> {
  const { signal, retries = 4 } = options;
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await attemptLoad(sealed, destination, options);
    } catch (error) {
      // A commit can succeed and its answer get lost.
      const published = await publishedAfterAll(sealed, destination, options.store);
      if (published) return { ...published, alreadyPublished: false };
      signal?.throwIfAborted();
      if (attempt >= retries || !mayPass(error, destination)) throw failure(error, sealed, destination);
    }
    await wait(250 * 2 ** attempt, undefined, signal ? { signal } : {});
  }
}

async function attemptLoad(
  sealed: SealedPackage,
  destination: Destination,
  options: LoadOptions,
): Promise<Published> {
  const { loadId, dataset } = sealed.manifest;
  const { store, signal } = options;
  const connection = await destination.open({ dataset, ...(signal && { signal }) });
  try {
    const attempts = await store.attempts(loadId);
    const row = await connection.readLoad(loadId);
    if (row && attempts.includes(row.insertedAt)) return await readPublished(sealed, row, connection);
    if (row) throw collision(sealed);
    if (attempts.length > 0) await connection.discard(loadId);
    const plan = await planLoad(sealed, connection, destination, options);
    transition('planned');
    await store.markPublishing(loadId, plan.insertedAt);
    await publish(plan, connection, destination, signal);
    return { schema: storedSchema(sealed, plan.schema), alreadyPublished: false };
  } finally {
    await connection.close();
  }
}

async function readPublished(
  sealed: SealedPackage,
  load: LoadRow,
  connection: Connection,
): Promise<Published> {
  const row = load.schemaHash === null ? null : await connection.readSchema({ hash: load.schemaHash });
  const schema = row ? storedSchema(sealed, { hash: row.hash, document: row.schema }) : sealed.schema;
  return { schema, alreadyPublished: true };
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

async function publish(
  plan: LoadPlan,
  connection: Connection,
  destination: Destination,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { loadId, pipeline, dataset } = plan;
  const session = await connection.begin({ loadId, pipeline, dataset });
  try {
    transition('session-begun');
    const jobs = plan.tables.flatMap((table) => table.jobs);
    await forEachLimited(jobs, destination.capabilities.parallelWrites, async (job) => {
      signal?.throwIfAborted();
      await session.stage(job);
      transition('job-staged');
    });
    transition('staged');
    signal?.throwIfAborted();
    await session.publish(plan);
    transition('committed');
  } finally {
    await session.close();
  }
  transition('session-closed');
}

async function publishedAfterAll(
  sealed: SealedPackage,
  destination: Destination,
  store: PackageStore,
): Promise<Published | undefined> {
  const { loadId, dataset } = sealed.manifest;
  const attempts = await store.attempts(loadId);
  if (attempts.length === 0) return undefined;
  try {
    const connection = await destination.open({ dataset });
    try {
      const row = await connection.readLoad(loadId);
      return row && attempts.includes(row.insertedAt)
        ? await readPublished(sealed, row, connection)
        : undefined;
    } finally {
      await connection.close();
    }
  } catch {
    // Not known. The first error is the one to report, and the next attempt asks again before it writes.
    return undefined;
  }
}

function mayPass(error: unknown, destination: Destination): boolean {
  if (!isSluiceError(error) || !errorCodes.some((code) => code === error.code)) {
    return destination.classify(error) === 'transient';
  }
  // Somebody stored a schema between our plan and our publish: the next plan joins it. A conflict about one column is
  // what joining came to, and stays.
  return error.code === 'LOAD_SCHEMA_CONFLICT' && error.place.column === undefined;
}

/** Errors raised on purpose say enough; a driver's error gets a place and a way out. */
function failure(error: unknown, { manifest }: SealedPackage, destination: Destination): unknown {
  if (isSluiceError(error)) return error;
  const reason = destination.classify(error);
  return new SluiceError(
    'LOAD_FAILED',
    `${destination.name} could not take the load, nothing of it is visible`,
    {
      place: { pipeline: manifest.pipeline, schema: manifest.schema.name, loadId: manifest.loadId },
      remedy:
        reason === 'transient'
          ? 'The package stays sealed: run again once the destination can be reached (see the cause)'
          : 'The package stays sealed: remove what the cause names and run again, or discard the package with abort()',
      cause: error,
    },
  );
}

type Described = Pick<LoadedPackage, 'loadId' | 'dataset' | 'tables' | 'discarded'>;

function describe({ manifest, schema }: SealedPackage): Described {
  const tables = manifest.tables
    .filter(({ name }) => !isSystemTable(schema, name))
    .map(({ name, newColumns, parts }) => ({
      name,
      rows: parts.reduce((rows, part) => rows + part.rows, 0),
      newColumns,
    }));
  const { loadId, dataset, discarded = [] } = manifest;
  return { loadId, dataset, tables, discarded };
}
