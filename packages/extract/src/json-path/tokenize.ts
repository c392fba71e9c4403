import { pathInvalid } from './path-invalid.ts';

export type Token =
  | { readonly kind: 'name' | 'quoted' | 'operator' | 'comparison'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number };

// Names are ASCII, with hyphens inside; all others stand in quotes. A named operator stands in backquotes.
const tokens =
  /\s*(?:(?<name>[A-Za-z_@][A-Za-z0-9_@-]*)|(?<number>-?\d+(?:\.\d+)?)|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)"|`(?<operator>[^`]*)`|(?<comparison>==|!=|<=|>=|=~|[=<>])|(?<sign>\.\.|[$.*[\](),:?&|]))/y;

/** @throws CURSOR_PATH_INVALID */
export function tokenize(path: string): Token[] {
  const found: Token[] = [];
  const text = path.trimEnd();
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.length) {
    const at = tokens.lastIndex;
    const groups: Readonly<Record<string, string | undefined>> | undefined = tokens.exec(text)?.groups;
    if (!groups) throw pathInvalid(path, `it cannot be read from character ${at + 1} on`);
    found.push(tokenOf(groups));
  }
  return found;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  const { name, number, single, double, operator, comparison, sign = '' } = groups;
  if (name !== undefined) return { kind: 'name', text: name };
  if (number !== undefined) return { kind: 'number', text: number, value: Number(number) };
  const quoted = single ?? double;
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replace(/\\(.)/g, '$1') };
  if (operator !== undefined) return { kind: 'operator', text: `\`${operator}\`` };
  if (comparison !== undefined) return { kind: 'comparison', text: comparison };
  return { kind: 'operator', text: sign };
}
