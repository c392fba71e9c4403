import type { CompleteColumn, DataType, TypeRules } from '@sluice/schema';

/** What the values of a column can be, of a schema and of a real table in the same words. */
export interface ColumnType {
  readonly dataType: DataType;
  /**
   * Bits of integers and of the digits of doubles, decimal digits, characters of texts, fractional digits of a second.
   * Absent where nothing limits them.
   */
  readonly precision?: number;
  /** Digits behind the point of a decimal. */
  readonly scale?: number;
  /** Whether timestamps are instants. */
  readonly timezone?: boolean;
}

const microseconds = 6;
/** Bits of a double's digits. */
const doubleBits = 53;

/** The type that the schema gives a column, with what the destination adds where the schema says nothing. */
export function typeOfColumn(column: CompleteColumn, rules: TypeRules): ColumnType {
  const { data_type: dataType, precision, scale, timezone = true } = column;
  switch (dataType) {
    case 'text':
      return precision === undefined ? { dataType } : { dataType, precision };
    case 'bigint':
      return { dataType, precision: precision ?? 64 };
    case 'double':
      return { dataType, precision: doubleBits };
    case 'decimal':
    case 'wei':
      return { dataType, precision: precision ?? rules[dataType][0], scale: scale ?? rules[dataType][1] };
    case 'timestamp': {
      // No database has finer instants.
      const most = timezone ? microseconds : rules.maxTimestampPrecision;
      return { dataType, precision: Math.min(precision ?? rules.timestampPrecision, most), timezone };
    }
    case 'time':
      return { dataType, precision: Math.min(precision ?? microseconds, microseconds) };
    default:
      return { dataType };
  }
}

/**
 * Whether a column of one type takes every value of another as it is. Two things pass although they change what is
 * stored: a column of doubles rounds integers beyond 2^53, as it does wherever integers meet it, and an instant stands
 * for a time without a zone, in UTC.
 */
export function holds(there: ColumnType, ours: ColumnType): boolean {
  switch (there.dataType) {
    case 'text':
      return isWithin(textLength(ours), there.precision);
    case 'bigint':
      return ours.dataType === 'bigint' && isWithin(ours.precision, there.precision);
    case 'decimal':
    case 'wei':
      return (
        isExact(ours) &&
        isWithin(ours.scale ?? 0, there.scale) &&
        isWithin(wholeDigits(ours), wholeDigits(there))
      );
    case 'double':
      return (
        (ours.dataType === 'double' || ours.dataType === 'bigint') &&
        (there.precision ?? doubleBits) >= doubleBits
      );
    case 'timestamp':
      if (ours.dataType === 'date') return true;
      return (
        ours.dataType === 'timestamp' &&
        isWithin(ours.precision, there.precision) &&
        (there.timezone !== false || ours.timezone === false)
      );
    case 'time':
      return ours.dataType === 'time' && isWithin(ours.precision, there.precision);
    default:
      return there.dataType === ours.dataType;
  }
}

/** Numbers in `undefined` are without a limit. */
function isWithin(amount: number | undefined, limit: number | undefined): boolean {
  return limit === undefined || (amount !== undefined && amount <= limit);
}

/** Characters of the longest text of a type; undefined where nobody can say. */
function textLength({ dataType, precision }: ColumnType): number | undefined {
  if (dataType === 'text') return precision;
  return dataType === 'bigint' ? digitsOf(precision ?? 64) + '-'.length : undefined;
}

function isExact({ dataType }: ColumnType): boolean {
  return dataType === 'bigint' || dataType === 'decimal' || dataType === 'wei';
}

/** Digits of an exact number before its point; undefined where nothing limits them. */
function wholeDigits({ dataType, precision, scale = 0 }: ColumnType): number | undefined {
  if (dataType === 'bigint') return digitsOf(precision ?? 64);
  return precision === undefined ? undefined : precision - scale;
}

/** Decimal digits of the largest integer of so many bits, one of them the sign. */
function digitsOf(bits: number): number {
  return String(2n ** BigInt(bits - 1)).length;
}

/** Whether a column may become another type because no value of it can change, doubles of integers left out. */
export function isLawfulWidening(from: ColumnType, to: ColumnType): boolean {
  const isGrowth = from.dataType === to.dataType && (to.timezone ?? true) === (from.timezone ?? true);
  const isInteger = from.dataType === 'bigint';
  const isWiderNumber = isExact(from) && (isExact(to) || (isInteger && to.dataType === 'double'));
  return (isGrowth || isWiderNumber) && holds(to, from);
}

/** Whether making integers doubles could round some of them: whoever does it has to look. */
export function mayRound(from: ColumnType, to: ColumnType): boolean {
  return from.dataType === 'bigint' && to.dataType === 'double' && (from.precision ?? 64) > doubleBits;
}

/** A type in a few words: `decimal(38,9)`, `timestamp(3) without time zone`. */
export function describeType({ dataType, precision, scale, timezone }: ColumnType): string {
  const isPlain = dataType === 'double' || (dataType === 'bigint' && precision === 64);
  const size =
    precision === undefined || isPlain ? '' : `(${precision}${scale === undefined ? '' : `,${scale}`})`;
  return `${dataType}${size}${timezone === false ? ' without time zone' : ''}`;
}
