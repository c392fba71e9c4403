import { type Column, dataTypes, type Naming, type Schema, type Value } from '@sluice/schema';
import type { Tree } from './tree.ts';

/** A value as it was found: in which column, which need not be the one of its name. */
export interface Found {
  readonly value: Value;
  readonly column: Column;
}

/** Rows by table, columns without a value left out, as any reader of the dataset finds them. */
export type Tables = ReadonlyMap<string, readonly ReadonlyMap<string, Value>[]>;

const links = new Set(['_dlt_id', '_dlt_load_id', '_dlt_parent_id', '_dlt_list_idx', '_dlt_root_id']);

/**
 * The inverse of flattening: rows joined with the rows of their lists, by parent id and list index, and the values of
 * variant columns back under the names of the columns they did not fit.
 *
 * @throws Error where rows are lost, repeated or out of place.
 */
export function rebuild(schema: Schema, tables: Tables, root: string, naming: Naming): Tree<Found>[] {
  const children = byParent(tables, root);
  let used = tables.get(root)?.length ?? 0;

  const treeOf = (table: string, row: ReadonlyMap<string, Value>): Tree<Found> => {
    const cells = new Map<string, Found>();
    const columns = schema.tables.get(table)?.columns ?? new Map<string, Column>();
    const names = variantNames(columns, naming);
    for (const [name, value] of row) {
      const column = columns.get(name);
      if (!column) throw new Error(`no column ${table}.${name} in the schema`);
      if (links.has(name)) continue;
      const of = column.variant ? names.get(name) : name;
      if (of === undefined) throw new Error(`${table}.${name} is a variant of nothing`);
      if (cells.has(of)) throw new Error(`two values of ${table}.${of} in one row`);
      cells.set(of, { value, column });
    }
    const lists = new Map(
      [...(children.get(String(row.get('_dlt_id'))) ?? [])].map(([nested, rows]) => [
        nested,
        inOrder(nested, rows).map((inner) => treeOf(nested, inner)),
      ]),
    );
    for (const rows of lists.values()) used += rows.length;
    return { cells, lists };
  };

  const trees = (tables.get(root) ?? []).map((row) => treeOf(root, row));
  const all = [...tables.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (used !== all) throw new Error(`${all - used} rows belong to no row of ${root}`);
  return trees;
}

function byParent(tables: Tables, root: string): Map<string, Map<string, ReadonlyMap<string, Value>[]>> {
  const children = new Map<string, Map<string, ReadonlyMap<string, Value>[]>>();
  for (const [table, rows] of tables) {
    if (table === root) continue;
    for (const row of rows) {
      const parent = String(row.get('_dlt_parent_id'));
      const nested = children.get(parent) ?? new Map<string, ReadonlyMap<string, Value>[]>();
      children.set(parent, nested.set(table, [...(nested.get(table) ?? []), row]));
    }
  }
  return children;
}

function inOrder(table: string, rows: readonly ReadonlyMap<string, Value>[]): ReadonlyMap<string, Value>[] {
  const placed: ReadonlyMap<string, Value>[] = [];
  for (const row of rows) {
    const index = Number(row.get('_dlt_list_idx'));
    if (placed[index]) throw new Error(`two rows of ${table} at place ${index} of one list`);
    placed[index] = row;
  }
  if (placed.length !== rows.length) throw new Error(`a list of ${table} has gaps`);
  return placed;
}

/** The name of each variant column there can be → the column whose values it takes. */
function variantNames(columns: ReadonlyMap<string, Column>, naming: Naming): Map<string, string> {
  return new Map(
    [...columns.keys()].flatMap((name) =>
      dataTypes.map((type) => [naming.shortenFragments(name, `v_${type}`), name] as const),
    ),
  );
}
