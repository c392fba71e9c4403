import { doubleText } from '../../values/double.ts';
import { isInteger } from '../../values/integer.ts';
import { Double, type Value } from '../../values/values.ts';

/** What is neither a text nor a container, as Python spells it. */
export function atomText(value: Value): string {
  if (value instanceof Double) return floatText(value.value);
  return typeof value === 'number' && !isInteger(value) ? floatText(value) : String(value);
}

/** YAML 1.1 wants a point in every number with an exponent. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return { NaN: '.nan', Infinity: '.inf' }[String(value)] ?? '-.inf';
  const text = doubleText(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
