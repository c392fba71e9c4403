import { bumpState, decodeState, encodeState, type PipelineState, readState, stateHash } from '@sluice/state';
import { at, type Json } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { plain } from './documents.ts';
import { runtime } from './runtime.ts';
import { encodeValue } from './values.ts';

function stateOf(input: Json): PipelineState {
  return plain<PipelineState>(input);
}

const codec: UnitAdapter = (input, settings) => {
  if (at(settings, 'op') === 'decode') return encodeValue(readState(String(input), runtime));
  const state = stateOf(input);
  const stored = readState(encodeState(state, runtime), runtime);
  // What concerns one machine alone never leaves it; dlt's codec is asked about the whole document.
  return encodeValue({ ...stored, _local: state._local });
};

const bump: UnitAdapter = (input) => {
  const state = stateOf(input);
  const old = state._version_hash ?? null;
  bumpState(state, runtime);
  return encodeValue({ version: state._state_version, hash: state._version_hash, old });
};

export const stateAdapters: Readonly<Record<string, UnitAdapter>> = {
  'state-hash': (input) => stateHash(stateOf(input), runtime),
  'state-bump': bump,
  'state-codec': codec,
  'state-migrate': (input) => encodeValue(decodeState(JSON.stringify(stateOf(input)), runtime)),
};
