import { SluiceError } from '../errors.ts';
import { strip } from '../naming/strip.ts';
import { asciiDigits } from './ascii-digits.ts';
import { Decimal } from './values.ts';

/** A finite decimal taken apart: `(negative ? -1 : 1) × digits × 10^exponent`. */
export interface DecimalParts {
  readonly negative: boolean;
  /** The coefficient: no leading zeros (zero itself is `0`), trailing zeros as written. */
  readonly digits: string;
  readonly exponent: number;
}

const finite = /^([+-])?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d{1,18}))?$/i;
const special = /^([+-])?(?:(inf(?:inity)?)|(s?)nan(\d*))$/i;

/**
 * Reads a decimal: digits with an optional point and exponent, blanks around them, underscores anywhere, digits of any
 * script. Null for other texts, NaN and infinities among them.
 */
export function parseDecimal(text: string): DecimalParts | null {
  const match = finite.exec(plain(text));
  if (!match) return null;
  const [, sign, whole = '', point = '', bare = '', exponent = '0'] = match;
  const fraction = point || bare;
  const digits = (whole + fraction).replace(/^0+(?=.)/, '');
  return { negative: sign === '-', digits, exponent: Number(exponent) - fraction.length };
}

/**
 * The normal form of a decimal's text, in which all decimals are stored: `+.50` is `0.50`, `1e3` is `1E+3`. Also of
 * `NaN` and `Infinity`. Null where the text is no decimal.
 */
export function decimalText(text: string): string | null {
  const parts = parseDecimal(text);
  if (parts) return printDecimal(parts);
  const match = special.exec(plain(text));
  if (!match) return null;
  const [, sign = '', infinity, signal = '', payload = ''] = match;
  const name = infinity ? 'Infinity' : `${signal && 's'}NaN${payload.replace(/^0+/, '')}`;
  return (sign === '-' ? '-' : '') + name;
}

/**
 * An exact decimal: `decimal('1.10')`. Reads what `parseDecimal` reads, and `NaN` and `Infinity`.
 * @throws DECIMAL_INVALID
 */
export function decimal(text: string): Decimal {
  const normal = decimalText(text);
  if (normal !== null) return new Decimal(normal);
  throw new SluiceError('DECIMAL_INVALID', 'A text is no decimal number', {
    remedy: 'Write digits with an optional point and exponent, like 1.10 or 2E+3',
  });
}

function plain(text: string): string {
  return asciiDigits(strip(text)).replaceAll('_', '');
}

function printDecimal({ negative, digits, exponent }: DecimalParts): string {
  const sign = negative ? '-' : '';
  const point = digits.length + exponent;
  // Exponents are for numbers that would need zeros behind their digits, or more than five in front of them.
  if (exponent > 0 || point <= -6) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits.charAt(0)}${fraction}E${point > 0 ? '+' : ''}${point - 1}`;
  }
  if (exponent === 0) return sign + digits;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
