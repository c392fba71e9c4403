import {
  compressText,
  decodeTypedJson,
  encodeJson,
  expandText,
  type Runtime,
  withoutMaps,
} from '@sluice/schema';
import { corrupted } from './corrupted.ts';
import { migrateState } from './migrate.ts';
import type { PipelineState } from './pipeline-state.ts';

/** A state as `_dlt_pipeline_state.state` holds it: compressed typed JSON, without what concerns this machine alone. */
export function encodeState(state: PipelineState, runtime: Runtime): string {
  const { _local, ...stored } = state;
  return compressText(encodeJson(stored, { typed: true }), runtime);
}

/**
 * Reads a stored state, compressed or not. States of earlier engines are migrated.
 *
 * @throws STATE_CORRUPTED, STATE_ENGINE_UNSUPPORTED
 */
export function decodeState(text: string, runtime: Runtime): PipelineState {
  return migrateState(readState(text, runtime), runtime);
}

/** The document as it was stored. */
export function readState(text: string, runtime: Runtime): Record<string, unknown> {
  try {
    const document = withoutMaps(decodeTypedJson(expandText(text, runtime)));
    if (typeof document === 'object' && document !== null && !Array.isArray(document))
      return document as Record<string, unknown>;
    throw new TypeError('It is no object');
  } catch (cause) {
    throw corrupted('it is no document', cause);
  }
}
