import type { DataType } from '../data-type.ts';
import { SluiceError } from '../errors.ts';
import { isInteger } from './integer.ts';
import { Decimal, Double, HexBytes, PlainDate, PlainTime, Timestamp, type Value, Wei } from './values.ts';

/**
 * The data type a value has by itself, without looking into texts. Numbers: whole ones are integers, unless they are
 * too large for 64 bits. @throws RECORD_VALUE_UNSUPPORTED for null, which has none.
 */
export function dataTypeOf(value: Value): DataType {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return isInteger(value) ? 'bigint' : 'double';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'bigint';
  }
  if (value === null) throw new SluiceError('RECORD_VALUE_UNSUPPORTED', 'Null has no data type');
  if (Array.isArray(value)) return 'json';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Double) return 'double';
  if (value instanceof Decimal) return 'decimal';
  if (value instanceof PlainDate) return 'date';
  if (value instanceof PlainTime) return 'time';
  if (value instanceof Uint8Array || value instanceof HexBytes) return 'binary';
  return value instanceof Wei ? 'wei' : 'json';
}
