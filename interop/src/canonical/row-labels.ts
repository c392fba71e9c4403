import type { Json } from '../json/json.ts';
import { byCodePoint } from '../json/order.ts';
import { compact } from '../json/print.ts';
import type { RawTable, Row } from './cell.ts';
import { idOf, isDerived, isIdColumn, type PlacedRow } from './fixed-ids.ts';

/** Names for the random ids of a dataset, and the order that goes with them. */
export interface RowLabels {
  readonly labels: ReadonlyMap<string, string>;
  /** Position of each row: of its root row, then of each list element on the way down. */
  readonly places: ReadonlyMap<Row, readonly number[]>;
}

/**
 * Root rows are numbered by their content, nested rows are named after their parent where their id is the one it
 * must be. `cell` gives a cell's canonical form before any id has a label; `derived` says whether an id is the one
 * that its parent, table and list index make.
 */
export function labelRows(
  tables: ReadonlyMap<string, RawTable>,
  rows: readonly PlacedRow[],
  fixed: ReadonlySet<string>,
  cell: (table: string, column: string, row: Row) => Json,
  derived: (placed: PlacedRow) => boolean = isDerived,
): RowLabels {
  const children = groupByParent(rows);
  const known = new Set(rows.map(({ row }) => idOf(row)));
  const labels = new Map<string, string>();
  const places = new Map<Row, readonly number[]>();
  const counters = new Map<string, number>();
  const contents = new Map<Row, string>();

  function content({ table, row }: PlacedRow): Json[] {
    return (tables.get(table)?.columns ?? []).map(({ name }) => {
      if (!isIdColumn(name)) return cell(table, name, row);
      const id = row.get(name) ?? null;
      return id === null ? null : fixed.has(String(id)) ? String(id) : '~';
    });
  }

  /** The row and everything below it, as text. */
  function whole(placed: PlacedRow, trail: readonly Row[] = []): string {
    if (trail.includes(placed.row)) return 'loop';
    const found = contents.get(placed.row);
    if (found !== undefined) return found;
    const below = (children.get(idOf(placed.row) ?? '') ?? []).map((child) =>
      whole(child, [...trail, placed.row]),
    );
    const text = compact([placed.table, content(placed), below.sort(byCodePoint)]);
    contents.set(placed.row, text);
    return text;
  }

  function byContent(list: readonly PlacedRow[]): PlacedRow[] {
    return [...list].sort((a, b) => byCodePoint(whole(a), whole(b)));
  }

  function label(placed: PlacedRow, id: string): string {
    const parent = labels.get(idOf(placed.row, '_dlt_parent_id') ?? '');
    if (fixed.has(id)) return id;
    if (parent !== undefined && derived(placed)) {
      return `${parent.replace(/>+$/, '')}/${placed.table}/${String(placed.row.get('_dlt_list_idx'))}>`;
    }
    const number = (counters.get(placed.table) ?? 0) + 1;
    counters.set(placed.table, number);
    return `<${placed.table}:${number}>`;
  }

  function visit(placed: PlacedRow, place: readonly number[]): void {
    places.set(placed.row, place);
    const id = idOf(placed.row) ?? '';
    if (!labels.has(id)) labels.set(id, label(placed, id));
    const below = (children.get(id) ?? []).filter(({ row }) => !places.has(row));
    below.sort(
      (a, b) =>
        byCodePoint(a.table, b.table) ||
        listIndex(a.row) - listIndex(b.row) ||
        byCodePoint(whole(a), whole(b)),
    );
    below.forEach((child, n) => {
      if (!places.has(child.row)) visit(child, [...place, n]);
    });
  }

  const roots = rows.filter(({ row }) => {
    const parent = idOf(row, '_dlt_parent_id');
    return parent === null || !known.has(parent);
  });
  byContent(roots).forEach((placed, n) => {
    if (!places.has(placed.row)) visit(placed, [n]);
  });
  // Rows whose parents run in a circle belong to no root: they come last.
  byContent(rows.filter(({ row }) => !places.has(row))).forEach((placed, n) => {
    visit(placed, [1_000_000_000 + n]);
  });
  return { labels, places };
}

function groupByParent(rows: readonly PlacedRow[]): Map<string, PlacedRow[]> {
  const children = new Map<string, PlacedRow[]>();
  for (const placed of rows) {
    const parent = idOf(placed.row, '_dlt_parent_id');
    if (parent === null) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(placed);
    else children.set(parent, [placed]);
  }
  return children;
}

function listIndex(row: Row): number {
  const index = row.get('_dlt_list_idx');
  return index === null || index === undefined ? -1 : Number(index);
}
