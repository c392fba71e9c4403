const foreignDigit = /[^\0-\x7f]/;
const digit = /\p{Nd}/u;
const digits = /\p{Nd}/gu;

/** Writes the decimal digits of all scripts as `0` to `9`. */
export function asciiDigits(text: string): string {
  return foreignDigit.test(text) ? text.replace(digits, toAscii) : text;
}

function toAscii(char: string): string {
  // Unicode keeps the ten digits of a script together, in order; scripts that follow each other do so by tens.
  const point = char.codePointAt(0) ?? 0;
  let first = point;
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}
