import { SluiceError } from '../errors.ts';
import { doubleJson } from '../values/double.ts';
import { isInteger } from '../values/integer.ts';
import { toValue } from '../values/to-value.ts';
import { Double, type Value } from '../values/values.ts';
import { byCodePoint } from './by-code-point.ts';
import { markedText } from './markers.ts';
import { printsAlike } from './prints-alike.ts';
import { hasEscapedSurrogate, quote } from './quote.ts';

/** How a value is written. */
export interface EncodeJsonOptions {
  /** Marks the types of values that JSON has no form for, so that `decodeTypedJson` gives them back. Default false. */
  readonly typed?: boolean;
  /** Sorts the keys of all objects by code point. Default false: as they come. */
  readonly sortKeys?: boolean;
}

// As deep as `parseJson` reads.
const maxDepth = 1024;
const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 64n - 1n;

/**
 * Writes a value as JSON in the format's own dialect: no blanks, doubles with a point or an exponent (`1.0`), NaN and
 * infinities as null; timestamps, dates, times, decimals and bytes (base64) as strings. Whatever `toValue` accepts
 * can stand anywhere in it; keys whose value is `undefined` are left out.
 *
 * @throws RECORD_CYCLIC, RECORD_TOO_DEEP (more than 1024 levels), RECORD_INTEGER_OUT_OF_RANGE (below −2^63 or above
 * 2^64−1), RECORD_VALUE_UNSUPPORTED
 */
export function encodeJson(value: unknown, options: EncodeJsonOptions = {}): string {
  const { typed = false, sortKeys = false } = options;
  if (!sortKeys && printsAlike(value)) {
    const text = JSON.stringify(value);
    if (!hasEscapedSurrogate(text)) return text;
  }
  return print(value, { typed, sortKeys, around: [] });
}

interface Printing {
  readonly typed: boolean;
  readonly sortKeys: boolean;
  /** The lists and objects that are being printed, outermost first. */
  readonly around: object[];
}

function print(raw: unknown, printing: Printing): string {
  const value = toValue(raw);
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return printNumber(value);
    case 'bigint':
      return printInteger(value);
    case 'boolean':
      return String(value);
  }
  if (value === null) return 'null';
  if (value instanceof Double) return doubleJson(value.value);
  const special = markedText(value);
  if (special) return `"${printing.typed ? special.marker : ''}${special.text}"`;
  return printContainer(value, printing);
}

function printContainer(value: Value & object, printing: Printing): string {
  const { around } = printing;
  if (around.includes(value))
    throw new SluiceError('RECORD_CYCLIC', 'A value contains itself', {
      remedy: 'Cut the circle with a map step',
    });
  if (around.length === maxDepth)
    throw new SluiceError('RECORD_TOO_DEEP', `A value is nested deeper than ${maxDepth} levels`, {
      remedy: 'Take it apart with a map step',
    });
  around.push(value);
  const text = Array.isArray(value) ? printList(value, printing) : printObject(value, printing);
  around.pop();
  return text;
}

function printList(list: readonly unknown[], printing: Printing): string {
  let text = '[';
  for (let index = 0; index < list.length; index++)
    text += (index === 0 ? '' : ',') + print(list[index], printing);
  return `${text}]`;
}

function printObject(object: object, printing: Printing): string {
  const entries: [string, unknown][] =
    object instanceof Map ? [...object].map(([key, value]) => [String(key), value]) : Object.entries(object);
  if (printing.sortKeys) entries.sort(([a], [b]) => byCodePoint(a, b));
  let text = '{';
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    text += `${text.length === 1 ? '' : ','}${quote(key)}:${print(value, printing)}`;
  }
  return `${text}}`;
}

/** Beyond 2^53 JavaScript's own text of an integer ends in zeros that are not its digits. */
function printNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return isInteger(value) ? BigInt(value).toString() : doubleJson(value);
}

function printInteger(value: bigint): string {
  if (value >= minInteger && value <= maxInteger) return value.toString();
  throw new SluiceError('RECORD_INTEGER_OUT_OF_RANGE', 'An integer does not fit 64 bits', {
    remedy: 'Hand it in as a decimal or as text',
  });
}
