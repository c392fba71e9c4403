import type { PhysicalColumn } from '@sluice/load';
import { dataTypeOf } from './type-names.ts';

type ReadType = Pick<PhysicalColumn, 'dataType' | 'precision' | 'scale' | 'timezone'>;

const sizes = new Map<string, ReadType>([
  ['smallint', { dataType: 'bigint', precision: 16 }],
  ['integer', { dataType: 'bigint', precision: 32 }],
  ['bigint', { dataType: 'bigint', precision: 64 }],
  // A type that only tables of others have.
  ['real', { dataType: 'double', precision: 24 }],
  ['double precision', { dataType: 'double', precision: 53 }],
]);

const microseconds = 6;

/** What a type of Postgres, as its catalogue spells it, is in the words of a schema. */
export function readType(type: string): ReadType {
  const known = sizes.get(type);
  if (known) return known;
  const dataType = dataTypeOf(type);
  const [first, second] = numbersIn(type);
  switch (dataType) {
    case 'decimal':
    case 'wei':
      return first === undefined ? { dataType } : { dataType, precision: first, scale: second ?? 0 };
    case 'text':
      return first === undefined ? { dataType } : { dataType, precision: first };
    case 'time':
      return { dataType, precision: first ?? microseconds };
    case 'timestamp':
      return { dataType, precision: first ?? microseconds, timezone: type.endsWith('with time zone') };
    default:
      return { dataType };
  }
}

/** The numbers in parentheses: `numeric(10,2)`, `timestamp(3) without time zone`. */
function numbersIn(type: string): number[] {
  const [, numbers = ''] = /\(([-\d,]+)\)/.exec(type) ?? [];
  return numbers === '' ? [] : numbers.split(',').map(Number);
}
