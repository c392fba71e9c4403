import type { Json } from '../json/json.ts';
import type { RawTable, Row } from './cell.ts';
import { idOf, isIdColumn, type PlacedRow, rowsWithIds } from './fixed-ids.ts';
import type { CanonicalDataset, CanonicalTable, Outcome } from './outcome.ts';
import { labelRows } from './row-labels.ts';

/**
 * The same outcome with row labels and row order made anew. After cells of a canonical outcome were changed, its
 * labels no longer follow from its content; this makes two such outcomes comparable again.
 */
export function relabel(outcome: Outcome): Outcome {
  if (outcome.datasets === null) return outcome;
  return {
    ...outcome,
    datasets: new Map([...outcome.datasets].map(([name, it]) => [name, relabelDataset(it)])),
  };
}

function relabelDataset(dataset: CanonicalDataset): CanonicalDataset {
  const tables = new Map([...dataset].map(([name, table]) => [name, asRaw(table)]));
  const rows = rowsWithIds(tables);
  const literal = rows.map(({ row }) => idOf(row) ?? '').filter((id) => !id.startsWith('<'));
  const fixed = new Set(literal);
  const cell = (_table: string, column: string, row: Row): Json => (row.get(column) ?? null) as Json;
  const { labels, places } = labelRows(tables, rows, fixed, cell, isNamedAfterParent);

  function rebuild(name: string, table: CanonicalTable): CanonicalTable {
    const raw = [...(tables.get(name)?.rows ?? [])];
    // The order of documents is by version, not by content: it stays.
    if (name !== '_dlt_version' && name !== '_dlt_pipeline_state') {
      raw.sort((a, b) => comparePlaces(places.get(a) ?? [], places.get(b) ?? []));
    }
    const rows = raw.map((row) =>
      table.columns.map((column) => {
        const value = (row.get(column.name) ?? null) as Json;
        return isIdColumn(column.name) && typeof value === 'string' ? (labels.get(value) ?? value) : value;
      }),
    );
    return { ...table, rows };
  }

  return new Map([...dataset].map(([name, table]) => [name, rebuild(name, table)]));
}

function asRaw({ columns, rows }: CanonicalTable): RawTable {
  return { columns, rows: rows.map((row) => new Map(columns.map(({ name }, i) => [name, row[i] ?? null]))) };
}

function isNamedAfterParent({ table, row }: PlacedRow): boolean {
  const parent = idOf(row, '_dlt_parent_id')?.replace(/>+$/, '');
  return idOf(row) === `${parent}/${table}/${String(row.get('_dlt_list_idx'))}>`;
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
