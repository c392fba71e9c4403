import { SluiceError } from '../errors.ts';

/** The rules of a naming convention, without shortening: that depends on the destination. */
export interface Convention {
  readonly name: string;
  /** Whether two names that differ only in case are two names. */
  readonly caseSensitive: boolean;
  /** Stands between the pieces of a path: column of an inner object, table of a list. */
  readonly separator: string;
  /** Longest name the convention allows at all; null: any length. */
  readonly maxLength: number | null;
  /** One identifier that has no blanks at its ends. */
  identifier(stripped: string): string;
  /** What tables need on top, applied to a finished identifier. */
  readonly table?: (identifier: string) => string;
}

// Python's `\d`, which the conventions were written in, takes every decimal digit of Unicode.
const oddCharacters = /[^A-Za-z_\p{Nd}]+/gu;
const leadingDigit = /^\p{Nd}/u;
const symbolLetters: Readonly<Record<string, string>> = { '+': 'x', '-': '_', '*': 'x', '@': 'a', '|': 'l' };

function snakeCase(text: string): string {
  const lower = text
    .replace(/[-+*@|]/g, (symbol) => symbolLetters[symbol] ?? symbol)
    .replace(oddCharacters, '_')
    .replace(/([^_])([A-Z][a-z]+)/gu, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return prefixDigit(lower)
    .replace(/_+$/, (trailing) => 'x'.repeat(trailing.length))
    .replace(/__+/g, '_');
}

function sql(text: string): string {
  const name = prefixDigit(text.replace(oddCharacters, '_'));
  return (name === '_' ? name : name.replace(/_+$/, '')).replace(/__+/g, '_');
}

function prefixDigit(name: string): string {
  return leadingDigit.test(name) ? `_${name}` : name;
}

const common = { separator: '__', maxLength: null } as const;

const conventions: readonly Convention[] = [
  { ...common, name: 'snake_case', caseSensitive: false, identifier: snakeCase },
  { ...common, name: 'sql_cs_v1', caseSensitive: true, identifier: sql },
  { ...common, name: 'sql_ci_v1', caseSensitive: false, identifier: (text) => sql(text).toLowerCase() },
  {
    ...common,
    name: 'duck_case',
    caseSensitive: true,
    identifier: (text) => text.replace(/[\n\r"]/g, '_').replace(/__+/g, '_'),
  },
  {
    name: 'direct',
    caseSensitive: true,
    separator: '▶',
    maxLength: null,
    identifier: (text) => text.replace(/[\n\r'"▶]/g, '_'),
  },
  {
    ...common,
    name: 's3_tables',
    caseSensitive: false,
    maxLength: 255,
    identifier: snakeCase,
    table: (identifier) => identifier.replace(/^_+/, ''),
  },
];

// Conventions were once named by where they lie in dlt; documents that do so keep the long name.
const legacyPrefix = 'dlt.common.normalizers.names.';

/** The rules of a convention, by its short or its legacy name. @throws NAMING_UNKNOWN */
export function conventionOf(name: string): Convention {
  const short = name.startsWith(legacyPrefix) ? name.slice(legacyPrefix.length) : name;
  const convention = conventions.find((candidate) => candidate.name === short);
  if (convention) return convention;
  throw new SluiceError('NAMING_UNKNOWN', `There is no naming convention ${JSON.stringify(name)}`, {
    remedy: `Use one of ${conventions.map((candidate) => candidate.name).join(', ')}`,
  });
}
