import { seeded } from './seeded.ts';

export type Row = { readonly [key: string]: unknown };

/** What the records look like, besides `id`, `seq` and a few plain values. */
export interface Shape {
  /** Lists in lists: two levels of nested tables. */
  readonly nested?: boolean;
  /** From the second batch on: columns of each kind, a nested table, a variant, integers that become doubles. */
  readonly evolves?: boolean;
  /** So many rows in a batch instead of two dozen. */
  readonly rows?: number;
}

const usualRows = 24;

/**
 * The records a source has to give at its n-th reading: half of their ids were there before, their `seq` never was.
 * The same for the same arguments.
 */
export function batch(number: number, seed: number, { rows = usualRows, ...shape }: Shape = {}): Row[] {
  return Array.from({ length: rows }, (_, index) => {
    const id = Math.floor(((number - 1) * rows) / 2) + index;
    const chance = (key: string): number => seeded(seed, number, index, key);
    return {
      id,
      seq: number * 1_000_000 + index,
      name: `${id}·${Math.floor(chance('name') * 1e6)}`,
      price: Math.floor(chance('price') * 1e4) / 100 + 0.001,
      at: new Date(Date.UTC(2024, 0, number) + Math.floor(chance('at') * 1e7)),
      active: chance('active') < 0.5,
      ...(shape.nested && { items: items(number, chance), tags: ['a', 'b', 'c'].slice(index % 3) }),
      ...(shape.evolves && number > 1 && additions(index / rows, chance)),
    };
  });
}

function items(number: number, chance: (key: string) => number): Row[] {
  return Array.from({ length: Math.floor(chance('items') * 4) }, (_, n) => ({
    sku: `${number}-${n}`,
    quantity: Math.floor(chance(`quantity ${n}`) * 10),
    notes: Array.from({ length: Math.floor(chance(`notes ${n}`) * 3) }, (_, m) => ({ text: `${n}.${m}` })),
  }));
}

/** Values of columns that no earlier batch had. `progress` through the batch: some columns come late in it. */
function additions(progress: number, chance: (key: string) => number): Row {
  return {
    late: chance('late') < 0.5,
    // Integers, then fractions: a double all the way.
    ratio: progress < 0.75 ? Math.floor(chance('ratio') * 100) : chance('ratio'),
    address: { city: `c${Math.floor(chance('city') * 5)}`, ...(progress > 0.5 && { zip: '12345' }) },
    extras: progress > 0.5 ? [{ n: 1 }, { n: 2 }] : [],
    // A number before, so these go to a column of their own.
    price: chance('variant') < 0.3 ? 'unknown' : 1.5,
  };
}
