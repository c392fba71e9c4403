import { type Runtime, SluiceError } from '@sluice/schema';
import { corrupted } from './corrupted.ts';
import { type PipelineState, stateEngineVersion } from './pipeline-state.ts';
import { stateHash } from './version.ts';

type Document = Record<string, unknown>;

/** A state of today's structure from one of any earlier one. @throws STATE_CORRUPTED, STATE_ENGINE_UNSUPPORTED */
export function migrateState(document: Document, runtime: Runtime): PipelineState {
  const { _state_engine_version: engine } = document;
  if (!isInteger(engine) || engine < 1) throw corrupted('it has no engine version');
  if (engine > stateEngineVersion)
    throw new SluiceError(
      'STATE_ENGINE_UNSUPPORTED',
      `A stored pipeline state is of engine ${engine}, later than ${stateEngineVersion}`,
      { remedy: 'Use a newer release' },
    );
  refuseMisshapen(document);
  const state: Document = { ...document };
  if (engine < 2) state._local = {};
  if (engine < 3) state._version_hash = stateHash(state as PipelineState, runtime);
  if (engine < 4) for (const kind of ['destination', 'staging']) splitDestination(state, kind);
  state._state_engine_version = stateEngineVersion;
  return state as PipelineState;
}

/** A destination was once one text, its type; since then it has a type and a name. */
function splitDestination(state: Document, kind: string): void {
  if (!state[kind]) return;
  state[`${kind}_type`] = state[kind];
  state[`${kind}_name`] = null;
  delete state[kind];
}

/** Looks at the parts that others rely on. What sources keep for themselves is theirs alone. */
function refuseMisshapen({ _state_version: version, schema_names: schemas, sources }: Document): void {
  if (!isInteger(version) || version < 0) throw corrupted('its version is no number');
  if (!isAbsent(schemas) && !(Array.isArray(schemas) && schemas.every(isText)))
    throw corrupted('the names of its schemas are no list of texts');
  for (const source of objectsIn(sources, 'its sources'))
    objectsIn(source.resources, 'the resources of a source');
}

/** The objects in an object; none where there is nothing. @throws STATE_CORRUPTED where something else is in it */
function objectsIn(value: unknown, what: string): Document[] {
  if (isAbsent(value)) return [];
  const inner = isObject(value) ? Object.values(value) : [value];
  if (!isObject(value) || !inner.every(isObject)) throw corrupted(`${what} are no objects`);
  return inner;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
