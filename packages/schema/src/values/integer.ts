const int64Min = -(2 ** 63);
const int64End = 2 ** 63;

/** Whether a number is stored as an integer: it is whole and fits 64 bits. Larger ones are taken for doubles. */
export function isInteger(value: number): boolean {
  return Number.isInteger(value) && value >= int64Min && value < int64End;
}

/** An integer as the smaller of JavaScript's two forms: a number where that is exact. */
export function integerValue(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
