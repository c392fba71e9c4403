import type { DataType } from '../data-type.ts';
import { strip } from '../naming/strip.ts';
import { decimalText, parseDecimal } from '../values/decimal.ts';
import { doubleText, doubleValue } from '../values/double.ts';
import { integerValue } from '../values/integer.ts';
import { Decimal, Double, type Value, Wei } from '../values/values.ts';
import { type Coerced, notCoercible } from './not-coercible.ts';
import { readFloat, readHex, readInteger } from './read-number.ts';

// The precision of decimal arithmetic in the format's first implementation: it takes no larger decimal apart.
const maxDecimalDigits = 28;

/** Integers; of doubles and decimals only whole ones. */
export function toBigint(value: Value, from: DataType): Value | Coerced {
  switch (from) {
    case 'text':
      return integerOr(readInteger(value as string));
    case 'double': {
      const number = doubleOf(value);
      return Number.isInteger(number) ? integerValue(BigInt(number)) : notCoercible;
    }
    case 'decimal':
    case 'wei':
      return integerOr(wholeDecimal((value as Decimal | Wei).text));
    default:
      return notCoercible;
  }
}

export function toDouble(value: Value, from: DataType): Value | Coerced {
  switch (from) {
    case 'text':
      return doubleOr(readDouble(value as string));
    case 'bigint': {
      const number = Number(value);
      return Number.isFinite(number) ? doubleValue(number) : notCoercible;
    }
    case 'decimal':
    case 'wei':
      return decimalToDouble((value as Decimal | Wei).text);
    default:
      return notCoercible;
  }
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', 't', 'y', '1'].map((word) => [word, true] as const),
  ...['no', 'false', 'f', 'n', '0'].map((word) => [word, false] as const),
]);

/** A handful of words in any case, not trimmed. Numbers: all but zero are true. */
export function toBool(value: Value, from: DataType): Value | Coerced {
  switch (from) {
    case 'text':
      return truths.get((value as string).toLowerCase()) ?? notCoercible;
    case 'bigint':
    case 'double':
      return doubleOf(value) !== 0;
    case 'decimal':
    case 'wei':
      return parseDecimal((value as Decimal | Wei).text)?.digits.replace(/^0+$/, '') !== '';
    default:
      return notCoercible;
  }
}

export function toDecimal(value: Value, from: DataType): Value | Coerced {
  const text = decimalTextOf(value, from);
  return text === null ? notCoercible : new Decimal(text);
}

export function toWei(value: Value, from: DataType): Value | Coerced {
  const text = decimalTextOf(value, from);
  return text === null ? notCoercible : new Wei(text);
}

function decimalTextOf(value: Value, from: DataType): string | null {
  switch (from) {
    case 'text': {
      const trimmed = strip(value as string);
      if (trimmed.startsWith('0x')) return readHex(trimmed)?.toString() ?? null;
      return decimalText(trimmed);
    }
    case 'bigint':
      return BigInt(value as number | bigint).toString();
    case 'double':
      // By its shortest text: 0.1 is meant to be 0.1, not its 55 binary digits.
      return decimalText(doubleText(doubleOf(value)));
    case 'decimal':
    case 'wei':
      return (value as Decimal | Wei).text;
    default:
      return null;
  }
}

/** The number in a value of type double or bigint. */
export function doubleOf(value: Value): number {
  return value instanceof Double ? value.value : Number(value);
}

function wholeDecimal(text: string): bigint | null {
  const parts = parseDecimal(text);
  if (!parts) return null;
  const { negative, digits, exponent } = parts;
  if (/^0+$/.test(digits)) return 0n;
  if (digits.length + exponent > maxDecimalDigits) return null;
  const whole = exponent >= 0 ? digits + '0'.repeat(exponent) : digits.slice(0, exponent);
  const fraction = exponent >= 0 ? '' : digits.slice(exponent);
  if (-exponent > digits.length || whole === '' || /[1-9]/.test(fraction)) return null;
  return BigInt(negative ? `-${whole}` : whole);
}

function decimalToDouble(text: string): Value | Coerced {
  if (text.includes('sNaN')) return notCoercible;
  return text.includes('NaN') ? Number.NaN : doubleValue(Number(text));
}

function readDouble(text: string): number | null {
  const trimmed = strip(text);
  if (!trimmed.startsWith('0x')) return readFloat(trimmed);
  const number = Number(readHex(trimmed) ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}

function integerOr(value: bigint | null): Value | Coerced {
  return value === null ? notCoercible : integerValue(value);
}

function doubleOr(value: number | null): Value | Coerced {
  return value === null ? notCoercible : doubleValue(value);
}
