import type { Logger, Source } from '@sluice/extract';
import {
  EarlyStaging,
  openDataset,
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
  normalizeTable,
  type Runtime,
  type Schema,
  stateTable,
  type TimeZone,
} from '@sluice/schema';
import { bumpState, decodeState, encodeState, newState, type PipelineState } from '@sluice/state';
import { codeVersion } from './code-version.ts';
import type { Datasets } from './datasets.ts';
import type { Head } from './head.ts';
import { namingFor } from './naming-for.ts';
import type { BatchLimits } from './options.ts';
import { PackageDraft } from './package-draft.ts';
import { readSource } from './read-source.ts';
import { type PlanTarget, refuseUnplannable } from './refuse-unplannable.ts';
import type { SchemaFiles } from './schema-files.ts';
import { type NamingOptions, startingSchema } from './starting-schema.ts';

export interface ExtractionRequest extends PlanTarget {
  readonly pipeline: string;
  /** Dataset name as the user gave it. */
  readonly dataset: string;
  readonly datasets: Datasets;
  readonly sources: readonly Source[];
  readonly head: Head;
  /** The newest package before these; null where there is none. */
  readonly predecessor: string | null;
  readonly store: PackageStore;
  readonly runtime: Runtime;
  /** Which names tables and columns get; absent: those of their schema. */
  readonly naming: NamingOptions | undefined;
  readonly schemaFiles: SchemaFiles | null;
  /** Where values are stored in another time zone than UTC. */
  readonly timeZone: TimeZone | null;
  readonly arrow: ArrowOptions | undefined;
  readonly limits: BatchLimits;
  /** Whether the load is planned against the destination before it is sealed. */
  readonly plansAhead: boolean;
  /** What brings parts to the destination while the rest is extracted, by load id; null where that waits. */
  readonly early: Map<string, EarlyStaging> | null;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  /** Takes what contracts left out where nothing is left to be loaded: no package tells of it. */
  readonly onDiscardedAll: (discarded: readonly Discard[]) => void;
}

/** The states that packages bring along. */
type Carried = Map<PackageDraft, NonNullable<PackageContents['state']>>;

/**
 * Reads the sources and normalizes what they give, in one pass, into sealed load packages: one per schema, and the
 * pipeline state with that of the default schema; with those of all schemas, where each has a dataset of its own. An
 * error on the way leaves nothing behind.
 */
export async function extractPackages(request: ExtractionRequest): Promise<readonly SealedPackage[]> {
  const drafts = new Map<string, PackageDraft>();
  try {
    const { capabilities } = request.destination;
    const { isPerSchema } = request.datasets;
    const state = startingState(request);
    const carried: Carried = new Map();
    let draft: PackageDraft | null = null;
    // Schemas in the order of their names: the first one extracted becomes the default schema.
    for (const source of [...request.sources].sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
    )) {
      if (isPerSchema && draft && draft.schema.name !== source.name)
        await carryState(request, drafts, carried, state, draft.schema.name);
      draft = await draftOf(request, drafts, source.name);
      await readSource(draft, source, {
        ...request,
        mergeStrategies: capabilities.mergeStrategies,
        state,
      });
    }
    await carryState(request, drafts, carried, state, isPerSchema ? draft?.schema.name : undefined);
    for (const filled of drafts.values()) {
      filled.finish();
      request.schemaFiles?.link(filled.schema);
      refuseUnloadable(filled.schema, filled.rows.keys(), request.destination, request.strategies);
    }
    return await sealAll(request, drafts, carried, state.default_schema_name);
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
  const { head, predecessor, destination, store, runtime, naming, schemaFiles, logger, timeZone, arrow } =
    request;
  const stored = head.schemas.get(schemaName);
  const { identifiers } = destination.capabilities;
  const schema = startingSchema(schemaName, {
    stored,
    imported: (await schemaFiles?.read(schemaName)) ?? null,
    naming,
    identifiers,
    runtime,
    logger,
  });
  const draft = await PackageDraft.create({
    store,
    destination,
    runtime,
    schema,
    stored,
    naming: namingFor(schema.normalizers.names, identifiers, runtime),
    widen: request.strategies.widen === true,
    onWarning: (warning) => request.logger.warn(warning.message),
    timeZone,
    arrow,
    limits: request.limits,
    refusesNulls: request.onTableFailure === 'stop',
    early: earlyStaging(request, schema),
    after: [head.loadId, predecessor]
      .filter((id) => typeof id === 'string')
      .sort()
      .at(-1),
  });
  drafts.set(schemaName, draft);
  return draft;
}

/** Puts the state into the package of a schema, by default of the default one, where it changed. */
async function carryState(
  request: ExtractionRequest,
  drafts: Map<string, PackageDraft>,
  carried: Carried,
  state: PipelineState,
  schemaName: string | undefined,
): Promise<void> {
  const { head, runtime, destination } = request;
  const [first] = drafts.keys();
  state.default_schema_name ??= first;
  const carrier = schemaName ?? state.default_schema_name;
  if (typeof carrier !== 'string') return;
  state.schema_names = [...new Set([...head.schemas.keys(), ...drafts.keys()])].sort();
  const before = [...carried.values()].at(-1)?.hash ?? head.state?._version_hash;
  bumpState(state, runtime);
  if (state._version_hash === before) return;
  const draft = await draftOf(request, drafts, carrier);
  const table = normalizeTable(stateTable(), draft.naming);
  const { mergeStrategies } = destination.capabilities;
  defineTables(draft.schema, draft.naming, [table], { mergeStrategies });
  // The row itself is written by the publish, which compares the state it replaces.
  draft.normalizer.touch(table.name);
  carried.set(draft, encodedState(state, runtime));
}

/** A package with a state comes last: the state must not move on before all the data it describes is sealed. */
async function sealAll(
  request: ExtractionRequest,
  drafts: ReadonlyMap<string, PackageDraft>,
  carried: Carried,
  defaultSchema: string | null | undefined,
): Promise<readonly SealedPackage[]> {
  const { pipeline, datasets, head, predecessor, store } = request;
  for (const draft of drafts.values()) {
    if (!draft.isEmpty) continue;
    request.onDiscardedAll(draft.discards.list());
    await draft.abandon();
  }
  const full = [...drafts.values()].filter((draft) => !draft.isEmpty);
  const ordered = [
    ...full.filter((draft) => !carried.has(draft)),
    ...full.filter((draft) => carried.has(draft)),
  ];
  const prepared: PreparedPackage[] = [];
  for (const draft of ordered) {
    const dataset = datasets.of(draft.schema.name, defaultSchema);
    const state = carried.get(draft);
    prepared.push(
      await draft.prepare({
        pipeline,
        dataset,
        predecessor: prepared.at(-1)?.manifest.loadId ?? predecessor,
        baseStateHash: head.stateHashes.get(dataset) ?? null,
        ...(state && { state }),
        codeVersion: codeVersion(),
      }),
    );
  }
  if (request.plansAhead) for (const one of prepared) await refuseUnplannable(one, request);
  // Sealing moves the files.
  for (const early of request.early?.values() ?? []) await early.settle();
  return store.seal(prepared);
}

/** Where the dataset is settled only by the end, nothing can be brought before. */
function earlyStaging(
  { early, destination, datasets, pipeline, signal }: ExtractionRequest,
  schema: Schema,
): ((loadId: string) => EarlyStaging) | null {
  if (!early || !destination.capabilities.stagesEarly || datasets.isPerSchema) return null;
  const dataset = datasets.main;
  const open = () => openDataset(destination, dataset, schema, signal);
  return (loadId) => {
    const staging = new EarlyStaging(destination, { loadId, pipeline, dataset }, open);
    early.set(loadId, staging);
    return staging;
  };
}

function encodedState(state: PipelineState, runtime: Runtime): NonNullable<PackageContents['state']> {
  return {
    version: state._state_version,
    engineVersion: state._state_engine_version,
    state: encodeState(state, runtime),
    hash: state._version_hash,
  };
}
