import { parseDecimal } from './decimal.ts';
import type { Wei } from './values.ts';

const largest = 578_960_446_186_580_977_117_854_925_043_439_539_266n;
const smallest = -578_960_446_186_580_977_117_854_925_043_439_539_267n;
const maxDigits = String(largest).length;

/** Whether a wei is beyond the range that every warehouse can hold: the format stores such a one as its text. */
export function isBeyondWei({ text }: Wei): boolean {
  const parts = parseDecimal(text);
  if (!parts) return false;
  const { negative, digits, exponent } = parts;
  if (/^0+$/.test(digits)) return false;
  const length = digits.length + exponent;
  if (length !== maxDigits) return length > maxDigits;
  const whole = BigInt(digits.slice(0, length).padEnd(length, '0'));
  const hasFraction = /[1-9]/.test(digits.slice(length));
  const limit = negative ? -smallest : largest;
  return whole > limit || (whole === limit && hasFraction);
}
