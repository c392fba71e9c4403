import type { Connection, SealedPackage } from '@sluice/load';
import { decodeSchema, parseSchema, type Runtime, type Schema } from '@sluice/schema';
import { decodeState, type PipelineState } from '@sluice/state';

/** Where the next extraction starts from: the state and the schemas that all loads so far have led to. */
export interface Head {
  /** Null before the first load. */
  readonly state: PipelineState | null;
  readonly schemas: ReadonlyMap<string, Schema>;
  /** The load that brought the state: later ones need later ids, whatever the clock says. */
  readonly loadId?: string;
}

export const emptyHead: Head = { state: null, schemas: new Map() };

/** What a destination holds: the state of the newest committed load and the newest version of each of its schemas. */
export async function readHead(connection: Connection, pipeline: string, runtime: Runtime): Promise<Head> {
  const row = await connection.readState(pipeline);
  if (row === null) return emptyHead;
  const state = decodeState(row.state, runtime);
  const schemas = new Map<string, Schema>();
  for (const name of state.schema_names ?? []) {
    const stored = await connection.readSchema({ name });
    if (stored) schemas.set(name, parseSchema(decodeSchema(stored.schema, runtime)));
  }
  return { state, schemas, loadId: row.loadId };
}

/** The head once the packages are loaded too, so that extracting need not wait for them. */
export function advanceHead(
  head: Head,
  packages: readonly Pick<SealedPackage, 'schema' | 'state'>[],
  runtime: Runtime,
): Head {
  const schemas = new Map(head.schemas);
  let { state } = head;
  for (const { schema, state: changed } of packages) {
    schemas.set(schema.name, schema);
    if (changed) state = decodeState(changed.state, runtime);
  }
  return { ...head, state, schemas };
}
