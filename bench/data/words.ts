import type { Random } from './random.ts';

/** A vocabulary of 400 words, and texts made from it. */
export interface Words {
  readonly all: readonly string[];
  one(): string;
  /** Words with blanks between them. */
  sentence(count: number): string;
}

export function newWords(random: Random): Words {
  const all = Array.from({ length: 400 }, () => random.text(3, 10).replace(/[ _-]/g, 'a'));
  const one = () => random.pick(all);
  return {
    all,
    one,
    sentence: (count) => Array.from({ length: count }, one).join(' '),
  };
}

const start = Date.UTC(2020, 0, 1);

/** The moment of record `index`: they rise by 0.4 to 2.4 seconds, to the millisecond. */
export function moment(index: number, random: Random): string {
  return new Date(start + index * 1373 + random.upTo(1000)).toISOString();
}
