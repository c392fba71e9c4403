import type { CompleteColumn, TypeRules, VectorType } from '@sluice/schema';

/** Most decimal digits that 128 bits hold. */
const maxDigits = 38;
const microsecondDigits = 6;

/** How the values of a column lie in memory. Decimals of more than 38 digits travel as text. */
export function vectorType(column: CompleteColumn, rules: TypeRules): VectorType {
  switch (column.data_type) {
    case 'text':
      return { kind: 'utf8' };
    case 'json':
      return { kind: 'json' };
    case 'double':
      return { kind: 'float64' };
    case 'bool':
      return { kind: 'bool' };
    case 'bigint':
      return { kind: 'int64' };
    case 'binary':
      return { kind: 'binary' };
    case 'timestamp':
      return timestampType(column, rules);
    case 'date':
      return { kind: 'date32' };
    case 'time':
      return { kind: 'time64' };
    case 'decimal':
      return decimalType(column, rules.decimal);
    case 'wei':
      return decimalType(column, rules.wei);
  }
}

/** Whether values lie in memory in the same way, and mean the same. */
export function isSameVector(a: VectorType, b: VectorType): boolean {
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return a.utc === b.utc && a.unit === b.unit;
  if (a.kind === 'decimal128' && b.kind === 'decimal128')
    return a.precision === b.precision && a.scale === b.scale;
  return a.kind === b.kind;
}

/** Nanoseconds only where a destination has them: no database has them together with a zone. */
function timestampType({ timezone = true, precision = 0 }: CompleteColumn, rules: TypeRules): VectorType {
  const isNano = !timezone && Math.min(precision, rules.maxTimestampPrecision) > microsecondDigits;
  return { kind: 'timestamp', utc: timezone, ...(isNano && { unit: 'ns' }) };
}

function decimalType(column: CompleteColumn, [precision, scale]: readonly [number, number]): VectorType {
  const type = {
    kind: 'decimal128',
    precision: column.precision ?? precision,
    scale: column.scale ?? scale,
  } as const;
  return type.precision <= maxDigits ? type : { kind: 'utf8' };
}
