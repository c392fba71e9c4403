import { type Runtime, SluiceError } from '@sluice/schema';
import { type PipelineState, stateEngineVersion } from './pipeline-state.ts';
import { stateHash } from './version.ts';

type Document = Record<string, unknown>;

/** A state of today's structure from one of any earlier one. @throws STATE_CORRUPTED, STATE_ENGINE_UNSUPPORTED */
export function migrateState(document: Document, runtime: Runtime): PipelineState {
  const engine = Number(document._state_engine_version);
  if (!Number.isInteger(engine) || engine < 1)
    throw new SluiceError('STATE_CORRUPTED', 'A stored pipeline state has no engine version', {
      remedy: 'Start the pipeline anew, with its state dropped',
    });
  if (engine > stateEngineVersion)
    throw new SluiceError(
      'STATE_ENGINE_UNSUPPORTED',
      `A stored pipeline state is of engine ${engine}, later than ${stateEngineVersion}`,
      { remedy: 'Use a newer release' },
    );
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
