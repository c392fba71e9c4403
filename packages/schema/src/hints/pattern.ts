import type { SchemaSettings } from '../document/schema.ts';
import { SluiceError } from '../errors.ts';

/**
 * Patterns of column names, as settings write them: a name stands for itself, `re:` starts a regular expression that
 * may match anywhere in a name.
 */
const regexMark = 're:';

// What makes the body of a `re:` pattern more than a name.
const metacharacters = /[\s#$&()*+\-.?[\\\]^{|}~]/;

type Matcher = (name: string) => boolean;

const compiled = new Map<string, Matcher>();
const maxCompiled = 1000;

/** Whether a pattern matches a name. @throws PATTERN_INVALID */
export function matchesPattern(pattern: string, name: string): boolean {
  let matcher = compiled.get(pattern);
  if (!matcher) {
    matcher = compile(pattern);
    if (compiled.size >= maxCompiled) compiled.clear();
    compiled.set(pattern, matcher);
  }
  return matcher(name);
}

/** Whether a text is a pattern: a regular expression that compiles, or a text that begins like a name. */
export function isPattern(text: string): boolean {
  if (!text.startsWith(regexMark)) return text === '' || /^[A-Za-z0-9_]/.test(text);
  try {
    compile(text);
    return true;
  } catch {
    return false;
  }
}

/** The form under which two patterns are the same: the name `x` is `re:^x$`. */
export function canonicalPattern(pattern: string): string {
  return pattern.startsWith(regexMark) ? pattern : `${regexMark}^${pattern}$`;
}

/** Normalizes the name in a pattern, where there is nothing but a name in it. */
export function normalizePattern(pattern: string, normalize: (name: string) => string): string {
  const [, start = '', name = '', end = ''] = /^(re:\^|re:)?(.*?)(\$)?$/su.exec(pattern) ?? [];
  const isWhole = (start === 're:^') === (end === '$');
  if (!isWhole || name.trim() === '' || metacharacters.test(name)) return pattern;
  return start + normalize(name) + end;
}

/** Adds default hints to those of a schema, each pattern once. */
export function mergeHints(
  settings: SchemaSettings,
  hints: Readonly<Record<string, readonly string[]>>,
): void {
  const merged = new Map(Object.entries(settings.default_hints ?? {}));
  for (const [hint, patterns] of Object.entries(hints)) {
    const list = [...(merged.get(hint) ?? [])];
    const known = new Set(list.map(canonicalPattern));
    for (const pattern of patterns) {
      if (known.has(canonicalPattern(pattern))) continue;
      known.add(canonicalPattern(pattern));
      list.push(pattern);
    }
    merged.set(hint, list);
  }
  settings.default_hints = Object.fromEntries(merged);
}

function compile(pattern: string): Matcher {
  if (!pattern.startsWith(regexMark)) return (name) => name === pattern;
  const regex = toRegExp(pattern.slice(regexMark.length));
  return (name) => regex.test(name);
}

/** The patterns were written for Python's `re`; what it spells differently is put into JavaScript's words. */
function toRegExp(source: string): RegExp {
  const [lead = '', flags = ''] = /^\(\?([aimsu]+)\)/.exec(source) ?? [];
  const body = source
    .slice(lead.length)
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/(^|[^\\])\\A/g, '$1^')
    .replace(/(^|[^\\])\\Z/g, '$1$');
  const options = flags.replace(/[au]/g, '');
  try {
    return new RegExp(body, `${options}u`);
  } catch {
    // Python lets any punctuation be escaped; JavaScript does so only without `u`.
    try {
      return new RegExp(body, options);
    } catch (cause) {
      throw new SluiceError('PATTERN_INVALID', `${JSON.stringify(`re:${source}`)} is no regular expression`, {
        remedy: 'Write a plain column name, or `re:` and an expression that compiles',
        cause,
      });
    }
  }
}
