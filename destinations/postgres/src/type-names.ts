import type { DataType } from '@sluice/schema';

/** Postgres's type names of the data types, without their modifiers. */
const dataTypes = new Map<string, DataType>([
  ['character varying', 'text'],
  ['varchar', 'text'],
  ['text', 'text'],
  ['json', 'json'],
  ['jsonb', 'json'],
  ['double precision', 'double'],
  ['boolean', 'bool'],
  ['date', 'date'],
  ['time without time zone', 'time'],
  ['bytea', 'binary'],
  ['smallint', 'bigint'],
  ['integer', 'bigint'],
  ['bigint', 'bigint'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamp with time zone', 'timestamp'],
  ['numeric', 'decimal'],
]);

/** The data type that a type of Postgres reads back as; null where a dataset never holds it. */
export function dataTypeOf(type: string): DataType | null {
  if (type === 'numeric(156,78)') return 'wei';
  return dataTypes.get(type.replace(/ ?\([^)]*\)/, '')) ?? null;
}

/** Built-in types by number: their numbers are fixed, and so are their names. */
const builtIn: Readonly<Record<number, string>> = {
  16: 'boolean',
  17: 'bytea',
  18: '"char"',
  19: 'name',
  20: 'bigint',
  21: 'smallint',
  23: 'integer',
  25: 'text',
  26: 'oid',
  114: 'json',
  142: 'xml',
  600: 'point',
  650: 'cidr',
  700: 'real',
  701: 'double precision',
  774: 'macaddr8',
  790: 'money',
  829: 'macaddr',
  869: 'inet',
  1042: 'character',
  1043: 'character varying',
  1082: 'date',
  1083: 'time without time zone',
  1114: 'timestamp without time zone',
  1184: 'timestamp with time zone',
  1186: 'interval',
  1266: 'time with time zone',
  1560: 'bit',
  1562: 'bit varying',
  1700: 'numeric',
  2205: 'regclass',
  2206: 'regtype',
  2278: 'void',
  2950: 'uuid',
  3220: 'pg_lsn',
  3614: 'tsvector',
  3615: 'tsquery',
  3802: 'jsonb',
  3904: 'int4range',
  3906: 'numrange',
  3908: 'tsrange',
  3910: 'tstzrange',
  3912: 'daterange',
  3926: 'int8range',
};

/** The types of elements, by the number of the array type. */
const elements: Readonly<Record<number, number>> = {
  199: 114,
  1000: 16,
  1001: 17,
  1002: 18,
  1003: 19,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1041: 869,
  1115: 1114,
  1182: 1082,
  1183: 1083,
  1185: 1184,
  1187: 1186,
  1231: 1700,
  2951: 2950,
  3807: 3802,
};

/** The number of an array's element type; undefined for what is no array. */
export function elementType(oid: number): number | undefined {
  return elements[oid];
}

/**
 * The type of a result column as Postgres spells it in its catalogue. Types that a database has of its own have no
 * fixed numbers: they are `user-defined`.
 */
export function typeText(oid: number, modifier: number): string {
  const element = elementType(oid);
  if (element !== undefined) return `${typeText(element, modifier)}[]`;
  const name = builtIn[oid];
  if (name === undefined) return 'user-defined';
  const size = modifier < 0 ? '' : sizeText(oid, modifier);
  // The size comes before `with time zone`.
  const [, head = name, tail = ''] = /^(time(?:stamp)?)( with.*)$/.exec(name) ?? [];
  return `${head}${size}${tail}`;
}

/** Postgres counts the four bytes of a value's length in. */
const headBytes = 4;

function sizeText(oid: number, modifier: number): string {
  switch (builtIn[oid]) {
    case 'character':
    case 'character varying':
      return `(${modifier - headBytes})`;
    case 'numeric': {
      const bits = modifier - headBytes;
      // Eleven bits with a sign: a scale may be negative.
      const scale = ((bits & 0x7ff) ^ 0x400) - 0x400;
      return `(${(bits >> 16) & 0xffff},${scale})`;
    }
    case 'bit':
    case 'bit varying':
    case 'time without time zone':
    case 'time with time zone':
    case 'timestamp without time zone':
    case 'timestamp with time zone':
      return `(${modifier})`;
    default:
      return '';
  }
}
