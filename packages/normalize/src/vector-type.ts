import type { CompleteColumn, TypeRules, VectorType } from '@sluice/schema';

/** Most decimal digits that 128 bits hold. */
const maxDigits = 38;

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
      return { kind: 'timestamp', utc: column.timezone ?? true };
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

function decimalType(column: CompleteColumn, [precision, scale]: readonly [number, number]): VectorType {
  const type = {
    kind: 'decimal128',
    precision: column.precision ?? precision,
    scale: column.scale ?? scale,
  } as const;
  return type.precision <= maxDigits ? type : { kind: 'utf8' };
}
