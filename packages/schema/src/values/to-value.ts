import { isArrow } from '../arrow/arrow-table.ts';
import { SluiceError } from '../errors.ts';
import { isInRange } from '../time/make-timestamp.ts';
import { decimalText } from './decimal.ts';
import { temporalValue } from './temporal.ts';
import { Decimal, Double, HexBytes, PlainDate, PlainTime, Timestamp, type Value, Wei } from './values.ts';

/**
 * Turns what a user may hand in into a value. `undefined` becomes null; `Date` and `Temporal.*` become timestamps,
 * dates and times; array buffers and their views become bytes; the decimals of decimal.js, big.js and bignumber.js
 * become `Decimal`, sets lists, boxed primitives bare ones; other objects with `toJSON` become what that returns.
 *
 * Lists, maps and objects are returned as they are: their elements are converted when they are reached.
 *
 * @throws RECORD_VALUE_UNSUPPORTED for functions, symbols, objects that have nothing to show (promises, regular
 * expressions, generators), and points in time outside the years 1 to 9999.
 */
export function toValue(input: unknown): Value {
  switch (typeof input) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return input;
    case 'undefined':
      return null;
    case 'object': {
      if (input === null || Array.isArray(input)) return input;
      const prototype = Object.getPrototypeOf(input);
      if (prototype === Object.prototype || prototype === null) return input as Value;
      if (input instanceof Date) return fromMilliseconds(input.getTime());
      return isValueObject(input) ? input : fromInstance(input, prototype);
    }
    default:
      throw unsupported(`a ${typeof input}`);
  }
}

function isValueObject(input: object): input is Value & object {
  return (
    input instanceof Timestamp ||
    input instanceof Uint8Array ||
    input instanceof Map ||
    input instanceof Double ||
    input instanceof Decimal ||
    input instanceof PlainDate ||
    input instanceof PlainTime ||
    input instanceof Wei ||
    input instanceof HexBytes
  );
}

/** Tests tags before classes: an object may come from another realm, or from another copy of a library. */
function fromInstance(input: object, prototype: object): Value {
  // The prototype of plain objects is the one that has none itself, in every realm.
  if (Object.getPrototypeOf(prototype) === null) return input as Value;
  const tag = Object.prototype.toString.call(input).slice('[object '.length, -1);
  switch (tag) {
    case 'Date':
      return fromMilliseconds(Number(input));
    case 'Map':
      return new Map(input as ReadonlyMap<string, Value>);
    case 'Set':
      return [...(input as ReadonlySet<Value>)];
    case 'String':
    case 'Number':
    case 'Boolean':
    case 'BigInt':
      return input.valueOf() as Value;
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return new Uint8Array(input as ArrayBuffer);
  }
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (tag.startsWith('Temporal.')) {
    const value = temporalValue(tag, input);
    if (value === null) throw unsupported(`a ${tag} outside the years 1 to 9999`);
    if (value !== undefined) return value;
  }
  if (isDecimalObject(input)) {
    const text = decimalText(String(input));
    if (text !== null) return new Decimal(text);
  }
  if (isArrow(input)) throw unsupported('an Arrow table');
  if (hasToJson(input)) {
    const shown: unknown = input.toJSON();
    if (shown !== input) return toValue(shown);
  }
  if (Object.keys(input).length === 0) throw unsupported(`an object of class ${nameOf(prototype)}`);
  return input as Value;
}

function fromMilliseconds(milliseconds: number): Timestamp {
  const micros = milliseconds * 1000;
  if (Number.isSafeInteger(micros)) return new Timestamp(BigInt(micros), 0);
  if (Number.isNaN(milliseconds)) throw unsupported('an invalid Date');
  const exact = BigInt(milliseconds) * 1000n;
  if (!isInRange(exact)) throw unsupported('a Date outside the years 1 to 9999');
  return new Timestamp(exact, 0);
}

/** The decimal libraries share their fields: a sign, an exponent and a list of digits (null for NaN and infinity). */
function isDecimalObject(input: object): boolean {
  if (!Object.hasOwn(input, 's') || !Object.hasOwn(input, 'e')) return false;
  const { c, d, toFixed } = input as { c?: unknown; d?: unknown; toFixed?: unknown };
  const digits = Object.hasOwn(input, 'c') ? c : Object.hasOwn(input, 'd') ? d : undefined;
  return typeof toFixed === 'function' && (digits === null || Array.isArray(digits));
}

function hasToJson(input: object): input is { toJSON(): unknown } {
  return 'toJSON' in input && typeof input.toJSON === 'function';
}

function nameOf(prototype: object): string {
  return prototype.constructor?.name || 'unknown';
}

function unsupported(what: string): SluiceError {
  return new SluiceError('RECORD_VALUE_UNSUPPORTED', `A record holds ${what}, which is no data`, {
    remedy: 'Turn it into data with a map step, or leave it out',
  });
}
