import type { VectorType } from '@sluice/schema';
import type { ThriftWriter } from './thrift-writer.ts';

/** Parquet's numbers for how values are stored. */
export const physicalTypes = {
  boolean: 0,
  int32: 1,
  int64: 2,
  double: 5,
  byteArray: 6,
  fixedLengthByteArray: 7,
} as const;

/** What Parquet says of a column's type. */
export interface ParquetType {
  readonly physical: number;
  /** Bytes of a value of fixed length. */
  readonly length?: number;
  /** The older name of the logical type, for readers that know no other. */
  readonly converted?: number;
  /** Decimals say so twice, here for readers that know no logical types. */
  readonly decimal?: { readonly precision: number; readonly scale: number };
  /** Writes the logical type: a union, of which one field is set. */
  readonly logical?: (writer: ThriftWriter) => void;
}

const decimalBytes = 16;
/** Units of time, by their place in a union. */
const [microseconds, nanoseconds] = [2, 3];

export function parquetType(type: VectorType): ParquetType {
  switch (type.kind) {
    case 'bool':
      return { physical: physicalTypes.boolean };
    case 'int64':
      return { physical: physicalTypes.int64 };
    case 'float64':
      return { physical: physicalTypes.double };
    case 'binary':
      return { physical: physicalTypes.byteArray };
    case 'utf8':
      return { physical: physicalTypes.byteArray, converted: 0, logical: empty(1) };
    case 'json':
      return { physical: physicalTypes.byteArray, converted: 19, logical: empty(12) };
    case 'date32':
      return { physical: physicalTypes.int32, converted: 6, logical: empty(6) };
    case 'timestamp':
      // The older name means an instant in UTC to the microsecond, so a wall clock goes without it.
      return {
        physical: physicalTypes.int64,
        ...(type.utc && type.unit !== 'ns' ? { converted: 10 } : {}),
        logical: timeLogical(8, type.utc, type.unit === 'ns' ? nanoseconds : microseconds),
      };
    case 'time64':
      return { physical: physicalTypes.int64, logical: timeLogical(7, false, microseconds) };
    case 'decimal128':
      return {
        physical: physicalTypes.fixedLengthByteArray,
        length: decimalBytes,
        converted: 5,
        decimal: type,
        logical: (writer) =>
          writer.struct(5, () => {
            writer.int32(1, type.scale);
            writer.int32(2, type.precision);
          }),
      };
  }
}

function empty(id: number): (writer: ThriftWriter) => void {
  return (writer) => writer.struct(id, () => {});
}

function timeLogical(id: number, utc: boolean, unit: number): (writer: ThriftWriter) => void {
  return (writer) =>
    writer.struct(id, () => {
      writer.bool(1, utc);
      writer.struct(2, () => writer.struct(unit, () => {}));
    });
}
