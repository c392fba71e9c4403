import type { Connection } from '@sluice/load';
import { decodeSchema, parseSchema, type Runtime, type Schema } from '@sluice/schema';
import { decodeState, type PipelineState, type SourceState, stateHash } from '@sluice/state';
import type { Datasets } from './datasets.ts';
import { emptyHead, type Head } from './head.ts';

/** What one dataset says: the state as it was when its schema was loaded last. */
interface Part {
  /** The schema whose dataset it is. */
  readonly schemaName: string;
  readonly state: PipelineState;
  readonly schema: Schema | null;
  readonly loadId: string;
}

export interface ReadHeadsOptions {
  readonly pipeline: string;
  readonly datasets: Datasets;
  readonly runtime: Runtime;
  /** Schemas that may have a dataset, besides those that states name. */
  readonly schemaNames: Iterable<string>;
  open(dataset: string): Promise<Connection>;
}

/**
 * The head of a pipeline whose schemas have datasets of their own. Each dataset holds the state as its last load left
 * it: the newest one counts, but what a source remembers is where its rows are.
 */
export async function readHeads(options: ReadHeadsOptions): Promise<Head> {
  const { datasets, schemaNames } = options;
  const parts = new Map<string, Part>();
  const read = async (dataset: string, schemaName: string | null): Promise<Part | null> => {
    const part = await readPart(options, dataset, schemaName);
    if (part) parts.set(dataset, part);
    return part;
  };
  const main = await read(datasets.main, null);
  const names = new Set([...schemaNames, ...(main?.state.schema_names ?? [])]);
  // A set hands out what is added to it meanwhile, too: a state may name schemas that others do not know.
  for (const name of names) {
    if (name === main?.schemaName) continue;
    const part = await read(datasets.of(name, null), name);
    for (const other of part?.state.schema_names ?? []) names.add(other);
  }
  return joinParts(parts, options.runtime);
}

async function readPart(
  { open, pipeline, runtime }: ReadHeadsOptions,
  dataset: string,
  schemaName: string | null,
): Promise<Part | null> {
  const connection = await open(dataset);
  try {
    const row = await connection.readState(pipeline);
    if (row === null) return null;
    const state = decodeState(row.state, runtime);
    const name = schemaName ?? state.default_schema_name ?? '';
    const stored = await connection.readSchema({ name });
    const schema = stored && parseSchema(decodeSchema(stored.schema, runtime));
    return { schemaName: name, state, schema, loadId: row.loadId };
  } finally {
    await connection.close();
  }
}

function joinParts(parts: ReadonlyMap<string, Part>, runtime: Runtime): Head {
  const [newest] = [...parts.values()].sort(newestFirst);
  if (!newest) return emptyHead;
  const schemas = new Map<string, Schema>();
  for (const { schemaName, schema } of parts.values()) if (schema) schemas.set(schemaName, schema);
  const state: PipelineState = {
    ...newest.state,
    schema_names: [...new Set([...parts.values()].flatMap((part) => part.state.schema_names))].sort(),
    ...joinSources(newest.state.sources, parts.values()),
  };
  state._version_hash = stateHash(state, runtime);
  const stateHashes = new Map([...parts].map(([dataset, part]) => [dataset, part.state._version_hash]));
  const loadId = [...parts.values()]
    .map((part) => part.loadId)
    .sort()
    .at(-1);
  return { state, schemas, stateHashes, ...(loadId !== undefined && { loadId }) };
}

function newestFirst(a: Part, b: Part): number {
  const byVersion = b.state._state_version - a.state._state_version;
  return byVersion === 0 ? (a.loadId < b.loadId ? 1 : -1) : byVersion;
}

function joinSources(
  newest: PipelineState['sources'],
  parts: Iterable<Part>,
): Pick<PipelineState, 'sources'> {
  const sources = new Map<string, SourceState>(Object.entries(newest ?? {}));
  for (const { schemaName, state } of parts) {
    const own = new Map(Object.entries(state.sources ?? {})).get(schemaName);
    if (own === undefined) sources.delete(schemaName);
    else sources.set(schemaName, own);
  }
  return newest === undefined && sources.size === 0 ? {} : { sources: Object.fromEntries(sources) };
}
