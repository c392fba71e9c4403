/** A stream of numbers that is the same on every machine: xoshiro128** from four words. */
export interface Random {
  /** In [0, 1), in steps of 2⁻³². */
  fraction(): number;
  /** An integer in [0, limit). */
  upTo(limit: number): number;
  pick<T>(choices: readonly T[]): T;
  /** Letters, digits, blanks, `_` and `-`. */
  text(minLength: number, maxLength: number): string;
  hex(length: number): string;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-';
const hexDigits = '0123456789abcdef';

/** @param seed any integer; 0, the default, is what the published figures were measured with. */
export function newRandom(seed = 0): Random {
  let [a, b, c, d] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162, 0xdeadbeef];

  function next(): number {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }

  const fraction = () => next() / 2 ** 32;
  const upTo = (limit: number) => Math.floor(fraction() * limit);
  const letters = (length: number, from: string) => {
    let text = '';
    for (let i = 0; i < length; i++) text += from[upTo(from.length)];
    return text;
  };
  return {
    fraction,
    upTo,
    pick: (choices) => choices[upTo(choices.length)] as (typeof choices)[number],
    text: (minLength, maxLength) => letters(minLength + upTo(maxLength - minLength + 1), alphabet),
    hex: (length) => letters(length, hexDigits),
  };
}
