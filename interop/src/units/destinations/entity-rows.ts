import type { Column, Table } from '@sluice/schema';
import type { Cell, Row } from './batch.ts';

/** What a root row is of: there are several versions of an entity, whose contents differ, and copies of a version. */
export interface Entity {
  readonly key: number;
  readonly version: number;
  readonly copy: number;
}

/** A row with what is nested in it, before it has ids. */
interface Tree {
  readonly table: Table;
  readonly cells: Row;
  readonly kids: readonly Tree[];
}

/**
 * Adds the rows of an entity to those of a chain of tables: always the same ones.
 *
 * @param id the root row's
 * @param extra what else the root row holds
 */
export function addRows(
  tables: readonly Table[],
  entity: Entity,
  id: string,
  extra: Row,
  rows: Map<string, Row[]>,
): void {
  const [root] = tables;
  if (root) spread(grow(root, tables, entity), id, extra, rows);
}

function grow(table: Table, tables: readonly Table[], entity: Entity, place = ''): Tree {
  const draw = drawing(`${entity.key}/${entity.version}/${place}`);
  const cells: Record<string, Cell> = {};
  const keys = [...table.columns.values()].filter((column) => column.primary_key);
  for (const column of table.columns.values()) {
    const cell = column.primary_key ? keyCell(column, keys, entity.key) : cellOf(column, entity, draw);
    if (cell !== undefined) cells[column.name] = cell;
  }
  const kids = tables
    .filter(({ parent }) => parent === table.name)
    .flatMap((child) =>
      Array.from({ length: draw(4) }, (_, index) =>
        grow(child, tables, entity, `${place}/${child.name}/${index}`),
      ),
    );
  return { table, cells, kids };
}

/** Where the key has a second column, a text, neighbours share the first. */
function keyCell(column: Column, keys: readonly Column[], key: number): Cell {
  if (keys.length === 1) return BigInt(key);
  return column === keys[0] ? BigInt(key >> 1) : key % 2 === 0 ? 'even' : 'odd';
}

/** Undefined for what ids and loads are made of. */
function cellOf(
  column: Column,
  { key, version, copy }: Entity,
  draw: (below: number) => number,
): Cell | undefined {
  if (column.name.startsWith('_dlt_')) return undefined;
  if (column.hard_delete) return deletionMark(column, (key * 2 + version) % 3);
  if (column.dedup_sort) return copy === 0 ? null : BigInt(10 - copy);
  if (column.merge_key) {
    if (column.data_type === 'date') return `2024-01-0${1 + ((key + version) % 4)}`;
    return key === 5 ? null : BigInt(key);
  }
  switch (column.data_type) {
    case 'bigint':
      return draw(4) === 0 ? null : BigInt(draw(100));
    default:
      return draw(4) === 0 ? null : `v${version}.${draw(100)}`;
  }
}

/** Every third row is deleted. */
function deletionMark({ data_type }: Column, choice: number): Cell {
  if (data_type === 'bool') return [null, false, true][choice] ?? null;
  return choice === 2 ? '2024-01-05T00:00:00Z' : null;
}

/** Gives a tree its ids, as the format derives them, and adds its rows to those of their tables. */
function spread({ table, cells, kids }: Tree, id: string, extra: Row, found: Map<string, Row[]>): void {
  const root = extra._dlt_root_id ?? id;
  const rows = found.get(table.name) ?? [];
  rows.push({ ...cells, ...extra, _dlt_id: id });
  found.set(table.name, rows);
  const counts = new Map<string, number>();
  for (const kid of kids) {
    const index = counts.get(kid.table.name) ?? 0;
    counts.set(kid.table.name, index + 1);
    const links = { _dlt_root_id: root, _dlt_parent_id: id, _dlt_list_idx: BigInt(index) };
    spread(kid, `${id}/${kid.table.name}/${index}`, links, found);
  }
}

/** Numbers that look random and are the same for the same text. */
function drawing(seed: string): (below: number) => number {
  let state = 2166136261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619);
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 1013904223;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}
