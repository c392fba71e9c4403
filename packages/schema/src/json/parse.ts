import { SluiceError } from '../errors.ts';
import { doubleValue } from '../values/double.ts';
import { integerValue } from '../values/integer.ts';
import type { Value } from '../values/values.ts';
import { readMarked } from './markers.ts';

const maxDepth = 1024;
const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 64n - 1n;

// Longer ones do not fit 64 bits anyway.
const maxIntegerLength = 20;

const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// A control character, which must be written as an escape, or a backslash.
const needsCare = /[^ -\uffff]|\\/;
const arrayIndex = /^(?:0|[1-9]\d{0,9})$/;

/**
 * Reads JSON without loss: integers beyond 2^53 become `bigint` (beyond 64 bits: doubles), `1.0` and `1e3` become
 * `Double`. Objects become plain objects, or maps where a plain object would not keep the order of their keys
 * (`{"2": …, "1": …}`). Of two equal keys the last one counts.
 *
 * @throws JSON_INVALID for text that is not JSON, numbers too large for a double, halves of surrogate pairs, and more
 * than 1024 levels
 */
export function parseJson(text: string): Value {
  return new JsonReader(text, (content) => content).read();
}

/**
 * Reads JSON that marks its types. Strings with a marker become the value they stand for, or stay as they are where
 * they do not fit it. Keys are never marked. @throws JSON_INVALID
 */
export function decodeTypedJson(text: string): Value {
  return new JsonReader(text, readMarked).read();
}

/** What stands between the quotes of a string; null where JSON does not allow it. */
function readEscapes(raw: string): string | null {
  if (!needsCare.test(raw)) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return null;
  }
}

/** Sets an own property, also where assigning would set something else. */
function define(object: object, key: string, value: Value): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

class JsonReader {
  readonly #text: string;
  readonly #readText: (content: string) => Value;
  #at = 0;
  #depth = 0;

  constructor(text: string, readText: (content: string) => Value) {
    this.#text = text;
    this.#readText = readText;
  }

  read(): Value {
    const value = this.#value();
    this.#skipBlanks();
    return this.#at === this.#text.length ? value : this.#fail();
  }

  #value(): Value {
    this.#skipBlanks();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(true);
      case '[':
        return this.#nested(false);
      case '"':
        return this.#readText(this.#string());
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #nested(isObject: boolean): Value {
    this.#depth += 1;
    if (this.#depth > maxDepth) this.#fail();
    this.#at += 1;
    const value = isObject ? this.#object() : this.#list();
    this.#depth -= 1;
    return value;
  }

  #list(): Value {
    const list: Value[] = [];
    if (this.#take(']')) return list;
    do list.push(this.#value());
    while (this.#take(','));
    return this.#take(']') ? list : this.#fail();
  }

  #object(): Value {
    if (this.#take('}')) return {};
    const object: Record<string, Value> = {};
    let ordered: Map<string, Value> | undefined;
    do {
      this.#skipBlanks();
      const key = this.#string();
      if (!this.#take(':')) this.#fail();
      const value = this.#value();
      // Such keys come first in a plain object, by their number.
      if (ordered === undefined && arrayIndex.test(key)) ordered = new Map(Object.entries(object));
      if (ordered !== undefined) ordered.set(key, value);
      else if (key === '__proto__') define(object, key, value);
      else object[key] = value;
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail();
    return ordered ?? object;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') this.#fail();
    let end = this.#text.indexOf('"', start + 1);
    while (end !== -1 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end === -1) this.#fail();
    this.#at = end + 1;
    const content = readEscapes(this.#text.slice(start + 1, end));
    if (content?.isWellFormed()) return content;
    this.#at = start;
    return this.#fail();
  }

  /** Whether an odd number of backslashes stands before the quote. */
  #isEscaped(quote: number): boolean {
    let first = quote;
    while (this.#text[first - 1] === '\\') first -= 1;
    return (quote - first) % 2 === 1;
  }

  #number(): Value {
    number.lastIndex = this.#at;
    const match = number.exec(this.#text);
    if (!match) return this.#fail();
    const [token, fraction, exponent] = match;
    const value = Number(token);
    if (!Number.isFinite(value)) this.#fail();
    this.#at += token.length;
    if (fraction !== undefined || exponent !== undefined || token.length > maxIntegerLength)
      return doubleValue(value);
    // There is no negative zero among integers.
    if (Number.isSafeInteger(value)) return value + 0;
    const integer = BigInt(token);
    return integer >= minInteger && integer <= maxInteger ? integerValue(integer) : doubleValue(value);
  }

  #word<T extends Value>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #take(char: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at += 1;
    }
  }

  #fail(): never {
    throw new SluiceError('JSON_INVALID', `A text is not JSON: it goes wrong at character ${this.#at}`);
  }
}
