import { newLoadId } from '@sluice/load';
import { keyHash, nestedRowId, randomIds, rowHash } from '@sluice/normalize';
import { encodeJson, parseJson } from '@sluice/schema';
import { at, type Json, listOf, textAt } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { runtime } from './runtime.ts';
import { decodeValue } from './values.ts';

const hashRow: UnitAdapter = (input, settings) => {
  // dlt's function hashes what it is given as JSON; markers of types were put into the texts before. Ours puts them.
  const value = parseJson(encodeJson(decodeValue(input))) as object;
  const row = value instanceof Map ? value : new Map(Object.entries(value));
  const subset = at(settings, 'subset');
  return subset === undefined
    ? rowHash(row, runtime)
    : keyHash(row, listOf(subset).map(String), 't', runtime);
};

/** Random ids have no value to compare: their form, length and order are what the file fixes. */
const GENERATORS: Readonly<Record<string, { next: () => string; pattern: string }>> = {
  'row_id()': { next: randomIds(runtime), pattern: '[A-Za-z0-9+/]+' },
  'load_id()': { next: () => newLoadId(), pattern: '\\d{10}\\.\\d{1,7}' },
};

const random: UnitAdapter = (input) => {
  const generator = GENERATORS[String(input)];
  if (!generator) throw new Error(`not implemented: ${String(input)}`);
  const ids = Array.from({ length: 50 }, generator.next);
  if (new Set(ids).size < ids.length) throw new Error('an id came twice');
  const fits = ids.every((id) => new RegExp(`^${generator.pattern}$`).test(id));
  const length = ids.every((id) => id.length === ids[0]?.length) ? BigInt(ids[0]?.length ?? 0) : null;
  const isIncreasing = ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ''));
  return new Map<string, Json>([
    ['pattern', fits ? generator.pattern : `not ${ids[0]}`],
    ['length', input === 'load_id()' ? null : length],
    ['increasing', isIncreasing ? true : null],
  ]);
};

export const idAdapters: Readonly<Record<string, UnitAdapter>> = {
  'nested-row-id': (input) =>
    nestedRowId(textAt(input, 'parent'), textAt(input, 'table'), Number(at(input, 'index')), runtime),
  'row-hash': hashRow,
  'random-ids': random,
};
