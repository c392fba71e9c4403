import type { DataSet } from './data-set.ts';
import { newRandom } from './random.ts';
import { moment, newWords } from './words.ts';

/**
 * A: flat rows of ten columns, about 256 bytes of JSON each: two integers (ids of up to 50 bits; a score, null in one
 * of five rows), a double, a boolean, a timestamp, and five texts: a number as text, and some quotes and letters
 * that are not ASCII.
 */
export const flatRows: DataSet = { name: 'flat', definedIn: import.meta.filename, records };

function* records(count: number): Iterable<object> {
  const random = newRandom();
  const words = newWords(random);
  // The order of the fields is that of the draws.
  for (let index = 0; index < count; index++)
    yield {
      id: index * 7 + random.upTo(2 ** 40) * 1024,
      amount: Math.round(random.fraction() * 1e10) / 1e4 - 3e5,
      active: random.fraction() < 0.5,
      name: random.text(8, 20),
      email: `${random.text(6, 14)}@${words.one()}.com`,
      city: words.sentence(2),
      note: `${random.fraction() < 0.03 ? 'say "hi", ' : ''}${random.fraction() < 0.02 ? 'Zürich 東京 ' : ''}${words.sentence(3 + random.upTo(3)).slice(0, 40)}`,
      created_at: moment(index, random),
      score: random.fraction() < 0.2 ? null : random.upTo(100_000),
      price: (random.upTo(1e9) / 100).toFixed(2),
    };
}
