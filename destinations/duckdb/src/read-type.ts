import type { PhysicalColumn } from '@sluice/load';
import { dataTypeOf } from './values.ts';

type ReadType = Pick<PhysicalColumn, 'dataType' | 'precision' | 'scale' | 'timezone'>;

/** What the types without a size in parentheses hold, those included that only tables of others have. */
const sizes = new Map<string, ReadType>([
  ['TINYINT', { dataType: 'bigint', precision: 8 }],
  ['SMALLINT', { dataType: 'bigint', precision: 16 }],
  ['INTEGER', { dataType: 'bigint', precision: 32 }],
  ['BIGINT', { dataType: 'bigint', precision: 64 }],
  ['HUGEINT', { dataType: 'bigint', precision: 128 }],
  // Without a sign there is room for integers of half as many bits, less the negative ones.
  ['UTINYINT', { dataType: 'bigint', precision: 8 }],
  ['USMALLINT', { dataType: 'bigint', precision: 16 }],
  ['UINTEGER', { dataType: 'bigint', precision: 32 }],
  ['UBIGINT', { dataType: 'bigint', precision: 64 }],
  ['UHUGEINT', { dataType: 'bigint', precision: 128 }],
  ['FLOAT', { dataType: 'double', precision: 24 }],
  ['DOUBLE', { dataType: 'double', precision: 53 }],
  ['TIME', { dataType: 'time', precision: 6 }],
  ['TIMESTAMP_S', { dataType: 'timestamp', precision: 0, timezone: false }],
  ['TIMESTAMP_MS', { dataType: 'timestamp', precision: 3, timezone: false }],
  ['TIMESTAMP', { dataType: 'timestamp', precision: 6, timezone: false }],
  ['TIMESTAMP_NS', { dataType: 'timestamp', precision: 9, timezone: false }],
  ['TIMESTAMP WITH TIME ZONE', { dataType: 'timestamp', precision: 6, timezone: true }],
]);

/** What a type of DuckDB is in the words of a schema. */
export function readType(type: string): ReadType {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined)
    return { dataType: 'decimal', precision: Number(precision), scale: Number(scale) };
  return sizes.get(type) ?? { dataType: dataTypeOf(type) };
}
