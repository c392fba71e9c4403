import { isPlainText } from './plain-types.ts';

/** How a text stands in a file: as it is, in single quotes, or in double quotes with escapes. */
export type ScalarStyle = 'plain' | 'single' | 'double';

// The other line breaks of YAML 1.1 (U+0085, U+2028, U+2029) are written as escapes: YAML 1.2 takes them for text.
const special = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10fffe}]/u;
const indicatorFirst = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?: |$))/;
const indicatorInside = /:(?: |$)| #/;

/** The style PyYAML chooses for a text in block style. Keys are written in one line. */
export function scalarStyle(text: string, isKey: boolean): ScalarStyle {
  if (text === '') return 'single';
  if (special.test(text) || / \n|\n /.test(text)) return 'double';
  if (text.includes('\n')) return isKey ? 'double' : 'single';
  const hasIndicator = indicatorFirst.test(text) || indicatorInside.test(text);
  if (hasIndicator || text.startsWith(' ') || text.endsWith(' ')) return 'single';
  return isPlainText(text) ? 'plain' : 'single';
}
