import { objectOf } from '@sluice/arbitraries';
import { dataTypeOf, type Naming, toValue, type Value } from '@sluice/schema';

/**
 * What a record says, in the form that its rows say it in: values by column, lists by table. Nulls, empty objects and
 * empty lists say nothing; how keys were spelled is not known any more.
 */
export interface Tree<Cell = Value> {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly lists: ReadonlyMap<string, readonly Tree<Cell>[]>;
}

/** A record as a tree: taken apart here in the plainest way, by the names the convention gives. */
export function treeOf(record: unknown, table: readonly string[], naming: Naming): Tree {
  const cells = new Map<string, Value>();
  const lists = new Map<string, readonly Tree[]>();
  const visit = (object: unknown, path: readonly string[]): void => {
    for (const [key, raw] of entriesOf(object)) {
      const inner = [...path, pieceOf(key, naming)];
      const value = toValue(raw);
      if (value === null || (typeof value === 'number' && !Number.isFinite(value))) continue;
      if (dataTypeOf(value) !== 'json') cells.set(naming.shortenFragments(...inner), value);
      else if (!Array.isArray(value)) visit(value, inner);
      else if (value.length > 0) {
        const elements = value.map((element) => treeOf(asRecord(element), [...table, ...inner], naming));
        lists.set(naming.shortenFragments(...table, ...inner), elements);
      }
    }
  };
  visit(record, []);
  return { cells, lists };
}

/** The record without the keys that would share a column or a table with a key before them: only one of them stays. */
export function withoutRivals(record: object, naming: Naming): object {
  const taken = new Set<string>();
  const visit = (object: unknown, path: readonly string[]): object =>
    objectOf(
      entriesOf(object).flatMap(([key, raw]) => {
        const inner = [...path, pieceOf(key, naming)];
        const value = toValue(raw);
        if (value !== null && dataTypeOf(value) === 'json' && !Array.isArray(value))
          return [[key, visit(value, inner)] as const];
        const name = naming.shortenFragments(...inner);
        if (taken.has(name)) return [];
        taken.add(name);
        return [[key, Array.isArray(value) ? value.map(element) : raw] as const];
      }),
    );
  const element = (raw: unknown): unknown => {
    const value = toValue(raw);
    if (Array.isArray(value)) return value.map(element);
    return value !== null && dataTypeOf(value) === 'json' ? withoutRivals(value as object, naming) : raw;
  };
  return visit(record, []);
}

/** An element of a list as a row: a list in a list is a row with a list, a scalar a row of one value. */
function asRecord(element: unknown): unknown {
  const value = toValue(element);
  if (Array.isArray(value)) return { list: value };
  return value !== null && dataTypeOf(value) === 'json' ? value : { value };
}

function entriesOf(object: unknown): [string, unknown][] {
  if (object instanceof Map) return [...object].map(([key, value]) => [String(key), value]);
  return Object.entries(object as object);
}

function pieceOf(key: string, naming: Naming): string {
  return naming.path(key) || '_empty';
}
