import type { Json } from './json.ts';

const NUMBER = /-?(?:Infinity|NaN|\d+(\.\d+)?([eE][+-]?\d+)?)/y;
const PLAIN_TEXT = /[^"\\]*/y;
const SPACE = /[ \t\r\n]*/y;
const WORDS: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

/** Reads one JSON text without loss. Accepts `NaN` and `Infinity`, as Python does. */
export function parseJson(text: string): Json {
  let position = 0;

  function fail(): never {
    throw new SyntaxError(
      `JSON: unexpected ${JSON.stringify(text.slice(position, position + 20))} at ${position}`,
    );
  }

  function match(pattern: RegExp): string {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0] ?? '';
    position += found.length;
    return found;
  }

  /** Skips space, then takes `char` if it is next. */
  function take(char: string): boolean {
    match(SPACE);
    if (text[position] !== char) return false;
    position += 1;
    return true;
  }

  function string(): string {
    const start = position;
    if (text[position] !== '"') fail();
    position += 1;
    match(PLAIN_TEXT);
    while (text[position] === '\\') {
      position += 2;
      match(PLAIN_TEXT);
    }
    if (text[position] !== '"') fail();
    position += 1;
    return JSON.parse(text.slice(start, position)) as string;
  }

  function list(): Json[] {
    const out: Json[] = [];
    if (take(']')) return out;
    do out.push(value());
    while (take(','));
    if (!take(']')) fail();
    return out;
  }

  function object(): Map<string, Json> {
    const out = new Map<string, Json>();
    if (take('}')) return out;
    do {
      match(SPACE);
      const key = string();
      if (!take(':')) fail();
      out.set(key, value());
    } while (take(','));
    if (!take('}')) fail();
    return out;
  }

  function number(): Json {
    const found = match(NUMBER);
    if (found === '') fail();
    return /^-?\d+$/.test(found) ? BigInt(found) : Number(found);
  }

  function value(): Json {
    if (take('{')) return object();
    if (take('[')) return list();
    if (text[position] === '"') return string();
    for (const [word, meaning] of WORDS) {
      if (text.startsWith(word, position)) {
        position += word.length;
        return meaning;
      }
    }
    return number();
  }

  const out = value();
  match(SPACE);
  if (position < text.length) fail();
  return out;
}
