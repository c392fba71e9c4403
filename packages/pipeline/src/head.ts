import type { Connection, Manifest, SealedPackage } from '@sluice/load';
import { decodeSchema, parseSchema, type Runtime, type Schema } from '@sluice/schema';
import { decodeState, type PipelineState } from '@sluice/state';

/** Where the next extraction starts from: the state and the schemas that all loads so far have led to. */
export interface Head {
  /** Null before the first load. */
  readonly state: PipelineState | null;
  readonly schemas: ReadonlyMap<string, Schema>;
  /** Content hash of the newest state in each dataset, by its physical name: what the next load there builds on. */
  readonly stateHashes: ReadonlyMap<string, string>;
  /** The load that brought the state: later ones need later ids, whatever the clock says. */
  readonly loadId?: string;
}

export const emptyHead: Head = { state: null, schemas: new Map(), stateHashes: new Map() };

/** What a destination holds: the state of the newest committed load and the newest version of each of its schemas. */
export async function readHead(
  connection: Connection,
  pipeline: string,
  dataset: string,
  runtime: Runtime,
): Promise<Head> {
  const row = await connection.readState(pipeline);
  if (row === null) return emptyHead;
  const state = decodeState(row.state, runtime);
  const schemas = new Map<string, Schema>();
  for (const name of state.schema_names ?? []) {
    const stored = await connection.readSchema({ name });
    if (stored) schemas.set(name, parseSchema(decodeSchema(stored.schema, runtime)));
  }
  return { state, schemas, stateHashes: new Map([[dataset, state._version_hash]]), loadId: row.loadId };
}

export interface AppliedPackage extends Pick<SealedPackage, 'schema' | 'state'> {
  readonly manifest: Pick<Manifest, 'dataset'>;
}

/** Whether a package moves the state or the schema on. */
export function bringsChanges({ state, schema }: Manifest): boolean {
  return state.hash !== null || schema.hash !== schema.base;
}

/** The head once the packages are loaded too, so that extracting need not wait for them. */
export function advanceHead(head: Head, packages: readonly AppliedPackage[], runtime: Runtime): Head {
  const schemas = new Map(head.schemas);
  const stateHashes = new Map(head.stateHashes);
  let { state } = head;
  for (const { schema, state: changed, manifest } of packages) {
    schemas.set(schema.name, schema);
    if (!changed) continue;
    state = decodeState(changed.state, runtime);
    stateHashes.set(manifest.dataset, changed.hash);
  }
  return { ...head, state, schemas, stateHashes };
}
