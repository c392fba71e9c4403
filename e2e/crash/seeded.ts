import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on nothing but the seed and the keys: in whatever order it is asked for. */
export function seeded(seed: number, ...keys: readonly (string | number)[]): number {
  return (
    createHash('sha256')
      .update(JSON.stringify([seed, ...keys]))
      .digest()
      .readUInt32BE() /
    2 ** 32
  );
}

/** `count` of the items, chosen by the seed, in their own order. */
export function sampled<T>(items: readonly T[], count: number, seed: number, key: string): T[] {
  const drawn = items
    .map((item, index) => ({ item, index, lot: seeded(seed, key, index) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, count);
  return drawn.sort((a, b) => a.index - b.index).map(({ item }) => item);
}
