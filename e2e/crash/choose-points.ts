import { sampled, seeded } from './seeded.ts';

/** Where a kill is most likely to leave something half done: each of them is tried in every scenario that has it. */
const keyTransitions = ['publishing', 'in-transaction', 'committed', 'package-finished'];

/**
 * Some of the points of a run, by number (the first is 1), given the names of all of them: one of each key
 * transition, and `others` of the rest.
 */
export function choosePoints(names: readonly string[], others: number, seed: number, key: string): number[] {
  const numbers = names.map((_, index) => index + 1);
  const chosen = keyTransitions.flatMap((name) => {
    const places = numbers.filter((number) => names[number - 1] === name);
    return places[Math.floor(seeded(seed, key, name) * places.length)] ?? [];
  });
  const rest = numbers.filter((number) => !chosen.includes(number));
  return [...chosen, ...sampled(rest, others, seed, key)].sort((a, b) => a - b);
}
