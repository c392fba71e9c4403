/** Decimal digits as an integer of 128 bits, scaled by 10^scale: how a decimal lies in a column. */

const twoTo32 = 2 ** 32;
/** Digits multiplied in at once: a 32-bit limb times 10^6 stays an exact double. */
const chunkDigits = 6;
/** Up to so many digits a double is exact. */
const doubleDigits = 15;
const powersOf10 = Array.from({ length: doubleDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Writes a decimal, given as text (`-1.50`, `1E+5`), as 16 bytes two's complement: four 32-bit words, lowest first.
 * @returns false, with nothing promised about the words, where the text is no number, or has more digits than fit.
 */
export function writeDecimal(
  text: string,
  precision: number,
  scale: number,
  words: Int32Array,
  at: number,
): boolean {
  let index = 0;
  const sign = text.charCodeAt(0);
  if (sign === 43 || sign === 45) index = 1;
  const first = index;
  let point = -1;
  let leading = -1;
  let trailing = -1;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46 && point === -1) point = index;
    else if (code > 48 && code <= 57) {
      if (leading === -1) leading = index;
      trailing = index;
    } else if (code !== 48) break;
  }
  const end = index;
  if (end - first === (point === -1 ? 0 : 1)) return false;
  const exponent = end === text.length ? 0 : readExponent(text, end);
  if (Number.isNaN(exponent)) return false;
  words.fill(0, at, at + 4);
  if (leading === -1) return true;
  if (point === -1) point = end;
  // Powers of ten of the last and the first digit that count, once the decimal is an integer.
  const lowest = point - trailing - (trailing < point ? 1 : 0) + exponent + scale;
  const highest = point - leading - (leading < point ? 1 : 0) + exponent + scale;
  if (lowest < 0 || highest >= precision) return false;
  if (highest < doubleDigits)
    writeSmall(digits(text, leading, trailing + 1) * (powersOf10[lowest] ?? 1), words, at);
  else writeLarge(text, leading, trailing + 1, lowest, words, at);
  if (sign === 45) negate(words, at);
  return true;
}

/** `e+5` and the like, from `at` to the end of the text. */
function readExponent(text: string, at: number): number {
  const exponent = text.slice(at + 1);
  return (text[at] === 'e' || text[at] === 'E') && /^[+-]?\d+$/.test(exponent)
    ? Number(exponent)
    : Number.NaN;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code !== 46) value = value * 10 + code - 48;
  }
  return value;
}

function writeSmall(value: number, words: Int32Array, at: number): void {
  words[at] = value | 0;
  words[at + 1] = value / twoTo32;
}

function writeLarge(
  text: string,
  from: number,
  to: number,
  zeros: number,
  words: Int32Array,
  at: number,
): void {
  let chunk = 0;
  let length = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) continue;
    chunk = chunk * 10 + code - 48;
    if (++length < chunkDigits) continue;
    multiplyAdd(words, at, length, chunk);
    chunk = 0;
    length = 0;
  }
  multiplyAdd(words, at, length, chunk);
  for (let left = zeros; left > 0; left -= chunkDigits)
    multiplyAdd(words, at, Math.min(left, chunkDigits), 0);
}

/** words = words × 10^digits + value. */
function multiplyAdd(words: Int32Array, at: number, digits: number, value: number): void {
  const factor = powersOf10[digits] ?? 1;
  let carry = value;
  for (let word = at; word < at + 4; word++) {
    const product = ((words[word] ?? 0) >>> 0) * factor + carry;
    words[word] = product | 0;
    carry = Math.floor(product / twoTo32);
  }
}

function negate(words: Int32Array, at: number): void {
  let carry = 1;
  for (let word = at; word < at + 4; word++) {
    const sum = (~(words[word] ?? 0) >>> 0) + carry;
    words[word] = sum | 0;
    carry = sum >= twoTo32 ? 1 : 0;
  }
}
