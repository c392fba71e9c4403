import { Double } from './values.ts';

/** A double that happens to be whole: `double(1)` is stored as 1.0, where a bare `1` would be an integer. */
export function double(value: number): Double {
  return new Double(value);
}

/** A number as a value of type double: whole numbers need the wrapper, the others speak for themselves. */
export function doubleValue(value: number): Double | number {
  return Number.isInteger(value) ? new Double(value) : value;
}

/** A double as the text coercion writes it: `1.0`, `1e+16`, `1e-05`, `nan`, `-inf`. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return isPrintedWithExponent(value, 1e-4)
    ? value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
    : pointText(value);
}

/** A double as JSON has it: `1.0`, `1e+16`, `0.00001`, `1e-6`; `null` where it is not finite. */
export function doubleJson(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  return isPrintedWithExponent(value, 1e-5) ? value.toExponential() : pointText(value);
}

function isPrintedWithExponent(value: number, smallest: number): boolean {
  const size = Math.abs(value);
  return size >= 1e16 || (size < smallest && size > 0);
}

function pointText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}
