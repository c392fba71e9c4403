import type { Json, JsonObject } from '../json/json.ts';
import { byCodePoint } from '../json/order.ts';
import { compact } from '../json/print.ts';
import {
  type Cell,
  encodeInstant,
  encodeJson,
  Instant,
  JsonCell,
  type RawTable,
  type Row,
  tagged,
} from './cell.ts';
import { fixedByList, fixedByRule, isIdColumn, rowsWithIds } from './fixed-ids.ts';
import { sortUniqueHashes, stateHash, without } from './hashes.ts';
import { LoadLabels } from './load-labels.ts';
import type { CanonicalDataset, CanonicalTable } from './outcome.ts';
import { labelRows } from './row-labels.ts';
import { readSchemaVersions, type SchemaVersions } from './schema-versions.ts';
import { readDocument, untagMarkers } from './stored-text.ts';

/** Columns that hold the wall clock of a run. */
const TIMES = new Set([
  '_dlt_loads.inserted_at',
  '_dlt_version.inserted_at',
  '_dlt_pipeline_state.created_at',
]);

export interface Canonical {
  readonly dataset: CanonicalDataset;
  readonly schemas: ReadonlyMap<string, JsonObject>;
}

/**
 * One dataset with everything random labelled. `fixedIds`: row ids known to be the same in every run; null = go by
 * the rules of the stored schemas.
 */
export function canonicalize(
  tables: ReadonlyMap<string, RawTable>,
  fixedIds: ReadonlySet<string> | null,
): Canonical {
  const loads = new LoadLabels(tables);
  const versions = readSchemaVersions(tables.get('_dlt_version'));
  const rows = rowsWithIds(tables);
  const fixed = fixedIds ? fixedByList(rows, fixedIds) : fixedByRule(rows, versions.tables);
  const { labels, places } = labelRows(tables, rows, fixed, (table, column, row) =>
    plainCell(loads, table, column, row.get(column) ?? null),
  );

  function cell(table: string, column: string, value: Cell): Json {
    if (isIdColumn(column) && typeof value === 'string') {
      return labels.get(value) ?? (fixed.has(value) ? value : '<missing>');
    }
    return plainCell(loads, table, column, value);
  }

  function canonicalTable(name: string, raw: RawTable): CanonicalTable {
    const sorted = raw.rows.map((row) => {
      const special = specialCells(name, row, versions);
      const values = raw.columns.map((column) => {
        return special.get(column.name) ?? cell(name, column.name, row.get(column.name) ?? null);
      });
      return { order: orderOf(name, row, loads, places.get(row)), text: compact(values), values };
    });
    sorted.sort((a, b) => compareOrder(a.order, b.order) || byCodePoint(a.text, b.text));
    const out = { columns: raw.columns, rows: sorted.map(({ values }) => values) };
    if (!raw.files) return out;
    return { ...out, files: raw.files.map((file) => loads.fileLabel(file)).sort(byCodePoint) };
  }

  const names = [...tables].sort(([a], [b]) => byCodePoint(a, b));
  return {
    dataset: new Map(names.map(([name, raw]) => [name, canonicalTable(name, raw)])),
    schemas: versions.documents,
  };
}

/** A cell whose canonical form does not depend on row ids. */
function plainCell(loads: LoadLabels, table: string, column: string, value: Cell): Json {
  if (value instanceof JsonCell) return tagged('json', encodeJson(value.value));
  if (value === null) return null;
  if (typeof value === 'string' && (column === '_dlt_load_id' || column === 'load_id')) {
    return loads.label(value) ?? value;
  }
  if (TIMES.has(`${table}.${column}`)) return '<time>';
  if (table === '_dlt_pipeline_state' && column === 'state') return '<state>';
  if (value instanceof Instant) return loads.timeLabel(value) ?? encodeInstant(value);
  return value;
}

/** Cells that hold a whole document, or its hash. */
function specialCells(table: string, row: Row, versions: SchemaVersions): ReadonlyMap<string, Json> {
  if (table === '_dlt_version') return new Map([['schema', versions.cells.get(row) ?? null]]);
  if (table !== '_dlt_pipeline_state') return new Map();
  const document = readDocument(row.get('state'));
  const stored = stateHash(document);
  const sorted = sortUniqueHashes(document) as JsonObject;
  const state = new Map<string, Json>([
    ['$type', 'state'],
    ['v', untagMarkers(without(sorted, new Set(['_version_hash'])))],
    ['hash_ok', stored === row.get('version_hash') && stored === document.get('_version_hash')],
  ]);
  return new Map<string, Json>([
    ['state', state],
    ['version_hash', stateHash(sorted)],
  ]);
}

type Order = readonly (string | number)[];

function orderOf(table: string, row: Row, loads: LoadLabels, place: readonly number[] | undefined): Order {
  if (table === '_dlt_version') {
    return [String(row.get('schema_name')), Number(row.get('version')), String(row.get('version_hash'))];
  }
  if (table === '_dlt_pipeline_state') {
    return [
      String(row.get('pipeline_name')),
      loads.number(row.get('_dlt_load_id')),
      Number(row.get('version')),
    ];
  }
  return place ?? [];
}

function compareOrder(a: Order, b: Order): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [left, right] = [a[i], b[i]];
    if (typeof left === 'string' && typeof right === 'string') {
      const found = byCodePoint(left, right);
      if (found !== 0) return found;
    } else if (left !== right) return Number(left) - Number(right);
  }
  return a.length - b.length;
}
