import { encodeJson, type Runtime } from '@sluice/schema';
import type { PipelineState } from './pipeline-state.ts';

/** What a state says about itself, and what concerns one machine alone, is not content. */
const notContent: ReadonlySet<string> = new Set([
  '_local',
  '_state_version',
  '_state_engine_version',
  '_version_hash',
]);

/** The hash of a state's content, in any order of its keys. 44 characters of base64. */
export function stateHash(state: PipelineState, runtime: Runtime): string {
  const content = new Map(Object.entries(state).filter(([key]) => !notContent.has(key)));
  return runtime.sha3_256(encodeJson(content, { typed: true, sortKeys: true }));
}

/**
 * Brings version and hash up to date, in place.
 *
 * @returns whether the content is another than that of the last version.
 */
export function bumpState(state: PipelineState, runtime: Runtime): boolean {
  const hash = stateHash(state, runtime);
  if (state._version_hash === hash) return false;
  if (state._version_hash) state._state_version += 1;
  state._version_hash = hash;
  return true;
}
