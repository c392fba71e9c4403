import { schemaHash } from '../canonical/hashes.ts';
import type { CanonicalDataset, CanonicalTable, Outcome } from '../canonical/outcome.ts';
import { at, isObject, type Json, type JsonObject, listOf } from '../json/json.ts';

/** Integers beyond this do not survive as doubles. */
const EXACT = 2n ** 53n;
const VARIANT = /^(.+)(?:__|▶)v_double$/;

/** A column that sluice types `double`, where dlt has `bigint` and a variant for the fractions. */
export interface LateTyped {
  readonly dataset: string;
  readonly table: string;
  readonly column: string;
  readonly variant: string;
}

/**
 * The columns of dlt's outcomes to which late typing applies: undeclared, `bigint`, holding only integers that a
 * double holds exactly, and new in the load that brought the first fraction.
 */
export function lateTypedColumns(outcomes: readonly Outcome[], document: Json): LateTyped[] {
  const declared = declaredColumns(document);
  const found: LateTyped[] = [];
  let before: ReadonlyMap<string, CanonicalDataset> = new Map();
  for (const { datasets } of outcomes) {
    for (const [dataset, tables] of datasets ?? []) {
      for (const [table, { columns, rows }] of tables) {
        const known = before.get(dataset)?.get(table);
        for (const { name: variant } of columns) {
          const column = VARIANT.exec(variant)?.[1];
          const place = columns.findIndex(({ name }) => name === column);
          if (column === undefined || place < 0 || has(known, column) || declared.has(column.toLowerCase()))
            continue;
          if (rows.every((row) => isExactInteger(row[place] ?? null)))
            found.push({ dataset, table, column, variant });
        }
      }
    }
    before = datasets ?? before;
  }
  return found;
}

/** dlt's outcome as it would be had dlt known these columns to be `double`. */
export function applyLateTyping(outcome: Outcome, columns: readonly LateTyped[]): Outcome {
  if (outcome.datasets === null || columns.length === 0) return outcome;
  const renamed = new Map<string, string>();
  const schemas = new Map<string, JsonObject>();
  for (const [hash, document] of outcome.schemas) {
    const changed = retype(document, columns);
    const newHash = changed === document ? hash : schemaHash(changed);
    renamed.set(hash, newHash);
    schemas.set(newHash, new Map<string, Json>([...changed, ['version_hash', newHash]]));
  }
  const datasets = new Map(
    [...outcome.datasets].map(([name, tables]) => {
      const own = columns.filter(({ dataset }) => dataset === name);
      return [
        name,
        new Map([...tables].map(([table, it]) => [table, merge(rehash(it, renamed), table, own)])),
      ];
    }),
  );
  return { ...outcome, datasets, schemas };
}

function has(table: CanonicalTable | undefined, column: string): boolean {
  return table?.columns.some(({ name }) => name === column) ?? false;
}

/** Whether a cell holds nothing, or an integer that survives as a double. */
export function isExactInteger(value: Json): boolean {
  return value === null || (typeof value === 'bigint' && value <= EXACT && value >= -EXACT);
}

/** Names that a resource or a run gives a data type, in lower case. */
function declaredColumns(value: Json): Set<string> {
  const names = new Set<string>();
  if (Array.isArray(value)) {
    for (const item of value) for (const name of declaredColumns(item)) names.add(name);
  }
  if (!isObject(value)) return names;
  for (const [key, item] of value) {
    if (key === 'columns') {
      const columns = isObject(item)
        ? [...item]
        : listOf(item).map((it) => [String(at(it, 'name')), it] as const);
      for (const [name, hints] of columns)
        if (at(hints, 'data_type') !== undefined) names.add(name.toLowerCase());
    } else for (const name of declaredColumns(item)) names.add(name);
  }
  return names;
}

function retype(document: JsonObject, columns: readonly LateTyped[]): JsonObject {
  const tables = document.get('tables');
  if (!isObject(tables)) return document;
  let changed = false;
  const retyped = [...tables].map(([name, table]): [string, Json] => {
    const own = columns.filter((it) => it.table === name && at(table, 'columns', it.variant) !== undefined);
    if (own.length === 0 || !isObject(table)) return [name, table];
    changed = true;
    const described = new Map(isObject(table.get('columns')) ? (table.get('columns') as JsonObject) : []);
    for (const { column, variant } of own) {
      described.set(
        column,
        new Map<string, Json>([...(described.get(column) as JsonObject), ['data_type', 'double']]),
      );
      described.delete(variant);
    }
    return [name, new Map<string, Json>([...table, ['columns', described]])];
  });
  return changed ? new Map<string, Json>([...document, ['tables', new Map(retyped)]]) : document;
}

/** Schema hashes in cells, replaced. */
function rehash(table: CanonicalTable, renamed: ReadonlyMap<string, string>): CanonicalTable {
  const cell = (value: Json): Json => {
    if (typeof value === 'string') return renamed.get(value) ?? value;
    if (!isObject(value) || value.get('$type') !== 'schema') return value;
    const hash = String(value.get('v'));
    return new Map<string, Json>([...value, ['v', renamed.get(hash) ?? hash]]);
  };
  return { ...table, rows: table.rows.map((row) => row.map(cell)) };
}

/** The variant's values moved into the column itself. */
function merge(table: CanonicalTable, name: string, columns: readonly LateTyped[]): CanonicalTable {
  let out = table;
  for (const { column, variant } of columns.filter((it) => it.table === name)) {
    const target = out.columns.findIndex((it) => it.name === column);
    const source = out.columns.findIndex((it) => it.name === variant);
    const type = out.columns[source]?.type ?? null;
    if (target < 0 || source < 0) continue;
    out = {
      ...out,
      columns: out.columns
        .map((it, i) => (i === target ? { ...it, type } : it))
        .filter((_, i) => i !== source),
      rows: out.rows.map((row) =>
        row
          .map((value, i) => (i === target ? asDouble(value, row[source] ?? null) : value))
          .filter((_, i) => i !== source),
      ),
    };
  }
  return out;
}

function asDouble(value: Json, fraction: Json): Json {
  return typeof value === 'bigint' ? Number(value) : (value ?? fraction);
}
