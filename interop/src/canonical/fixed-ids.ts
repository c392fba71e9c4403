import { at, type Json } from '../json/json.ts';
import type { RawTable, Row } from './cell.ts';
import { nestedRowId } from './hashes.ts';

const ID_COLUMNS = ['_dlt_id', '_dlt_parent_id', '_dlt_root_id'] as const;

/** A row that has an id, with the table it is in. */
export interface PlacedRow {
  readonly table: string;
  readonly row: Row;
}

export function idOf(row: Row, column: (typeof ID_COLUMNS)[number] = '_dlt_id'): string | null {
  const value = row.get(column);
  return value === null || value === undefined ? null : String(value);
}

export function isIdColumn(column: string): boolean {
  return (ID_COLUMNS as readonly string[]).includes(column);
}

export function rowsWithIds(tables: ReadonlyMap<string, RawTable>): PlacedRow[] {
  const names = [...tables.keys()].sort();
  return names.flatMap((table) =>
    (tables.get(table)?.rows ?? []).filter((row) => row.has('_dlt_id')).map((row) => ({ table, row })),
  );
}

/** The id is what a nested row of this parent, table and list index must have. */
export function isDerived({ table, row }: PlacedRow): boolean {
  const parent = idOf(row, '_dlt_parent_id');
  const index = row.get('_dlt_list_idx');
  if (parent === null || index === null || index === undefined) return false;
  return nestedRowId(parent, table, String(index)) === idOf(row);
}

/** Of the ids known to be the same in every run, those that occur. */
export function fixedByList(rows: readonly PlacedRow[], known: ReadonlySet<string>): Set<string> {
  const fixed = new Set<string>();
  for (const { row } of rows) {
    for (const column of ID_COLUMNS) {
      const id = idOf(row, column);
      if (id !== null && known.has(id)) fixed.add(id);
    }
  }
  return fixed;
}

/** Without a list: ids that are hashes by the rules of their table, and what derives from them. */
export function fixedByRule(rows: readonly PlacedRow[], tables: ReadonlyMap<string, Json>): Set<string> {
  const fixed = new Set<string>();
  for (const { table, row } of rows) {
    const id = idOf(row);
    if (id !== null && hashesItsIds(tables.get(table))) fixed.add(id);
  }
  const derived = rows.filter(isDerived);
  for (let before = -1; before < fixed.size; ) {
    before = fixed.size;
    for (const { row } of derived) {
      const id = idOf(row);
      const parent = idOf(row, '_dlt_parent_id');
      if (id !== null && parent !== null && fixed.has(parent)) fixed.add(id);
    }
  }
  return fixed;
}

function hashesItsIds(table: Json | undefined): boolean {
  if (at(table, 'parent') || at(table, 'write_disposition') !== 'merge') return false;
  const strategy = at(table, 'x-merge-strategy');
  if (strategy === 'upsert' || strategy === 'insert-only' || strategy === 'cdc') return true;
  return strategy === 'scd2' && Boolean(at(table, 'columns', '_dlt_id', 'x-row-version'));
}
