import { Double, type Value } from '../../values/values.ts';
import { atomText } from './atom-text.ts';
import { escapeOf, needsEscape } from './escapes.ts';
import { scalarStyle } from './scalar-style.ts';

// Lines are folded at the first blank after this column.
const width = 80;
// A longer key is written with a question mark: 127 in all, of which PyYAML sets five aside for the type.
const longestSimpleKey = 122;

/**
 * Writes a value of a JSON document as YAML 1.1, byte for byte as PyYAML does in block style: so a file does not
 * change where nothing in it did, whichever of the two tools wrote it last.
 */
export function writeYaml(value: Value): string {
  const writer = new YamlWriter();
  writer.node(value, -2, false);
  return writer.end();
}

class YamlWriter {
  #text = '';
  #column = 0;
  /** Whether the last thing written was white space. */
  #isSpaced = true;
  /** Whether nothing but indentation and indicators stands in the line. */
  #isIndented = true;

  end(): string {
    return this.#column > 0 ? `${this.#text}\n` : this.#text;
  }

  node(value: Value, indent: number, isMapValue: boolean): void {
    if (Array.isArray(value)) this.#list(value, indent, isMapValue);
    else if (isObject(value)) this.#map(value, indent);
    else if (typeof value === 'string') this.#scalar(value, indent + 2, false);
    else this.#plain(atomText(value), indent + 2, false);
  }

  #list(items: readonly Value[], indent: number, isMapValue: boolean): void {
    if (items.length === 0) {
      this.#indicator('[]');
      return;
    }
    const inner = isMapValue && !this.#isIndented ? indent : indent + 2;
    for (const item of items) {
      this.#indent(inner);
      this.#indicator('-', { keepsIndentation: true });
      this.node(item, inner, false);
    }
  }

  #map(object: object, indent: number): void {
    const entries: [string, Value][] = object instanceof Map ? [...object] : Object.entries(object);
    if (entries.length === 0) {
      this.#indicator('{}');
      return;
    }
    const inner = indent + 2;
    for (const [key, value] of entries) {
      this.#indent(inner);
      if (isSimpleKey(key)) {
        this.#scalar(key, inner + 2, true);
        this.#indicator(':', { isAttached: true });
      } else {
        this.#indicator('?', { keepsIndentation: true });
        this.#scalar(key, inner + 2, false);
        this.#indent(inner);
        this.#indicator(':', { keepsIndentation: true });
      }
      this.node(value, inner, true);
    }
  }

  #scalar(text: string, indent: number, isKey: boolean): void {
    const style = scalarStyle(text, isKey);
    if (style === 'plain') this.#plain(text, indent, isKey);
    else if (style === 'single') this.#singleQuoted(text, indent, isKey);
    else this.#doubleQuoted(Array.from(text), indent, isKey);
  }

  #plain(text: string, indent: number, isKey: boolean): void {
    if (!this.#isSpaced) this.#put(' ');
    for (const run of text.match(/ +|[^ ]+/g) ?? []) {
      if (run === ' ' && this.#column > width && !isKey) this.#indent(indent);
      else this.#put(run);
      this.#isSpaced = false;
      this.#isIndented = false;
    }
  }

  #singleQuoted(text: string, indent: number, isKey: boolean): void {
    this.#indicator("'");
    const runs = text.match(/ +|\n+|[^ \n]+/g) ?? [];
    for (const [index, run] of runs.entries()) {
      const isInside = index > 0 && index < runs.length - 1;
      if (run === ' ' && this.#column > width && !isKey && isInside) this.#indent(indent);
      else if (run.startsWith('\n')) {
        // One break more than the text has: the first is folded away.
        this.#put('\n'.repeat(run.length + 1));
        this.#column = 0;
        this.#isIndented = true;
        this.#indent(indent);
      } else this.#put(run.replaceAll("'", "''"));
    }
    this.#indicator("'", { isAttached: true });
  }

  #doubleQuoted(chars: readonly string[], indent: number, isKey: boolean): void {
    this.#indicator('"');
    let start = 0;
    for (let end = 0; end <= chars.length; end++) {
      const char = chars[end];
      if (char === undefined || needsEscape(char)) {
        this.#put(chars.slice(start, end).join(''));
        start = Math.max(start, end);
        if (char !== undefined) {
          this.#put(escapeOf(char));
          start = end + 1;
        }
      }
      const isInside = end > 0 && end < chars.length - 1;
      const fits = this.#column + (end - start) <= width;
      if (!isInside || isKey || fits || (char !== ' ' && start < end)) continue;
      this.#put(`${chars.slice(start, end).join('')}\\`);
      start = Math.max(start, end);
      this.#indent(indent);
      this.#isSpaced = false;
      this.#isIndented = false;
      if (chars[start] === ' ') this.#put('\\');
    }
    this.#indicator('"', { isAttached: true });
  }

  #indicator(text: string, { isAttached = false, keepsIndentation = false } = {}): void {
    this.#put(this.#isSpaced || isAttached ? text : ` ${text}`);
    this.#isSpaced = false;
    this.#isIndented &&= keepsIndentation;
  }

  /** Goes to a column: on this line where nothing but indicators stands before it, else on the next. */
  #indent(column: number): void {
    const isHere = this.#isIndented && (this.#column < column || (this.#column === column && this.#isSpaced));
    if (!isHere) {
      this.#put('\n');
      this.#column = 0;
      this.#isSpaced = true;
      this.#isIndented = true;
    }
    if (this.#column >= column) return;
    this.#put(' '.repeat(column - this.#column));
    this.#isSpaced = true;
  }

  #put(text: string): void {
    this.#text += text;
    this.#column += Array.from(text).length;
  }
}

function isSimpleKey(key: string): boolean {
  return key !== '' && !key.includes('\n') && Array.from(key).length <= longestSimpleKey;
}

function isObject(value: Value): value is Value & object {
  return typeof value === 'object' && value !== null && !(value instanceof Double);
}
