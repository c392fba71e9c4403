import { strip } from '../naming/strip.ts';
import { asciiDigits } from '../values/ascii-digits.ts';

// The notations are Python's: digits of any script, single underscores between them.
const integer = /^[+-]?\d+(?:_\d+)*$/;
const hexInteger = /^([+-]?)(?:0x_?)?([0-9a-f]+(?:_[0-9a-f]+)*)$/i;
const float =
  /^(?:([+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?)|([+-]?)(?:(inf(?:inity)?)|nan))$/i;

// Longer texts of decimal digits are refused: reading them takes time that grows with the square of their length.
const maxDigits = 4300;

/** An integer in decimal digits, or in hexadecimal ones after `0x`; null for other texts. Blanks around it do no harm. */
export function readInteger(text: string): bigint | null {
  const trimmed = strip(text);
  if (trimmed.startsWith('0x')) return readHex(trimmed);
  const digits = asciiDigits(trimmed);
  if (!integer.test(digits)) return null;
  const plain = digits.replaceAll('_', '').replace(/^\+/, '');
  return plain.replace('-', '').length > maxDigits ? null : BigInt(plain);
}

/** An integer in hexadecimal digits after `0x`; null for other texts. A sign may stand behind the `0x`. */
export function readHex(trimmed: string): bigint | null {
  if (!trimmed.startsWith('0x')) return null;
  const match = hexInteger.exec(asciiDigits(strip(trimmed.slice(2))));
  if (!match) return null;
  const [, sign, digits = ''] = match;
  const value = BigInt(`0x${digits.replaceAll('_', '')}`);
  return sign === '-' ? -value : value;
}

/** A floating point number, `inf` and `nan` included; null for other texts. Blanks around it do no harm. */
export function readFloat(text: string): number | null {
  const match = float.exec(asciiDigits(strip(text)));
  if (!match) return null;
  const [, finite, sign, infinity] = match;
  if (finite !== undefined) return Number(finite.replaceAll('_', ''));
  if (infinity === undefined) return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
