import { entriesOf, isPlainObject } from '../document/fields.ts';
import { encodeJson } from '../json/encode.ts';
import type { Value } from '../values/values.ts';

/** Writes a value as JSON for people: two blanks for each level, one entry to a line. */
export function writePrettyJson(value: Value): string {
  return print(value, '\n');
}

function print(value: Value, lineBreak: string): string {
  const inner = `${lineBreak}  `;
  if (Array.isArray(value))
    return block(
      '[]',
      value.map((item) => print(item, inner)),
      lineBreak,
    );
  if (!(value instanceof Map) && !isPlainObject(value)) return encodeJson(value);
  const entries = entriesOf(value, '').map(
    ([key, item]) => `${encodeJson(key)}: ${print(item as Value, inner)}`,
  );
  return block('{}', entries, lineBreak);
}

function block([open, close]: string, parts: readonly string[], lineBreak: string): string {
  if (parts.length === 0) return `${open}${close}`;
  return `${open}${lineBreak}  ${parts.join(`,${lineBreak}  `)}${lineBreak}${close}`;
}
