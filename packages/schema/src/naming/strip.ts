// The characters that the format counts as blank. Unlike JavaScript's own trim this takes the four ASCII separators
// and U+0085 along, and leaves U+FEFF alone.
const blank = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const around = new RegExp(`^${blank}|${blank}$`, 'g');

/** Removes blanks at both ends, in the format's sense of blank. */
export function strip(text: string): string {
  return text.replace(around, '');
}
