import type { DataSet } from './data-set.ts';
import { newRandom, type Random } from './random.ts';
import { newWords, type Words } from './words.ts';

const raggedKeys = 500;

/**
 * R: records of which no two have the same keys: 12 of a pool of 500 that opens as the file goes on, so that new
 * columns turn up until its end. A key always has the same kind of value.
 */
export const raggedRecords: DataSet = { name: 'ragged', definedIn: import.meta.filename, records };

const values: readonly ((random: Random, words: Words) => unknown)[] = [
  (random) => random.upTo(1_000_000),
  (random) => random.upTo(1_000_000) + 0.25,
  (random) => random.fraction() < 0.5,
  (_, words) => words.sentence(3),
];

function* records(count: number): Iterable<object> {
  const random = newRandom();
  const words = newWords(random);
  for (let index = 0; index < count; index++) {
    const open = 12 + Math.floor(((raggedKeys - 12) * index) / count);
    const record: Record<string, unknown> = { id: index };
    for (let drawn = 0; drawn < 12; drawn++) {
      // Half of them are among the newest: a key's first record is followed by others soon.
      const key = drawn % 2 === 0 ? random.upTo(open) : open - 1 - random.upTo(Math.min(open, 20));
      record[`key_${key}`] = values[key % values.length]?.(random, words);
    }
    yield record;
  }
}
