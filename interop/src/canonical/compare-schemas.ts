import { at, entriesOf, isObject, type Json, type JsonObject } from '../json/json.ts';
import { namesOf, note } from './difference.ts';
import type { Outcome } from './outcome.ts';

/** What differs between the schema versions that two datasets hold. */
export function compareSchemas(a: Outcome, b: Outcome): string[] {
  const found: string[] = [];
  const [usedA, usedB] = [usedSchemas(a), usedSchemas(b)];
  for (const hash of [...new Set([...usedA, ...usedB])].sort()) {
    if (!usedA.has(hash) || !usedB.has(hash)) {
      found.push(`schema ${hash} only in ${usedA.has(hash) ? 'A' : 'B'}`);
      continue;
    }
    const [left, right] = [a.schemas.get(hash), b.schemas.get(hash)];
    if (!left || !right) found.push(`schema ${hash}: document missing in ${left ? 'B' : 'A'}`);
    else found.push(...compareDocuments(`schema ${hash.slice(0, 8)}`, left, right));
  }
  return found;
}

function usedSchemas(outcome: Outcome): Set<string> {
  const used = new Set<string>();
  for (const tables of outcome.datasets?.values() ?? []) {
    const versions = tables.get('_dlt_version');
    const place = versions?.columns.findIndex(({ name }) => name === 'schema') ?? -1;
    for (const row of versions?.rows ?? []) used.add(String(at(row[place], 'v')));
  }
  return used;
}

/** Compares part by part; the order of a table's columns counts, the order of everything else does not. */
function compareDocuments(where: string, a: JsonObject, b: JsonObject): string[] {
  const found: string[] = [];
  for (const key of namesOf(a, b)) {
    const [left, right] = [a.get(key) ?? null, b.get(key) ?? null];
    if (key !== 'tables' || !isObject(left) || !isObject(right)) {
      note(found, `${where}.${key}`, left, right);
      continue;
    }
    for (const table of namesOf(left, right)) {
      note(found, `${where}.tables.${table}`, listed(left.get(table)), listed(right.get(table)));
    }
  }
  return found;
}

function listed(table: Json | undefined): Json {
  if (!isObject(table)) return null;
  const columns = entriesOf(table.get('columns')).map(([name, column]) => [name, column]);
  return new Map<string, Json>([...table, ['columns', columns]]);
}
