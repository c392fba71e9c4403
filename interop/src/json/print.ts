import { isObject, type Json } from './json.ts';
import { byCodePoint } from './order.ts';

/** How doubles are written: as Python prints them, or as the JSON writer does whose bytes dlt hashes. */
type FloatText = (value: number) => string;

/** One line, keys sorted by code point: the form in which outcomes are compared and rows are put in order. */
export function compact(value: Json): string {
  return print(value, true, pythonFloat);
}

/** One line, keys in their own order. */
export function printJson(value: Json): string {
  return print(value, false, pythonFloat);
}

/** The bytes dlt hashes, as text: keys sorted by code point. */
export function hashedText(value: Json): string {
  return print(value, true, hashedFloat);
}

function print(value: Json, sorted: boolean, float: FloatText): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return float(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isObject(value)) {
    const keys = [...value.keys()];
    if (sorted) keys.sort(byCodePoint);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${print(value.get(key) ?? null, sorted, float)}`).join(',')}}`;
  }
  return `[${value.map((item) => print(item, sorted, float)).join(',')}]`;
}

/** Shortest digits and the position of the point: value = 0.digits × 10^point. */
function digitsOf(value: number): { sign: string; digits: string; point: number } {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return { sign, digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

function positional(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${digits.padEnd(point, '0')}.0`;
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function scientific(digits: string, exponent: string): string {
  return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${exponent}`;
}

function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const { sign, digits, point } = digitsOf(value);
  if (point > -4 && point <= 16) return sign + positional(digits, point);
  const exponent = point - 1;
  return (
    sign + scientific(digits, `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`)
  );
}

function hashedFloat(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const { sign, digits, point } = digitsOf(value);
  if (point > -5 && point <= 16) return sign + positional(digits, point);
  return sign + scientific(digits, `${point > 0 ? '+' : ''}${point - 1}`);
}
