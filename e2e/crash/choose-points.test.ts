import { expect, test } from 'vitest';
import { choosePoints } from './choose-points.ts';

const names = [
  'part-written',
  'part-written',
  'publishing',
  'in-transaction',
  'statement',
  'statement',
  'committed',
];
const seeds = Array.from({ length: 50 }, (_, seed) => seed);

test('the key transitions are always there', () => {
  for (const seed of seeds) expect(choosePoints(names, 0, seed, 'x')).toEqual([3, 4, 7]);
});

test('the seed and the scenario choose the others, each of them sooner or later', () => {
  const choices = seeds.map((seed) => choosePoints(names, 1, seed, 'x'));
  expect(choices).toEqual(seeds.map((seed) => choosePoints(names, 1, seed, 'x')));
  expect(new Set(choices.flat())).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  expect(choices).not.toEqual(seeds.map((seed) => choosePoints(names, 1, seed, 'y')));
});

test('of several key transitions of one name each has its turn', () => {
  const twice = seeds.map((seed) =>
    choosePoints(['in-transaction', 'statement', 'in-transaction'], 0, seed, 'x'),
  );
  expect(new Set(twice.flat())).toEqual(new Set([1, 3]));
});

test('never more points than there are', () => {
  expect(choosePoints(names, 100, 1, 'x')).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
