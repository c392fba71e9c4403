import type { PipelineState, ResourceState, SourceState } from './pipeline-state.ts';

/**
 * What the sources of a schema remember, to be read and written. It is created by being asked for, and then counts
 * as content even if it stays empty: ask only when a source wants it.
 */
export function sourceState(state: PipelineState, schemaName: string): SourceState {
  const sources: Record<string, SourceState> = state.sources ?? {};
  state.sources = sources;
  return entry(sources, schemaName);
}

/** What one resource remembers. Created by being asked for. */
export function resourceState(state: PipelineState, schemaName: string, resource: string): ResourceState {
  const source = sourceState(state, schemaName);
  const resources: Record<string, ResourceState> = source.resources ?? {};
  source.resources = resources;
  return entry(resources, resource);
}

/** Makes a resource forget. The state of its source stays, and is created if it was not there: so does the format. */
export function resetResource(state: PipelineState, schemaName: string, resource: string): void {
  const { resources } = sourceState(state, schemaName);
  if (resources) delete resources[resource];
}

/** Names are keys like any other: `__proto__` too. */
function entry<T extends Record<string, unknown>>(entries: Record<string, T>, name: string): T {
  const known = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (known) return known;
  const created = {} as T;
  Object.defineProperty(entries, name, {
    value: created,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return created;
}
