import type { Logger, Source } from '@sluice/extract';
import {
  type Destination,
  type PackageContents,
  type PackageStore,
  type PreparedPackage,
  refuseUnloadable,
  type SealedPackage,
} from '@sluice/load';
import type { ArrowOptions } from '@sluice/normalize';
import {
  type Discard,
  defineTables,
  namingConvention,
  normalizeTable,
  type Runtime,
  stateTable,
} from '@sluice/schema';
import { bumpState, decodeState, encodeState, newState, type PipelineState } from '@sluice/state';
import { codeVersion } from './code-version.ts';
import type { Head } from './head.ts';
import { PackageDraft } from './package-draft.ts';
import { readSource } from './read-source.ts';
import type { SchemaFiles } from './schema-files.ts';
import { type NamingOptions, startingSchema } from './starting-schema.ts';

export interface ExtractionRequest {
  readonly pipeline: string;
  /** Dataset name as the user gave it. */
  readonly dataset: string;
  readonly physicalDataset: string;
  readonly sources: readonly Source[];
  readonly head: Head;
  /** The newest package before these; null where there is none. */
  readonly predecessor: string | null;
  readonly destination: Destination;
  readonly store: PackageStore;
  readonly runtime: Runtime;
  /** Which names tables and columns get; absent: those of their schema. */
  readonly naming: NamingOptions | undefined;
  readonly schemaFiles: SchemaFiles | null;
  readonly arrow: ArrowOptions | undefined;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  /** Takes what contracts left out where nothing is left to be loaded: no package tells of it. */
  readonly onDiscardedAll: (discarded: readonly Discard[]) => void;
}

/**
 * Reads the sources and normalizes what they give, in one pass, into sealed load packages: one per schema, and the
 * pipeline state with that of the default schema. An error on the way leaves nothing behind.
 */
export async function extractPackages(request: ExtractionRequest): Promise<readonly SealedPackage[]> {
  const drafts = new Map<string, PackageDraft>();
  try {
    const { capabilities } = request.destination;
    const state = startingState(request);
    // Schemas in the order of their names: the first one extracted becomes the default schema.
    for (const source of [...request.sources].sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
    ))
      await readSource(await draftOf(request, drafts, source.name), source, {
        ...request,
        mergeStrategies: capabilities.mergeStrategies,
        state,
      });
    const carrier = await addState(request, drafts, state);
    for (const draft of drafts.values()) {
      draft.finish();
      request.schemaFiles?.link(draft.schema);
      refuseUnloadable(draft.schema, draft.rows.keys(), request.destination);
    }
    return await sealAll(request, drafts, carrier, state);
  } catch (error) {
    await Promise.all([...drafts.values()].map((draft) => draft.abandon()));
    throw error;
  }
}

function startingState({ head, pipeline, dataset, destination, runtime }: ExtractionRequest): PipelineState {
  // A copy: the head stays what it was when the run fails.
  if (head.state) return decodeState(encodeState(head.state, runtime), runtime);
  const state = newState({
    pipeline_name: pipeline,
    dataset_name: dataset,
    destination_type: destination.type,
  });
  bumpState(state, runtime);
  return state;
}

async function draftOf(
  request: ExtractionRequest,
  drafts: Map<string, PackageDraft>,
  schemaName: string,
): Promise<PackageDraft> {
  const known = drafts.get(schemaName);
  if (known) return known;
  const { head, predecessor, destination, store, runtime, naming, schemaFiles, logger, arrow } = request;
  const stored = head.schemas.get(schemaName);
  const { maxLength, maxColumnLength } = destination.capabilities.identifiers;
  const longest = Math.min(maxLength, maxColumnLength);
  const schema = startingSchema(schemaName, {
    stored,
    imported: (await schemaFiles?.read(schemaName)) ?? null,
    naming,
    maxLength: longest,
    runtime,
    logger,
  });
  const draft = await PackageDraft.create({
    store,
    destination,
    runtime,
    schema,
    stored,
    naming: namingConvention(schema.normalizers.names, longest, runtime),
    format: destination.capabilities.fileFormats[0] ?? 'parquet',
    arrow,
    after: [head.loadId, predecessor]
      .filter((id) => typeof id === 'string')
      .sort()
      .at(-1),
  });
  drafts.set(schemaName, draft);
  return draft;
}

/** Puts the state into the package of the default schema when it changed; returns that package. */
async function addState(
  request: ExtractionRequest,
  drafts: Map<string, PackageDraft>,
  state: PipelineState,
): Promise<PackageDraft | null> {
  const { head, runtime, destination } = request;
  const [first] = drafts.keys();
  state.default_schema_name ??= first;
  if (state.default_schema_name === undefined) return null;
  state.schema_names = [...new Set([...head.schemas.keys(), ...drafts.keys()])].sort();
  const before = head.state?._version_hash;
  bumpState(state, runtime);
  if (state._version_hash === before) return null;
  const draft = await draftOf(request, drafts, state.default_schema_name);
  const table = normalizeTable(stateTable(), draft.naming);
  const { mergeStrategies } = destination.capabilities;
  defineTables(draft.schema, draft.naming, [table], { mergeStrategies });
  // The row itself is written by the publish, which compares the state it replaces.
  draft.normalizer.touch(table.name);
  return draft;
}

/** The package with the state comes last: the state must not move on before all the data it describes is sealed. */
async function sealAll(
  request: ExtractionRequest,
  drafts: ReadonlyMap<string, PackageDraft>,
  carrier: PackageDraft | null,
  state: PipelineState,
): Promise<readonly SealedPackage[]> {
  const { pipeline, physicalDataset, head, predecessor, runtime, store } = request;
  for (const draft of drafts.values()) {
    if (!draft.isEmpty) continue;
    request.onDiscardedAll(draft.discards.list());
    await draft.abandon();
  }
  const full = [...drafts.values()].filter((draft) => !draft.isEmpty);
  const ordered = [
    ...full.filter((draft) => draft !== carrier),
    ...full.filter((draft) => draft === carrier),
  ];
  const prepared: PreparedPackage[] = [];
  for (const draft of ordered)
    prepared.push(
      await draft.prepare({
        pipeline,
        dataset: physicalDataset,
        predecessor: prepared.at(-1)?.manifest.loadId ?? predecessor,
        baseStateHash: head.state?._version_hash ?? null,
        ...(draft === carrier && { state: encodedState(state, runtime) }),
        codeVersion: codeVersion(),
      }),
    );
  return store.seal(prepared);
}

function encodedState(state: PipelineState, runtime: Runtime): NonNullable<PackageContents['state']> {
  return {
    version: state._state_version,
    engineVersion: state._state_engine_version,
    state: encodeState(state, runtime),
    hash: state._version_hash,
  };
}
