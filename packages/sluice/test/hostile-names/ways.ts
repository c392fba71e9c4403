import type { MergeDisposition, ResourceHints } from 'sluice';
import type { Place } from './places.ts';

/** A way to load: its hints, two loads, and what is there after them. */
export interface Way {
  readonly name: string;
  hints(place: Place): ResourceHints;
  /** Key, value, mark of a deletion, order; and the elements of the list. */
  readonly loads: readonly (readonly Row[])[];
  /** `key value`, in order, and the elements of all lists. */
  readonly rows: readonly string[];
  readonly elements: readonly number[];
}

interface Row {
  readonly key: number;
  readonly value: string;
  readonly first?: boolean | undefined;
  readonly second?: number;
  readonly list?: readonly number[];
}

const before: readonly Row[] = [
  { key: 1, value: 'a', first: false, second: 1, list: [1, 2] },
  { key: 2, value: 'a', first: false, second: 1, list: [3] },
];
const after: readonly Row[] = [
  { key: 1, value: 'c', first: false, second: 2, list: [5] },
  { key: 1, value: 'b', first: false, second: 1, list: [4] },
  { key: 2, value: 'x', first: true, second: 1 },
  { key: 3, value: 'd', first: false, second: 1 },
];
const once = after.filter(({ value }) => value === 'c' || value === 'd');

const all = ['1 a', '1 b', '1 c', '2 a', '2 x', '3 d'];
const delivered = ['1 b', '1 c', '2 x', '3 d'];
const merged = ['1 c', '3 d'];

export const ways: readonly Way[] = [
  {
    name: 'append',
    hints: () => ({ writeDisposition: 'append' }),
    loads: [before, after],
    rows: all,
    elements: [1, 2, 3, 4, 5],
  },
  {
    name: 'replace',
    hints: () => ({ writeDisposition: 'replace' }),
    loads: [before, after],
    rows: delivered,
    elements: [4, 5],
  },
  {
    name: 'delete-insert by merge key',
    hints: ({ key }) => ({ writeDisposition: 'merge', mergeKey: key }),
    loads: [before, after],
    rows: delivered,
    elements: [4, 5],
  },
  {
    name: 'delete-insert',
    hints: (place) => ({ ...keyed(place), writeDisposition: 'merge' }),
    loads: [before, after],
    rows: merged,
    elements: [5],
  },
  {
    name: 'upsert',
    hints: (place) => ({ ...keyed(place), writeDisposition: by('upsert', { skipUnchangedRows: true }) }),
    loads: [before, after],
    rows: merged,
    elements: [5],
  },
  {
    name: 'insert-only',
    hints: (place) => ({ ...keyed(place), writeDisposition: by('insert-only') }),
    loads: [before, after],
    rows: ['1 a', '2 a', '3 d'],
    elements: [1, 2, 3],
  },
  {
    name: 'cdc',
    hints: (place) => ({ ...keyed(place), writeDisposition: by('cdc') }),
    loads: [before, after],
    rows: merged,
    elements: [5],
  },
  {
    name: 'scd2',
    hints: ({ first, second }) => ({
      writeDisposition: by('scd2', { validityColumnNames: [first, second] }),
    }),
    loads: [before, once].map((rows) =>
      rows.map(({ key, value, list }) => ({ key, value, ...(list && { list }) })),
    ),
    rows: ['1 a', '1 c', '2 a', '3 d'],
    elements: [1, 2, 3, 5],
  },
  {
    name: 'scd2 with a version column and a merge key',
    hints: ({ key, value }) => ({
      mergeKey: key,
      writeDisposition: by('scd2', { rowVersionColumnName: value }),
    }),
    loads: [before, once].map((rows) => rows.map(({ key, value }) => ({ key, value: `${value}${key}` }))),
    rows: ['1 a1', '1 c1', '2 a2', '3 d3'],
    elements: [],
  },
];

function keyed({ key, first, second }: Place): ResourceHints {
  return {
    primaryKey: key,
    columns: Object.fromEntries([
      [first, { hardDelete: true, dataType: 'bool' }],
      [second, { dedupSort: 'desc' }],
    ]),
  };
}

function by(
  strategy: MergeDisposition['strategy'] & string,
  options: Partial<MergeDisposition> = {},
): MergeDisposition {
  return { disposition: 'merge', strategy, ...options };
}

/** The records of a load of a way, for a place. */
export function recordsOf(way: Way, load: number, place: Place): object[] {
  return (way.loads[load] ?? []).map((row) =>
    Object.fromEntries([
      ...(['key', 'value', 'first', 'second'] as const)
        .filter((role) => row[role] !== undefined)
        .map((role) => [place[role], row[role]]),
      ...(row.list
        ? [[place.list, row.list.map((element) => Object.fromEntries([[place.element, element]]))]]
        : []),
    ]),
  );
}
