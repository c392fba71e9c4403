import type { DataSet } from './data-set.ts';
import { newRandom, type Random } from './random.ts';
import { moment, newWords, type Words } from './words.ts';

const wideColumns = 500;

/** W: rows of 500 columns: integers, doubles, booleans, texts and timestamps by turns; one value of ten is null. */
export const wideRows: DataSet = { name: 'wide', definedIn: import.meta.filename, records };

const values: readonly ((random: Random, words: Words, index: number) => unknown)[] = [
  (random) => random.upTo(1_000_000),
  (random) => random.upTo(1_000_000) + 0.25,
  (random) => random.fraction() < 0.5,
  (_, words) => words.sentence(2),
  (random, _, index) => moment(index, random),
];

function* records(count: number): Iterable<object> {
  const random = newRandom();
  const words = newWords(random);
  for (let index = 0; index < count; index++) {
    const row: Record<string, unknown> = { id: index };
    for (let column = 1; column < wideColumns; column++) {
      const value = values[column % values.length]?.(random, words, index);
      // The first row is whole, so that every column has its type from the start.
      row[`column_${column}`] = index > 0 && random.upTo(10) === 0 ? null : value;
    }
    yield row;
  }
}
