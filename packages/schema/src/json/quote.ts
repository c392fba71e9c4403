// For keys and short texts looking at each character is faster than a call of `JSON.stringify`.
const maxQuick = 40;

/**
 * A text as a JSON string. Halves of surrogate pairs stay what they are, unlike in `JSON.stringify`: who writes the
 * text as UTF-8 notices them, escaped they would pass for data.
 */
export function quote(text: string): string {
  if (text.length <= maxQuick && isPlain(text)) return `"${text}"`;
  const quoted = JSON.stringify(text);
  if (!hasEscapedSurrogate(quoted) || text.isWellFormed()) return quoted;
  return quoted.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (escaped, code?: string) =>
    code === undefined ? escaped : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Whether a text has nothing to escape. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return false;
  }
  return true;
}

/** Whether a JSON text may hold an escaped half of a surrogate pair. May be wrong about an escaped backslash. */
export function hasEscapedSurrogate(json: string): boolean {
  return json.includes('\\ud');
}
