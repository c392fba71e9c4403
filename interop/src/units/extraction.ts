import {
  computeTables,
  extractSource,
  jsonPath,
  type Resource,
  type ResourceHints,
  resource,
  source,
} from '@sluice/extract';
import type { Value } from '@sluice/schema';
import type { SourceState } from '@sluice/state';
import { buildCursor } from '../cases/build-cursor.ts';
import { toHints } from '../cases/hints.ts';
import { at, type Json, listOf, object } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { runtime } from './runtime.ts';
import { decodeValue, encodeValue } from './values.ts';

const PATH_OF_VALUE = 'u';

/** What the cursor of the resource `items` remembers. */
function remembering(path: string, state: Json | undefined): SourceState {
  if (state === undefined) return {};
  return { resources: { items: { incremental: { [path]: decodeValue(state) } } } };
}

function remembered(state: SourceState, path: string): unknown {
  const cursors = state.resources?.items?.incremental as Record<string, unknown> | undefined;
  return cursors?.[path] ?? {};
}

async function rowsOf(items: Resource, state: SourceState): Promise<unknown[]> {
  const rows: unknown[] = [];
  const pages = extractSource(source('units', () => [items])(), { state, runtime });
  for await (const page of pages) rows.push(...page.items);
  return rows;
}

const incrementalRows: UnitAdapter = async (input, settings) => {
  const cursor = buildCursor(at(settings, 'incremental') ?? null);
  const key = at(settings, 'resource_primary_key');
  const state = remembering(cursor.path, at(input, 'state'));
  let pulled = 0;
  function* batches(): Generator<Value> {
    for (const batch of listOf(at(input, 'batches'))) {
      pulled += 1;
      yield decodeValue(batch);
    }
  }
  const hints = { cursor, ...(key === undefined ? {} : { primaryKey: decodeValue(key) as string }) };
  const rows = await rowsOf(resource('items', hints, batches), state);
  return encodeValue({ rows, state: remembered(state, cursor.path), pulled });
};

/** The start value that a producer sees after an earlier run ended at `last`. */
const lag: UnitAdapter = async (input, settings) => {
  const spec = object([
    ['cursor_path', PATH_OF_VALUE],
    ['initial_value', at(input, 'initial') ?? undefined],
    ['last_value_func', at(settings, 'func')],
    ['lag', at(settings, 'lag')],
  ]);
  const cursor = buildCursor(spec);
  const state = remembering(
    cursor.path,
    object([
      ['initial_value', at(input, 'initial') ?? null],
      ['last_value', at(input, 'last') ?? null],
      ['unique_hashes', []],
    ]),
  );
  let start: unknown = null;
  const items = resource('items', { cursor }, ({ cursor: seen }) => {
    start = seen.exact.startValue;
    return [];
  });
  await rowsOf(items, state);
  return encodeValue(start);
};

/** The hash that a cursor keeps of a record whose key is the value of the line. */
const dedupHash: UnitAdapter = async (input, settings) => {
  const cursor = buildCursor(object([['cursor_path', PATH_OF_VALUE]]));
  // A state with a hash of the older form goes on with that form at the same cursor value.
  const legacy = at(settings, 'legacy') === true ? ['-'.repeat(20)] : [];
  const state = remembering(
    cursor.path,
    object([
      ['initial_value', null],
      ['last_value', legacy.length > 0 ? 1n : null],
      ['unique_hashes', legacy],
    ]),
  );
  const record = { [PATH_OF_VALUE]: 1, key: decodeValue(input) };
  await rowsOf(resource('items', { cursor, primaryKey: 'key' }, [record]), state);
  const { unique_hashes: hashes } = remembered(state, cursor.path) as { unique_hashes: readonly string[] };
  return encodeValue(hashes.find((hash) => !legacy.includes(hash)));
};

const findPath: UnitAdapter = (input, settings) => {
  const path = jsonPath(String(at(settings, 'path')));
  return encodeValue({
    values: path.values(decodeValue(input)),
    simple: path.field !== null,
    field: path.field,
  });
};

function hintsOf(spec: Json): ResourceHints<unknown> {
  const { fixed, byRow } = toHints(spec);
  const cursor = at(spec, 'incremental');
  return { ...fixed, ...byRow, ...(cursor === undefined ? {} : { cursor: buildCursor(cursor) }) };
}

const resourceHints: UnitAdapter = (input, settings) => {
  const spec = at(input, 'resource') ?? null;
  let made: Resource = resource(String(at(spec, 'name')), hintsOf(spec), []);
  for (const hints of listOf(at(input, 'apply'))) made = made.with(hintsOf(hints));
  const item = at(settings, 'item');
  const [table, ...own] = computeTables(made, item === undefined ? {} : { record: decodeValue(item) });
  // The file has nested tables computed for a root table of another name.
  const [, ...nested] = own.length > 0 ? computeTables(made, { table: 'root_res' }) : [];
  return encodeValue({ table, ...(nested.length > 0 && { nested }) });
};

export const extractionAdapters: Readonly<Record<string, UnitAdapter>> = {
  'incremental-rows': incrementalRows,
  'incremental-lag': lag,
  'dedup-hash': dedupHash,
  jsonpath: findPath,
  'resource-hints': resourceHints,
};
