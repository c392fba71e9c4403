export { decodeState, encodeState, readState } from './codec.ts';
export type { StateErrorCode } from './errors.ts';
export {
  newState,
  type PipelineState,
  type ResourceState,
  type SourceState,
  stateEngineVersion,
} from './pipeline-state.ts';
export { reviveDates } from './revive-dates.ts';
export { resetResource, resourceState, sourceState } from './scopes.ts';
export { bumpState, stateHash } from './version.ts';
