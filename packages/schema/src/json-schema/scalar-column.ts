import type { DataType } from '../data-type.ts';
import type { ColumnHints } from '../hints/column-hints.ts';
import type { Scalar } from './shape.ts';

/** Formats of texts that are more than text. All others (uuid, uri, email, duration…) stay text. */
const textFormats: Readonly<Record<string, DataType>> = {
  'date-time': 'timestamp',
  'iso-date-time': 'timestamp',
  date: 'date',
  time: 'time',
  'iso-time': 'time',
  byte: 'binary',
  binary: 'binary',
  base64: 'binary',
  decimal: 'decimal',
  // As protocol buffers write integers that JavaScript would round.
  int64: 'bigint',
};

/** Formats of numbers with a type of their own, or a width in bits. */
const numberFormats: Readonly<Record<string, ColumnHints>> = {
  int8: { dataType: 'bigint', precision: 8 },
  int16: { dataType: 'bigint', precision: 16 },
  int32: { dataType: 'bigint', precision: 32 },
  int64: { dataType: 'bigint' },
  float: { dataType: 'double' },
  double: { dataType: 'double' },
  decimal: { dataType: 'decimal' },
};

const widths = [8, 16, 32];

/**
 * The type of the column that takes these values. Of several kinds the first decides, and values of the others go to
 * variant columns; whole numbers and others are numbers.
 *
 * Bounds are no widths: a text of at most 80 characters may have 200 tomorrow, and a column could not grow with it.
 * Only the exact range of an integer type stands for that type.
 */
export function scalarColumn(scalars: readonly Scalar[]): ColumnHints | null {
  const [first] = scalars;
  if (!first) return null;
  const isInteger = first.type === 'integer' && scalars.every(({ type }) => type !== 'number');
  switch (first.type) {
    case 'string':
      return { dataType: textType(first) };
    case 'boolean':
      return { dataType: 'bool' };
    default:
      return numberColumn(first, isInteger);
  }
}

function textType({ format, encoding }: Scalar): DataType {
  if (encoding === 'base64' || encoding === 'binary') return 'binary';
  return format !== undefined && Object.hasOwn(textFormats, format)
    ? (textFormats[format] ?? 'text')
    : 'text';
}

function numberColumn({ format, minimum, maximum }: Scalar, isInteger: boolean): ColumnHints {
  if (format !== undefined && Object.hasOwn(numberFormats, format))
    return numberFormats[format] ?? { dataType: 'double' };
  if (!isInteger) return { dataType: 'double' };
  const width = widths.find((bits) => minimum === -(2 ** (bits - 1)) && maximum === 2 ** (bits - 1) - 1);
  return width === undefined ? { dataType: 'bigint' } : { dataType: 'bigint', precision: width };
}
