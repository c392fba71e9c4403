import { SluiceError, type VectorType } from '@sluice/schema';

/**
 * The types a binary COPY file carries values in. Its values are the wire form of exactly these types: a table of any
 * other takes them for something else, often without an error.
 */
export type CarrierType =
  | 'bool'
  | 'int8'
  | 'float8'
  | 'numeric'
  | 'text'
  | 'jsonb'
  | 'bytea'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz';

const carriers = {
  bool: 'bool',
  int64: 'int8',
  float64: 'float8',
  decimal128: 'numeric',
  utf8: 'text',
  json: 'jsonb',
  binary: 'bytea',
  date32: 'date',
  time64: 'time',
} as const;

/**
 * The PostgreSQL type that a binary COPY file has a column's values in.
 * @throws FORMAT_TYPE_UNSUPPORTED for nanoseconds.
 */
export function carrierType(type: VectorType): CarrierType {
  if (type.kind === 'timestamp' && type.unit === 'ns')
    throw new SluiceError('FORMAT_TYPE_UNSUPPORTED', 'PostgreSQL has no type for nanoseconds', {
      remedy: 'Hand in microseconds',
    });
  if (type.kind === 'timestamp') return type.utc ? 'timestamptz' : 'timestamp';
  return carriers[type.kind];
}
