import { asciiDigits } from '../values/ascii-digits.ts';

const days: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}$/, '%Y'],
  [/^\d{4}-\d\d$/, '%Y-%m'],
  [/^\d{6}$/, '%Y%m'],
  [/^\d{8}$/, '%Y%m%d'],
  [/^\d{4}-\d\d-\d\d$/, '%Y-%m-%d'],
  [/^\d{4}-\d{3}$/, '%Y-%j'],
  [/^\d{4}-W\d\d$/, '%G-W%V'],
  [/^\d{4}-W\d\d-\d$/, '%G-W%V-%u'],
];

const dateTime =
  /^\d{4}-\d\d-\d\dT\d\d(?<minutes>:\d\d(?<seconds>:\d\d(?:(?<fraction>\.\d+)?(?<zone>Z|[+-]\d\d(?<colon>:?)\d\d))?)?)?$/;

/**
 * How a date or date-time is written, in `strftime` directives: what a cursor needs to write a later value the way
 * the data does. Null for notations it has no directives for, among them fractions of a second without a zone.
 * It looks at the shape only: `2024-13-01` has a notation.
 */
export function timeNotation(text: string): string | null {
  const plain = asciiDigits(text);
  for (const [shape, notation] of days) if (shape.test(plain)) return notation;
  const groups = dateTime.exec(plain)?.groups;
  if (!groups) return null;
  const { minutes, seconds, fraction, zone, colon } = groups;
  const clock = `%H${minutes ? ':%M' : ''}${seconds ? ':%S' : ''}${fraction ? '.%f' : ''}`;
  return `%Y-%m-%dT${clock}${zone === 'Z' ? 'Z' : zone ? `%${colon}z` : ''}`;
}
