/**
 * A text as a JSON string. Halves of surrogate pairs stay what they are, unlike in `JSON.stringify`: who writes the
 * text as UTF-8 notices them, escaped they would pass for data.
 */
export function quote(text: string): string {
  const quoted = JSON.stringify(text);
  if (!hasEscapedSurrogate(quoted) || text.isWellFormed()) return quoted;
  return quoted.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (escaped, code?: string) =>
    code === undefined ? escaped : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Whether a JSON text may hold an escaped half of a surrogate pair. May be wrong about an escaped backslash. */
export function hasEscapedSurrogate(json: string): boolean {
  return json.includes('\\ud');
}
