import type { Table } from '@sluice/schema';
import type { Cell, Row } from './batch.ts';
import { addRows, type Entity } from './entity-rows.ts';
import type { Rows } from './load-tables.ts';

/** What is in the tables of a chain, and what a load brings for them. */
export interface DataSet {
  readonly about: string;
  /** Null: the tables do not exist yet. */
  readonly old: Rows | null;
  readonly staged: Rows;
}

const some = (key: number, version: number, copy = 0): Entity => ({ key, version, copy });

/**
 * Rows for a chain of tables, by what its hints make of rows: keys that are known and new ones, rows that did not
 * change, moved or were deleted, lists that shrink and grow, and several rows with one key. Where a database may
 * choose one of those, they differ in their ids alone; ids that end in `~1` stand for that of another copy.
 */
export function dataSets(tables: readonly Table[]): DataSet[] {
  const chain = chainOf(tables);
  const { strategy, isReplaced, isSorted } = chain;
  const isHistory = strategy === 'scd2';
  const known = numbers(8).map((key) => some(key, 0));
  // Keys of which some are known and some changed.
  const delivered = chain.rows(
    numbers(12)
      .filter((key) => key % 3 !== 1)
      .map((key) => some(key, key % 2)),
    'new',
  );
  const copies = [1, 2, 3, 7, 9, 10, 11].flatMap((key) =>
    [0, 1, 2].slice(0, 1 + (key % 3)).map((copy) => some(key, isSorted ? copy : 1, copy)),
  );
  const old = chain.rows(known, 'old');
  return [
    { about: 'new tables', old: null, staged: delivered },
    { about: 'known and new keys', old, staged: delivered },
    { about: 'several rows with one key', old, staged: chain.rows(copies, 'new') },
    ...(tables.length > 1 ? [{ about: 'nothing nested', old, staged: onlyRoot(delivered, chain.root) }] : []),
    ...(isReplaced ? [{ about: 'nothing', old, staged: new Map() }] : []),
    ...(isHistory
      ? [{ about: 'content that comes back', old: chain.history(), staged: chain.returned() }]
      : []),
  ];
}

interface Chain {
  readonly root: Table;
  readonly strategy: string;
  readonly isReplaced: boolean;
  /** A column says which of several rows with one key stays. */
  readonly isSorted: boolean;
  rows(entities: readonly Entity[], load: string): Rows;
  /** Versions that are valid, versions that were followed by others, and versions that just ended. */
  history(): Rows;
  /** What is valid already, what was followed by something else, and what had ended. */
  returned(): Rows;
}

function chainOf(tables: readonly Table[]): Chain {
  const [root] = tables;
  if (!root) throw new Error('no tables');
  const strategy = String(root['x-merge-strategy'] ?? 'delete-insert');
  const isHistory = strategy === 'scd2';
  const columns = [...root.columns.values()];
  const rootId = ({ key, version, copy }: Entity, load: string): string => {
    if (isHistory) return `content${key}.${version}`;
    return strategy === 'delete-insert' ? `${load}${key}.${version}~${copy}` : `key${key}`;
  };
  const to = columns.find((column) => column['x-valid-to']);
  const active = (to?.['x-active-record-timestamp'] ?? null) as Cell;
  const valid = (ended: boolean): Row =>
    isHistory
      ? { _dlt_valid_from: '2024-01-01T00:00:00Z', _dlt_valid_to: ended ? '2024-02-01T00:00:00Z' : active }
      : {};
  const rows = (entities: readonly Entity[], load: string, hasEnded: (entity: Entity) => boolean): Rows => {
    const found = new Map<string, Row[]>();
    for (const entity of entities) {
      const extra = load === 'old' ? valid(hasEnded(entity)) : {};
      addRows(tables, entity, rootId(entity, load), { ...extra, _dlt_load_id: load }, found);
    }
    return found;
  };
  return {
    root,
    strategy,
    isReplaced: root.write_disposition === 'replace',
    isSorted: columns.some((column) => column.dedup_sort),
    rows: (entities, load) => rows(entities, load, () => false),
    history: () =>
      rows(
        [some(1, 0), some(2, 0), some(5, 0), some(5, 1), some(6, 0)],
        'old',
        ({ key, version }) => key === 6 || (key === 5 && version === 0),
      ),
    returned: () => rows([some(1, 0), some(2, 1), some(5, 0), some(6, 0)], 'new', () => false),
  };
}

function numbers(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function onlyRoot(rows: Rows, root: Table): Rows {
  return new Map([[root.name, rows.get(root.name) ?? []]]);
}
