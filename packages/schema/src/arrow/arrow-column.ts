import type { Column } from '../document/schema.ts';
import { SluiceError } from '../errors.ts';
import { type ArrowField, type ArrowType, isNestedType, typeIds, unitDigits } from './arrow-type.ts';

/**
 * The column that holds the values of an Arrow field, under the field's own name. A null type gives an incomplete
 * column. Nothing is adjusted to a destination: timestamps have their precision, and wall clocks `timezone` false.
 *
 * @throws ARROW_TYPE_UNSUPPORTED for durations, intervals, unions and what else has no data type.
 */
export function arrowColumn({ name, type, nullable }: ArrowField): Column {
  return { name, nullable, ...typeOf(type, name) };
}

function typeOf(type: ArrowType, field: string): Partial<Column> {
  if (isNestedType(type)) return { data_type: 'json' };
  switch (type.typeId) {
    case typeIds.null:
      return {};
    case typeIds.int:
      return integer(type);
    case typeIds.float:
      return { data_type: 'double' };
    case typeIds.bool:
      return { data_type: 'bool' };
    case typeIds.utf8:
    case typeIds.largeUtf8:
    case typeIds.utf8View:
      return { data_type: 'text' };
    case typeIds.binary:
    case typeIds.largeBinary:
    case typeIds.binaryView:
      return { data_type: 'binary' };
    case typeIds.fixedSizeBinary:
      return { data_type: 'binary', precision: type.byteWidth ?? 0 };
    case typeIds.decimal:
      return decimal(type);
    case typeIds.date:
      return { data_type: 'date' };
    case typeIds.time:
      return { data_type: 'time', precision: unitDigits(type.unit) };
    case typeIds.timestamp:
      return {
        data_type: 'timestamp',
        precision: unitDigits(type.unit),
        ...(type.timezone ? {} : { timezone: false }),
      };
    case typeIds.dictionary:
      if (type.dictionary) return typeOf(type.dictionary, field);
  }
  throw new SluiceError('ARROW_TYPE_UNSUPPORTED', `No column can hold values of the Arrow type ${type}`, {
    place: { column: field },
    remedy: 'Cast the field to another type, or leave it out',
  });
}

/** An unsigned type needs the next wider column: columns have a sign. */
function integer({ bitWidth = 64, isSigned = true }: ArrowType): Partial<Column> {
  const bits = isSigned ? bitWidth : bitWidth * 2;
  return { data_type: 'bigint', ...(bits < 64 ? { precision: bits } : {}) };
}

/** A negative scale stands for zeros before the point. */
function decimal({ precision = 38, scale = 0 }: ArrowType): Partial<Column> {
  return { data_type: 'decimal', precision: precision - Math.min(scale, 0), scale: Math.max(scale, 0) };
}
