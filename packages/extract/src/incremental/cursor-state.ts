import { toValue, type Value } from '@sluice/schema';
import type { ResourceState } from '@sluice/state';
import type { Incremental } from './incremental.ts';

/** What a pipeline's state keeps of a cursor: these keys and no others. */
export interface CursorState {
  /** The initial value of the first run. */
  initial_value: Value;
  /** The latest value seen. */
  last_value: Value;
  /** Hashes of the records loaded at `last_value`, sorted. */
  unique_hashes: string[];
  /** `last_value` when the last run that loaded something began. */
  start_value: Value;
}

/** The state of a cursor of its resource; created where there is none. A run with an end value has one of its own. */
export function cursorState(incremental: Incremental, resource: () => ResourceState): CursorState {
  const initial = toValue(incremental.options.initialValue);
  const fresh: CursorState = {
    initial_value: initial,
    last_value: initial,
    unique_hashes: [],
    start_value: initial,
  };
  if ((incremental.options.endValue ?? null) !== null) return fresh;
  const state = resource();
  const cursors = (state.incremental ?? {}) as Record<string, CursorState>;
  state.incremental = cursors;
  const known = Object.hasOwn(cursors, incremental.path) ? cursors[incremental.path] : undefined;
  if (known) return known;
  Object.defineProperty(cursors, incremental.path, {
    value: fresh,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return fresh;
}
