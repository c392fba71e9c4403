import { doubleValue } from '../../values/double.ts';
import { integerValue } from '../../values/integer.ts';
import type { Value } from '../../values/values.ts';

/**
 * What a text without quotes means in YAML 1.1 as PyYAML reads it, which wrote the files of this format so far: `on`
 * and `yes` are booleans, `1:30` is ninety, but `y`, `n` and `1e3` are texts.
 */
interface PlainType {
  readonly tag: string;
  readonly test: RegExp;
  /** Absent where nothing in a schema file can be of this type: the text is read as such, but written in quotes. */
  readonly read?: (text: string) => Value;
}

const plainTypes: readonly PlainType[] = [
  { tag: 'tag:yaml.org,2002:null', test: /^(?:~|null|Null|NULL|)$/, read: () => null },
  {
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    read: (text) => /^(?:yes|true|on)$/i.test(text),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    test: /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
    read: readInteger,
  },
  {
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    read: readFloat,
  },
  {
    tag: 'tag:yaml.org,2002:timestamp',
    test: /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
  },
  { tag: 'tag:yaml.org,2002:merge', test: /^<<$/ },
  { tag: 'tag:yaml.org,2002:value', test: /^=$/ },
];

/** The types that texts without quotes are read as, for a YAML parser that knows none itself. */
export const readableTypes = plainTypes.flatMap(({ tag, test, read }) =>
  read ? [{ tag, default: true, test, resolve: read }] : [],
);

/** Whether a text without quotes would be read as a text. */
export function isPlainText(text: string): boolean {
  return !plainTypes.some(({ test }) => test.test(text));
}

function readInteger(text: string): Value {
  const digits = text.replace(/[-+_]/g, '');
  const size = digits.includes(':') ? readSexagesimal(digits) : BigInt(asLiteral(digits));
  return integerValue(text.startsWith('-') ? -size : size);
}

/** A leading zero means octal. */
function asLiteral(digits: string): string {
  return /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
}

function readSexagesimal(digits: string): bigint {
  return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

function readFloat(text: string): Value {
  const digits = text
    .replace(/[-+]?(.*)/, '$1')
    .replaceAll('_', '')
    .toLowerCase();
  const size = digits.endsWith('inf')
    ? Number.POSITIVE_INFINITY
    : digits.split(':').reduce((sum, part) => sum * 60 + Number(part === '.nan' ? 'nan' : part), 0);
  return doubleValue(text.startsWith('-') ? -size : size);
}
