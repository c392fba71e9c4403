import {
  coerceValue,
  type DataType,
  Decimal,
  Double,
  dataTypeOf,
  notCoercible,
  PlainDate,
  parseDecimal,
  Timestamp,
  type Value,
  Wei,
} from '@sluice/schema';
import { fitValue } from '../cell.ts';
import type { ColumnWriter } from '../column-writer.ts';
import type { Fitting } from '../environment.ts';
import type { ArrowConversion } from './arrow-run.ts';

type Fitted = Value | typeof notCoercible;

/** An Arrow value as its column stores it, or `notCoercible`: how much may be lost on the way, `conversion` says. */
export function fitArrowValue(
  value: Value,
  { column, builder, fitting }: ColumnWriter,
  conversion: ArrowConversion,
): Fitted {
  const [from, to] = [dataTypeOf(value), column.data_type];
  if (from !== to && conversion === 'none') return notCoercible;
  const scale = builder.type.kind === 'decimal128' ? builder.type.scale : Number.POSITIVE_INFINITY;
  const given = conversion === 'lossy' && to === 'bigint' ? cutDigits(value, 0) : value;
  const fitted = fitValue(given, column, fitting);
  if (conversion === 'lossy') return fitted === notCoercible ? fitted : cutDigits(fitted, scale);
  const isExact =
    from === to || from === 'text' || to === 'text' || comesBack(value, from, fitted, to, fitting.zone);
  return isExact ? fitted : notCoercible;
}

/** Whether converting the value back gives the same again. */
function comesBack(
  value: Value,
  from: DataType,
  fitted: Fitted,
  to: DataType,
  zone: Fitting['zone'],
): boolean {
  if (fitted === notCoercible) return false;
  const back = coerceValue(fitted, to, from, zone);
  return back !== notCoercible && isSame(value, back);
}

function isSame(one: Value, other: Value): boolean {
  if (one instanceof Timestamp && other instanceof Timestamp) return one.micros === other.micros;
  if (one instanceof PlainDate && other instanceof PlainDate) return one.days === other.days;
  const [a, b] = [digitsOf(one), digitsOf(other)];
  return a !== null && a === b;
}

/** A number by its digits alone: `1.50` and `1.5` have the same. */
function digitsOf(value: Value): string | null {
  const parts = parseDecimal(textOf(value));
  if (!parts) return null;
  const digits = parts.digits.replace(/0+$/, '');
  if (digits === '') return '0';
  return `${parts.negative ? '-' : ''}${digits}E${parts.exponent + parts.digits.length - digits.length}`;
}

/** A decimal or double without the digits behind the first `scale` ones of its fraction; other values as they are. */
function cutDigits(value: Value, scale: number): Value {
  const isNumber = value instanceof Decimal || value instanceof Wei || value instanceof Double;
  const parts = isNumber ? parseDecimal(textOf(value)) : null;
  if (!parts || -parts.exponent <= scale) return value;
  const kept = parts.digits.slice(0, parts.exponent + scale) || '0';
  const text = `${parts.negative ? '-' : ''}${-parts.exponent - scale >= parts.digits.length ? '0' : kept}E${-scale}`;
  return value instanceof Wei ? new Wei(text) : new Decimal(text);
}

function textOf(value: Value): string {
  if (value instanceof Decimal || value instanceof Wei) return value.text;
  return String(value instanceof Double ? value.value : value);
}
